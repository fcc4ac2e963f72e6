"""`gruenzug run patches`: the table, its order, the foreground, one sentence for each mistake."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from gruenzug.engine.cli import main
from tests.engine.bands.rasters import read, write

COVER = np.array(
    [
        [1, 2, 2, 1, 0],
        [1, 1, 2, 1, 2],
        [2, 1, 1, 2, 1],
        [2, 1, 1, 1, 1],
    ],
    np.uint8,
)


def run(cover: Path, *options: str):
    words = ["run", "patches", str(cover), str(cover.with_suffix(".parquet")), *options]
    return CliRunner().invoke(main, words)


def table(cover: Path, *options: str) -> pd.DataFrame:
    done = run(cover, *options)
    assert done.exit_code == 0, done.output
    assert done.output.count("\n") == 1
    return pd.read_parquet(cover.with_suffix(".parquet"))


def refusal(cover: Path, *options: str) -> str:
    done = run(cover, *options)
    assert done.exit_code == 2
    assert not cover.with_suffix(".parquet").exists()
    return done.output


def test_patches_by_hand(tmp_path):
    rows = table(write(tmp_path / "cover.tif", COVER))
    assert rows.columns.tolist() == ["id", "cells", "area_m2", "perimeter_m"]
    assert rows["id"].tolist() == [1, 2]
    assert rows["cells"].tolist() == [5, 2]
    assert rows["area_m2"].tolist() == [500.0, 200.0]
    assert rows["perimeter_m"].tolist() == [160.0, 60.0]
    assert table(write(tmp_path / "cover.tif", COVER), "--connectivity", "4")["cells"].tolist() == [
        3,
        1,
        2,
        1,
    ]


def test_a_mask_of_zeros_and_ones_is_understood(tmp_path):
    cover = write(tmp_path / "mask.tif", (COVER == 2).astype(np.uint8))
    assert table(cover)["cells"].tolist() == [5, 2]


def test_no_data_belongs_to_no_patch(tmp_path):
    cover = write(tmp_path / "cover.tif", COVER.astype(np.int16), nodata=2)
    assert table(cover, "--foreground", "1,2")["cells"].sum() == (COVER == 1).sum()


@pytest.mark.parametrize("rows", ["1", "2", "3", "100"])
def test_bands_do_not_show(tmp_path, rows):
    rng = np.random.default_rng(3)
    cover = write(tmp_path / "cover.tif", rng.integers(0, 3, (50, 40)).astype(np.uint8))
    numbers = tmp_path / "numbers.tif"
    expected = table(cover)
    found = table(cover, "--band-rows", rows, "--threads", "2", "--numbers", str(numbers))
    pd.testing.assert_frame_equal(found, expected)
    assert np.bincount(read(numbers).ravel())[1:].tolist() == expected["cells"].tolist()


def test_each_value_may_have_its_own_patches(tmp_path):
    cover = write(tmp_path / "land.tif", np.array([[11, 11, 42], [42, 11, 42]], np.int32), crs=None)
    rows = table(cover, "--by-value", "--connectivity", "4")
    assert rows["value"].tolist() == [11, 42, 42]
    assert rows["cells"].tolist() == [3, 2, 1]


def test_a_cover_without_foreground_has_no_patches(tmp_path):
    assert table(write(tmp_path / "cover.tif", np.zeros((3, 3), np.uint8))).empty


def test_a_mask_is_said_to_be_one(tmp_path):
    mask = write(tmp_path / "mask.tif", np.array([[0, 1, 1]], np.uint8))
    assert "1 is foreground" in run(mask).output
    assert "1 is foreground" not in run(mask, "--foreground", "1").output
    assert "1 is foreground" not in run(write(tmp_path / "cover.tif", COVER)).output


def test_a_no_data_value_that_no_cell_can_have_means_nothing(tmp_path):
    codes = write(tmp_path / "codes.tif", np.array([[0, 0, 3]], np.uint8), nodata=0.5)
    assert sorted(table(codes, "--by-value")["value"]) == [0, 3]


def test_mistakes_get_one_sentence(tmp_path):
    assert "holds the value 7" in refusal(write(tmp_path / "land.tif", np.full((3, 3), 7, np.uint8)))
    assert "real numbers" in refusal(write(tmp_path / "real.tif", np.ones((3, 3))))
    degrees = write(tmp_path / "degrees.tif", COVER, cell=0.001, west=7, north=51, crs="EPSG:4326")
    assert "EPSG:4326, whose unit is the degree" in refusal(degrees)
    assert "does not exist" in refusal(tmp_path / "none.tif")
    assert "not a list of whole numbers" in refusal(tmp_path / "none.tif", "--foreground", "a")
    many = write(tmp_path / "many.tif", np.arange(400, dtype=np.int32).reshape(20, 20))
    assert "400 different values" in refusal(many, "--by-value")


def metrics(cover: Path, *options: str) -> pd.DataFrame:
    out = cover.with_suffix(".csv")
    done = run(cover, "--classes", str(out), *options)
    assert done.exit_code == 0, done.output
    return pd.read_csv(out)


def test_the_shape_index_is_one_for_a_square_and_comes_only_if_asked_for(tmp_path):
    cover = np.ones((5, 9), np.uint8)
    cover[1:4, 1:4], cover[2, 5:9] = 2, 2
    rows = table(write(tmp_path / "cover.tif", cover), "--shape")
    assert rows.columns.tolist() == ["id", "cells", "area_m2", "perimeter_m", "shape_index"]
    assert rows["shape_index"].tolist() == [1.0, 100 / (4 * 20)]


def test_metrics_of_a_class_by_hand(tmp_path):
    """19 of 20 cells known; patches of 5 and 2 cells; of 22 sides one faces no data, six the border."""
    row = metrics(write(tmp_path / "cover.tif", COVER)).iloc[0]
    assert (row["value"], row["patches"], row["area_ha"]) == (2, 2, 0.07)
    assert row["share_percent"] == pytest.approx(100 * 7 / 19)
    assert row["largest_patch_percent"] == pytest.approx(100 * 5 / 19)
    assert row["mean_area_ha"] == pytest.approx(0.035)
    assert row["mesh_ha"] == pytest.approx((25 + 4) / 19 / 100)
    assert row["mean_shape_index"] == pytest.approx((160 / (4 * 500**0.5) + 60 / (4 * 200**0.5)) / 2)
    assert row["edge_m_per_ha"] == pytest.approx(10 * 15 / 0.19)


def test_edges_of_classes_count_between_known_cells_only_in_any_bands(tmp_path):
    rng = np.random.default_rng(8)
    land = rng.choice([11, 42, 80, 255], (60, 45), p=[0.5, 0.3, 0.15, 0.05]).astype(np.uint8)
    path = write(tmp_path / "land.tif", land, nodata=255)
    rows = metrics(path, "--by-value", "--band-rows", "7", "--threads", "2").set_index("value")
    known = int((land != 255).sum())
    pairs = [(land[:, :-1], land[:, 1:]), (land[:-1], land[1:])]
    for value in (11, 42, 80):
        sides = sum(int((((a == value) ^ (b == value)) & (a != 255) & (b != 255)).sum()) for a, b in pairs)
        assert rows.loc[value, "edge_m_per_ha"] == pytest.approx(10 * sides / (known / 100))
        assert rows.loc[value, "share_percent"] == pytest.approx(100 * (land == value).sum() / known)
    pd.testing.assert_frame_equal(metrics(path, "--by-value").set_index("value"), rows)


def test_other_values_are_landscape_but_no_class(tmp_path):
    land = write(tmp_path / "land.tif", np.array([[11, 42, 42], [7, 11, 42]], np.int32))
    rows = metrics(land, "--foreground", "42")
    assert rows["value"].tolist() == [42]
    assert rows["share_percent"].tolist() == [50.0]
    assert rows["edge_m_per_ha"].tolist() == [pytest.approx(10 * 3 / 0.06)]
