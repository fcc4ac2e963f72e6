"""The same bands on a real Dask cluster; one worker is killed while it computes."""

from __future__ import annotations

import signal
import threading

import numpy as np
import pytest
from click.testing import CliRunner

from gruenzug.engine.bands import ArraySource, Job, Layer, Workers, raster_sink, raster_source, run_bands
from gruenzug.engine.bands import plan as planning
from gruenzug.engine.bands.cluster import reached
from gruenzug.engine.cli import main
from gruenzug.engine.errors import UserError
from tests.engine.cluster import scheduler  # noqa: F401  a fixture

from . import slow
from .rasters import read, write


@pytest.mark.xdist_group("cluster")
def test_a_killed_worker_does_not_show(tmp_path, scheduler):  # noqa: F811
    address, processes = scheduler
    values = np.random.default_rng(5).integers(0, 99, (300, 400)).astype(np.int32)
    source = raster_source(write(tmp_path / "in.tif", values))
    job = Job(slow.doubled, (source,), 1, (Layer("int32"),), extra=tuple(range(20)))
    killer = threading.Timer(1.0, processes[1].send_signal, [signal.SIGKILL])
    results = []
    for name, workers in (
        ("cluster", Workers(scheduler=address, band_rows=15)),
        ("here", Workers(2, band_rows=15)),
    ):
        path = tmp_path / f"{name}.tif"
        if name == "cluster":
            killer.start()
        with raster_sink(path, source.frame, job.outputs[0]) as sink:
            partials = run_bands(job, (sink,), workers)
        results.append((path.read_bytes(), sum(partials)))
    assert processes[1].wait(10) == -signal.SIGKILL
    assert results[0] == results[1]
    assert results[0][1] == 2 * int(values.sum())


@pytest.mark.xdist_group("cluster")
def test_a_command_writes_the_same_files_on_the_cluster(tmp_path, scheduler):  # noqa: F811
    rng = np.random.default_rng(12)
    lulc = write(tmp_path / "lulc.tif", rng.integers(0, 3, (120, 90)).astype(np.uint8))
    people = write(tmp_path / "people.tif", rng.poisson(0.3, (120, 90)).astype(np.int32))
    (tmp_path / "classes.csv").write_text("lucode,urban_nature\n0,0\n1,1\n2,0.5\n")
    words = ["run", "supply", str(lulc), str(people), str(tmp_path / "classes.csv")]
    results = []
    for name, options in (("there", ["--scheduler", scheduler[0], "--band-rows", "30"]), ("here", [])):
        done = CliRunner().invoke(main, [*words, str(tmp_path / name), "--decay", "gaussian", *options])
        assert done.exit_code == 0, done.output
        results.append([path.read_bytes() for path in sorted((tmp_path / name).iterdir())])
    assert results[0] == results[1]


@pytest.mark.xdist_group("cluster")
def test_strips_do_not_show_on_the_cluster(tmp_path, scheduler, monkeypatch):  # noqa: F811
    rng = np.random.default_rng(13)
    lulc = write(tmp_path / "lulc.tif", rng.integers(0, 3, (300, 600)).astype(np.uint8))
    people = write(tmp_path / "people.tif", rng.poisson(0.3, (300, 600)).astype(np.int32))
    (tmp_path / "classes.csv").write_text("lucode,urban_nature\n0,0\n1,1\n2,0.5\n")
    words = ["run", "supply", str(lulc), str(people), str(tmp_path / "classes.csv")]
    files = {}
    for name, options in (("whole", []), ("there", ["--scheduler", scheduler[0]]), ("here", [])):
        if name == "there":
            monkeypatch.setattr(planning, "_BUDGET_OF_STRIP", 1)  # from here on strips of one tile
        done = CliRunner().invoke(main, [*words, str(tmp_path / name), "--radius", "500", *options])
        assert done.exit_code == 0, done.output
        files[name] = [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
    assert files["there"] == files["here"]
    assert files["whole"] != files["here"], "no strips were cut"
    for name in ("supply.tif", "balance.tif"):
        np.testing.assert_array_equal(read(tmp_path / "whole" / name), read(tmp_path / "here" / name))


def test_no_scheduler_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setattr("gruenzug.engine.bands.cluster._PATIENCE_S", 0.5)
    job = Job(
        slow.doubled, (ArraySource.of(np.zeros((10, 10), np.int32), 0),), 1, (Layer("int32"),), extra=(0,)
    )
    with pytest.raises(UserError, match="no Dask scheduler answers"):
        run_bands(job, (_Nowhere(),), Workers(scheduler="tcp://127.0.0.1:1", band_rows=10))


def test_a_scheduler_without_workers_is_told_in_one_sentence(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="needs gruenzug[cluster]")
    monkeypatch.setattr("gruenzug.engine.bands.cluster._PATIENCE_S", 0.5)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as alone,
        pytest.raises(UserError, match="has no workers"),
    ):
        reached(alone.scheduler_address)


class _Nowhere:
    def write(self, rows):
        raise AssertionError
