"""Bands: a job gives the same whatever the bands and threads, and a file is the same byte for byte."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gruenzug.engine.bands import (
    ArraySink,
    ArraySource,
    AsClasses,
    AsFloat,
    Job,
    Layer,
    Workers,
    plan_bands,
    raster_sink,
    raster_source,
    run_bands,
)
from gruenzug.engine.errors import GridError, SourceError, UserError

from .rasters import read, write


def window_sum(piece, values, more):
    """Sum the 5 x 5 cells around, and tell where the piece began."""
    rows, columns = piece.shape
    total = sum(values[y : y + rows, x : x + columns] for y in range(5) for x in range(5))
    return (total + more[2 : 2 + rows, 2 : 2 + columns],), (piece.first_row, int(total.sum()))


def fails(piece, values):
    raise GridError("row 7 is wrong")


def by_definition(values, more):
    padded = np.pad(values, 2, constant_values=7)
    rows, columns = values.shape
    return sum(padded[y : y + rows, x : x + columns] for y in range(5) for x in range(5)) + more


@settings(deadline=None, max_examples=50)
@given(
    rows=st.integers(1, 40),
    columns=st.integers(1, 900),
    band=st.integers(1, 45),
    threads=st.integers(1, 3),
    seed=st.integers(0, 1000),
)
def test_bands_and_threads_do_not_show(rows, columns, band, threads, seed):
    values, more = np.random.default_rng(seed).integers(0, 99, (2, rows, columns))
    job = Job(window_sum, (ArraySource.of(values, 7), ArraySource.of(more, 0)), 2, (Layer("int64"),))
    sink = ArraySink.like(job.inputs[0].frame, "int64")
    partials = run_bands(job, (sink,), Workers(threads, band_rows=band))
    expected = by_definition(values, more)
    np.testing.assert_array_equal(sink.values, expected)
    assert [first for first, _ in partials] == sorted(first for first, _ in partials)
    assert sum(total for _, total in partials) == (expected - more).sum()


def test_a_file_is_the_same_byte_for_byte(tmp_path):
    values = np.random.default_rng(1).random((700, 530)).astype(np.float32)
    source = raster_source(write(tmp_path / "in.tif", values))
    job = Job(_same, (source,), 0, (Layer("float32", float("nan")),))
    found = set()
    for band, threads in ((None, 2), (1000, 1), (256, 2), (250, 1), (33, 2)):
        path = tmp_path / f"out{band}.tif"
        with raster_sink(path, source.frame, job.outputs[0], threads) as sink:
            run_bands(job, (sink,), Workers(threads, band_rows=band))
        np.testing.assert_array_equal(read(path), values)
        found.add(sha256(path.read_bytes()).hexdigest())
    assert len(found) == 1


def _same(piece, values):
    return (values,), None


def test_each_band_gets_its_extra():
    values = np.zeros((10, 3), np.int64)
    job = Job(
        _plus, (ArraySource.of(values, 0),), 0, (Layer("int64"),), whole_rows=True, extra=(10, 20, 30, 40)
    )
    sink = ArraySink.like(job.inputs[0].frame, "int64")
    run_bands(job, (sink,), Workers(2, band_rows=3))
    assert sink.values[:, 0].tolist() == [10] * 3 + [20] * 3 + [30] * 3 + [40]


def _plus(piece, values, extra):
    return (values + extra,), None


def test_the_first_mistake_is_told():
    job = Job(fails, (ArraySource.of(np.zeros((50, 4), np.int64), 0),))
    with pytest.raises(GridError, match="row 7 is wrong"):
        run_bands(job, (), Workers(2, band_rows=5))


def test_bands_fit_in_memory_however_wide_the_raster():
    class Wide:
        frame = ArraySource.of(np.zeros((1, 1)), 0).frame.__class__(60_000, 60_000, 0, 0, 10, 10)
        dtype = "uint8"

    job = Job(_same, (Wide(), Wide()), 30, (Layer("float32"), Layer("float32")))
    rows = plan_bands(job, Workers())[0].last
    assert 3 * (rows + 60) * 60_000 * 10 < 400e6
    assert plan_bands(job, Workers())[-1].last == 60_000


def test_classes_are_looked_up_and_strangers_refused():
    codes = np.array([[5, 9, 7], [5, 0, 9]], np.int32)
    assert AsClasses((9, 5, 7), "a.tif")(codes, 0).tolist() == [[1, 0, 2], [1, 255, 0]]
    assert AsClasses((9, 5), "a.tif", others=3)(codes.astype(np.uint8), None).tolist() == [
        [1, 0, 3],
        [1, 3, 0],
    ]
    assert AsClasses((9, 5, 7), "a.tif")(codes.astype(np.float32), 0.0).tolist() == [[1, 0, 2], [1, 255, 0]]
    with pytest.raises(GridError, match=r"a\.tif holds the code 7, which t\.csv does not list"):
        AsClasses((9, 5), "a.tif", "t.csv")(codes, 0)
    with pytest.raises(GridError, match="whole numbers"):
        AsClasses((9, 5), "a.tif", "t.csv")(np.array([[5.5]]), None)


def test_no_data_becomes_nan():
    values = np.array([[1.0, -9999.0], [np.inf, np.nan]], np.float32)
    np.testing.assert_array_equal(AsFloat("float32")(values, -9999.0), [[1.0, np.nan], [np.nan, np.nan]])


def test_broken_files_are_refused_in_one_sentence(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        raster_source(tmp_path / "none.tif")
    (tmp_path / "text.tif").write_text("not a raster")
    with pytest.raises(SourceError, match="cannot be read as a raster"):
        raster_source(tmp_path / "text.tif")
    whole = write(tmp_path / "whole.tif", np.random.default_rng(0).random((600, 600)))
    cut = tmp_path / "cut.tif"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(SourceError, match=r"cut\.tif cannot be read"):
        run_bands(
            Job(_same, (raster_source(cut),), 0, (Layer("float64"),)), (ArraySink(np.zeros((600, 600))),)
        )


def test_impossible_workers_are_refused():
    with pytest.raises(UserError, match="threads"):
        Workers(-1)
    with pytest.raises(UserError, match="at least 1 row"):
        Workers(band_rows=0)
