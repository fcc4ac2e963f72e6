"""`gruenzug run runoff`: rain by hand, soils, one sentence for each mistake."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from gruenzug.engine.cli import main
from gruenzug.engine.sources.landcover import SHIPPED
from tests.engine.bands.rasters import read, write

LAND = np.array([[10, 50, 50], [10, 10, 0]], np.uint8)
TABLE = "lucode,cn_a,cn_b,cn_c,cn_d,as\n10,30,55,70,77,woods\n50,89,92,94,95,town\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "lulc.tif", LAND, nodata=0)
    write(tmp_path / "soils.tif", np.array([[1, 1, 4], [2, 0, 2]], np.uint8), nodata=0)
    (tmp_path / "table.csv").write_text(TABLE)
    return tmp_path


def run(folder: Path, *options: str, table: str = "table.csv"):
    words = ["run", "runoff", *(str(folder / name) for name in ("lulc.tif", table, "out.tif")), *options]
    return CliRunner().invoke(main, words)


def held(number: float, rain: float) -> float:
    """The share held back, from the published equation."""
    potential = 25_400 / number - 254
    excess = rain - 0.2 * potential
    return 1 - (excess**2 / (rain + 0.8 * potential) if excess > 0 else 0) / rain


def test_the_soil_of_each_cell_decides(folder):
    done = run(folder, "--rain-mm", "90", "--soils", str(folder / "soils.tif"))
    assert done.exit_code == 0, done.output
    found = read(folder / "out.tif")
    expected = [[held(30, 90), held(89, 90), held(95, 90)], [held(55, 90), np.nan, np.nan]]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    mean = np.nanmean(expected)
    assert done.output.endswith(f"out.tif: {100 * mean:.1f} % of 90 mm held back, {36 * mean:.0f} of 36 m³\n")


def test_one_group_for_all_soil(folder):
    assert run(folder, "--rain-mm", "40", "--soil-group", "c").exit_code == 0
    np.testing.assert_allclose(
        read(folder / "out.tif")[0], [held(70, 40), held(94, 40), held(94, 40)], rtol=1e-6
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_the_tables_that_come_with_the_software_serve(folder, name):
    import gruenzug.engine.sources.landcover as landcover  # noqa: PLC0415

    table = Path(landcover.__file__).parent / "landcover_classes" / f"{name}_curve_numbers.csv"
    if name == "corine":
        write(folder / "lulc.tif", np.array([[23, 1, 41]], np.uint8))
    done = run(folder, "--rain-mm", "90", "--soil-group", "B", table=str(table))
    assert done.exit_code == 0, done.output
    share = read(folder / "out.tif")[0]
    np.testing.assert_allclose(share[:2], [held(55, 90), held(92, 90)], rtol=1e-6)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--rain-mm", "0", "--soil-group", "A"], "the rainfall must be above 0 mm"),
        (["--rain-mm", "40"], 'has no column "cn"'),
        (["--rain-mm", "40", "--soil-group", "E"], "is not one of"),
        ([], "Missing option"),
        (["--rain-mm", "40", "--soils", "soils.tif", "--soil-group", "A"], "leave out --soil-group"),
        (["--rain-mm", "40", "--soils", "lost.tif"], "does not exist"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(folder, options, sentence):
    done = run(folder, *(str(folder / word) if word.endswith(".tif") else word for word in options))
    assert done.exit_code == 2
    assert sentence in done.output
    assert not (folder / "out.tif").exists()
