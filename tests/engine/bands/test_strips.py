"""Strips: where a raster is too wide for whole rows, what is computed is the same, in as much memory as allowed."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest

from gruenzug.engine.bands import ArraySource, Job, Layer, Workers, raster_sink, raster_source, run_bands
from gruenzug.engine.bands import plan as planning

from .rasters import read, write

HALO = 100


def farthest(piece, values):
    """Add the cells `HALO` away in four directions, and tell where the piece began."""
    rows, columns = piece.shape
    assert values.shape == (rows + 2 * HALO, columns + 2 * HALO)
    inner = slice(HALO, HALO + columns)
    up, down = values[:rows, inner], values[2 * HALO :, inner]
    left, right = values[HALO:-HALO, :columns], values[HALO:-HALO, 2 * HALO :]
    return (up + down + left + right,), (piece.first_column, piece.first_row, rows * columns)


def by_definition(values, beyond):
    padded = np.pad(values, HALO, constant_values=beyond)
    return (
        padded[: -2 * HALO, HALO:-HALO] + padded[2 * HALO :, HALO:-HALO]
        + padded[HALO:-HALO, : -2 * HALO] + padded[HALO:-HALO, 2 * HALO :]
    )  # fmt: skip


@pytest.fixture
def little_memory(monkeypatch):
    monkeypatch.setattr(planning, "_BUDGET_OF_STRIP", 8 << 20)


@pytest.mark.parametrize("columns", [255, 1500, 2049])
def test_strips_do_not_show(tmp_path, little_memory, columns):
    values = np.random.default_rng(columns).integers(0, 60, (700, columns)).astype(np.uint8)
    source = raster_source(write(tmp_path / "in.tif", values, cell=10.0))
    job = Job(farthest, (source,), HALO, (Layer("uint8"),))
    assert len(planning.plan_strips(job)) == {255: 1, 1500: 3, 2049: 3}[columns]
    files = []
    for number, workers in enumerate((Workers(1), Workers(2, band_rows=97))):
        path = tmp_path / f"{number}.tif"
        with raster_sink(path, source.frame, job.outputs[0]) as sink:
            partials = run_bands(job, (sink,), workers)
        assert partials == sorted(partials)
        assert sum(cells for *_, cells in partials) == values.size
        np.testing.assert_array_equal(read(path), by_definition(values, 0))
        files.append(sha256(path.read_bytes()).digest())
    assert files[0] == files[1]


def test_a_strip_reads_no_more_than_its_columns(little_memory):
    values = np.zeros((400, 3000), np.uint8)
    job = Job(farthest, (ArraySource.of(values, 0),), HALO, (Layer("uint8"),))
    for left, right in planning.plan_strips(job):
        assert left % 256 == 0
        assert right - left + 2 * HALO < 1000


def test_whole_rows_and_narrow_halos_need_no_strips(little_memory):
    source = ArraySource.of(np.zeros((300, 9000), np.uint8), 0)
    for job in (Job(farthest, (source,), 99), Job(farthest, (source,), HALO, whole_rows=True)):
        assert planning.plan_strips(job) == [(0, 9000)]
