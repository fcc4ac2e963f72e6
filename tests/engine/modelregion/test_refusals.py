"""What is refused, in one sentence, with nothing half written."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from gruenzug.engine.cli import main
from gruenzug.engine.errors import RegionError
from gruenzug.engine.modelregion import generate
from gruenzug.engine.modelregion.generate import make_model_region


def quiet(_: str) -> None:
    """Swallow progress."""


def test_an_unknown_scale_is_refused_with_the_known_ones(tmp_path):
    result = CliRunner().invoke(main, ["model-region", "--scale", "village", "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert result.stderr == "Error: --scale is 'village'; choose one of town, demo, ruhr\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_a_seed_out_of_range_is_refused(tmp_path, seed):
    with pytest.raises(RegionError, match=f"--seed is {seed}; choose a whole number from 0 to 2147483647"):
        make_model_region("town", seed, tmp_path / "out", quiet)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("Liebe Grüße", encoding="utf-8")
    with pytest.raises(RegionError, match="is not empty and not a model region; name a new or empty folder"):
        make_model_region("town", 1, tmp_path, quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_real_region_is_not_replaced(tmp_path):
    (tmp_path / "region.toml").write_text('[region]\nid = "ruhr"\nmodel = false\n', encoding="utf-8")
    with pytest.raises(RegionError, match="not a model region"):
        make_model_region("town", 1, tmp_path, quiet)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(RegionError, match="is a file; name a new or empty folder"):
        make_model_region("town", 1, tmp_path / "out", quiet)


def test_an_earlier_model_region_is_replaced_only_by_a_whole_one(town, tmp_path, monkeypatch):
    out = tmp_path / "out"
    shutil.copytree(town, out)
    (out / "osm.osm.pbf").write_bytes(b"old")
    monkeypatch.setattr(generate, "write_region", _fail)
    with pytest.raises(OSError, match="disk full"):
        make_model_region("town", 1, out, quiet)
    assert (out / "osm.osm.pbf").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    monkeypatch.undo()
    make_model_region("town", 1, out, quiet)
    assert (out / "osm.osm.pbf").read_bytes() == (town / "osm.osm.pbf").read_bytes()


def _fail(*_: object) -> None:
    raise OSError("disk full")
