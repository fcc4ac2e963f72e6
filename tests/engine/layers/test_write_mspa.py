"""Morphology on files: what is refused names the file, in whatever band it comes, and leaves no file behind."""

from __future__ import annotations

import numpy as np
import pytest

from gruenzug.engine.bands import Workers
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.layers.mspa import mspa, write_mspa
from gruenzug.engine.layers.mspa_work import Pattern
from tests.engine.bands.rasters import read, write


@pytest.fixture
def cells() -> np.ndarray:
    cells = np.ones((30, 20), np.int16)
    cells[5:25, 4:16] = 2
    return cells


def refusal(cover, out, *, error=GridError, workers=None) -> str:
    with pytest.raises(error) as caught:
        write_mspa(cover, out, Pattern(), workers=workers)
    assert not out.exists()
    return str(caught.value)


def test_a_stray_value_of_the_last_band_is_named_with_its_file(tmp_path, cells):
    cells[29, 19] = 300  # 44 in a byte: it must not be taken for something else
    cover = write(tmp_path / "cover.tif", cells)
    said = refusal(cover, tmp_path / "out.tif", workers=Workers(1, band_rows=7))
    assert said == f"{cover} holds the value 300; a cover has 0 (missing), 1 (background) and 2 (foreground)"


def test_values_that_a_byte_would_take_for_a_class_are_refused(tmp_path, cells):
    for value in (258, -254, -1):
        cells[0, 0] = value
        assert f"the value {value};" in refusal(write(tmp_path / "cover.tif", cells), tmp_path / "out.tif")


def test_no_data_may_be_any_value_and_counts_as_missing(tmp_path, cells):
    cells[0, 0], plain = -9999, cells.copy()
    plain[0, 0] = 0
    found = write_mspa(write(tmp_path / "cover.tif", cells, nodata=-9999), tmp_path / "out.tif", Pattern())
    written = read(tmp_path / "out.tif")
    np.testing.assert_array_equal(written, mspa(plain.astype(np.uint8), Pattern()))
    assert written[0, 0] == 129
    np.testing.assert_array_equal(found, np.bincount(written.ravel(), minlength=256))


def test_real_numbers_a_scheduler_and_a_missing_file_are_refused(tmp_path, cells):
    out = tmp_path / "out.tif"
    assert "holds real numbers" in refusal(write(tmp_path / "real.tif", cells.astype("f4")), out)
    cover = write(tmp_path / "cover.tif", cells)
    assert "runs on one machine" in refusal(cover, out, workers=Workers(scheduler="tcp://nowhere:1"))
    assert "does not exist" in refusal(tmp_path / "none.tif", out, error=SourceError)
