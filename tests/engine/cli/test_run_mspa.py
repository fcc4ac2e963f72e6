"""`gruenzug run mspa`: codes, colours and shares; one sentence for each mistake; equality with the published program."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
import scipy.ndimage as nd
from click.testing import CliRunner
from rasterio.transform import from_origin

from gruenzug.engine.cli import main
from gruenzug.engine.layers.mspa import mspa
from gruenzug.engine.layers.mspa_work import Pattern

PEER = os.environ.get("GRUENZUG_MSPA_PYTHON")
"""An interpreter that has pyguidos, which is licensed under the GPL and runs as a program of its own."""

ASK = """
import sys, numpy as np
from pyguidos._mspa import _mspa
cases = np.load(sys.argv[1])
done = {}
for name in cases.files:
    _, connectivity, width, internal = name.split("-")
    done[name] = np.asarray(_mspa.mspa(cases[name], int(width), int(connectivity), 1, int(internal))[0])
np.savez(sys.argv[2], **done)
"""


def write(path: Path, cells: np.ndarray, **more) -> Path:
    rows, columns = cells.shape
    options = {"crs": "EPSG:25832", "transform": from_origin(380_000, 5_700_000, 10, 10), **more}
    with rasterio.open(
        path, "w", driver="GTiff", height=rows, width=columns, count=1, dtype=cells.dtype, **options
    ) as file:
        file.write(cells, 1)
    return path


def run(cover: Path, out: Path, *options: str):
    return CliRunner().invoke(main, ["run", "mspa", str(cover), str(out), *options])


def field(chance: np.random.Generator) -> np.ndarray:
    """Return foreground in blots of some size on background."""
    values = chance.random(chance.integers(20, 120, 2))
    values = nd.gaussian_filter(values, chance.choice([0.0, 0.6, 1.0, 2.0, 4.0]))
    return (values > np.quantile(values, chance.uniform(0.05, 0.6))).astype(np.uint8) + 1


def cut(cells: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return cells of which some are missing: strewn, in blots, a frame, or beyond a round region."""
    rows, columns = cells.shape
    y, x = np.ogrid[:rows, :columns]
    blots = nd.gaussian_filter(chance.random(cells.shape), 4.0)
    missing = (
        chance.random(cells.shape) < 0.05,
        blots > np.quantile(blots, 0.85),
        np.pad(np.zeros((rows - 6, columns - 6), np.bool_), 3, constant_values=True),
        np.hypot(y - rows / 2, x - columns / 2) > min(rows, columns) * 0.4,
    )[chance.integers(4)]
    return np.where(missing, np.uint8(0), cells)


@pytest.fixture
def square() -> np.ndarray:
    cells = np.ones((8, 8), np.uint8)
    cells[2:6, 2:6] = 2
    return cells


def test_codes_colours_and_shares(tmp_path, square):
    done = run(write(tmp_path / "cover.tif", square), tmp_path / "out.tif")
    assert done.exit_code == 0, done.output
    shares = (
        "core 25.0 %, islet 0.0 %, perforation 0.0 %, edge 75.0 %, loop 0.0 %, bridge 0.0 %, branch 0.0 %"
    )
    assert done.output == f"{tmp_path}/out.tif: 16 foreground cells: {shares}\n"
    with rasterio.open(tmp_path / "out.tif") as file:
        assert (file.read(1) == 17).sum() == 4
        assert (file.nodata, file.crs.to_epsg(), file.colormap(1)[17][:3]) == (129, 25832, (0, 200, 0))
        assert file.colormap(1)[35][:3] == (255, 0, 0)


def test_without_transition_connectors_in_edges_look_like_edges(tmp_path, square):
    run(write(tmp_path / "cover.tif", square), tmp_path / "out.tif", "--no-transition")
    with rasterio.open(tmp_path / "out.tif") as file:
        assert file.colormap(1)[35] == file.colormap(1)[3]
        assert file.colormap(1)[33][:3] == (255, 0, 0)


def test_what_the_file_declares_as_no_data_is_missing(tmp_path, square):
    square[3, 3] = 255
    done = run(write(tmp_path / "cover.tif", square, nodata=255), tmp_path / "out.tif")
    assert done.exit_code == 0, done.output
    with rasterio.open(tmp_path / "out.tif") as file:
        assert file.read(1)[3, 3] == 129


@pytest.mark.parametrize(
    ("cells", "options", "sentence"),
    [
        (
            np.full((4, 4), 3, np.uint8),
            (),
            "holds the value 3; a cover has 0 (missing), 1 (background) and 2",
        ),
        (np.ones((4, 4), np.float32), (), "holds real numbers"),
        (np.ones((4, 4), np.uint8), ("--edge-width", "0"), "1 to 30 cells, not 0"),
        (np.ones((4, 4), np.uint8), ("--scheduler", "tcp://x:1"), "runs on one machine"),
    ],
)
def test_mistakes_are_told_in_one_sentence(tmp_path, cells, options, sentence):
    done = run(write(tmp_path / "cover.tif", cells), tmp_path / "out.tif", *options)
    assert done.exit_code == 2
    assert sentence in done.output
    assert not (tmp_path / "out.tif").exists()


@pytest.mark.skipif(not PEER, reason="set GRUENZUG_MSPA_PYTHON to an interpreter that has pyguidos")
def test_equal_to_the_published_program(tmp_path):
    chance = np.random.default_rng(20261123)
    cases = {}
    for number in range(120):
        connectivity, width, cover = chance.choice([4, 8]), chance.integers(1, 5), field(chance)
        cases[f"{number}-{connectivity}-{width}-{number % 2}"] = cut(cover, chance) if number % 3 else cover
    np.savez(tmp_path / "cases.npz", **cases)
    words = [PEER, "-c", ASK, tmp_path / "cases.npz", tmp_path / "done.npz"]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    theirs = np.load(tmp_path / "done.npz")
    for name, cover in cases.items():
        _, connectivity, width, internal = (int(part) for part in name.split("-"))
        ours = mspa(cover, Pattern(connectivity, width, bool(internal)))
        np.testing.assert_array_equal(ours, theirs[name], err_msg=name)


@pytest.mark.real
def test_shares_of_the_published_example(tmp_path):
    folder = os.environ.get("GRUENZUG_DATA")
    if not folder or not (example := Path(folder) / "validation/gwb/example.tif").exists():
        pytest.skip("set GRUENZUG_DATA to a folder with validation/gwb/example.tif")
    done = run(example, tmp_path / "out.tif")
    assert "428,490 foreground cells: core 75.1 %, islet 3.3 %, perforation 2.2 %, edge 13.5 %" in done.output
    assert "loop 0.6 %, bridge 1.4 %, branch 3.9 %" in done.output
