"""Every reader tells every fault of its file in one sentence that names the file."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources import read_source
from tests.engine.sources.samples import SAMPLES, X, Y, raster

VECTORS = [
    "vg250",
    "boundaries",
    "kreise",
    "tree-geojson",
    "green-areas",
    "burden-areas",
    "hazard-areas",
    "playgrounds",
]
TEXTS = ["zensus-csv", "population-csv", "area-csv", "tree-csv", "disconnection-csv"]
COLUMN = {
    "zensus-csv": "Einwohner",
    "zensus-parquet": "Einwohner",
    "vg250": "GEN",
    "boundaries": "GN",
    "kreise": "BEZ",
    "population-csv": "total",
    "area-csv": "veg_forrest",
    "tree-csv": "art",
    "tree-geojson": "art",
    "green-areas": "typ",
    "burden-areas": "category",
    "hazard-areas": "szenario",
    "playgrounds": "kategorie",
    "disconnection-csv": "sealed_ha",
}


@pytest.fixture(params=sorted(SAMPLES))
def sample(request, tmp_path):
    return SAMPLES[request.param](tmp_path)


def refusal(spec) -> str:
    with pytest.raises(SourceError) as caught:
        read_source(spec)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert ("; " in sentence) or ("expected" in sentence), f"no remedy in: {sentence}"
    return sentence


def test_the_sample_itself_is_read(sample):
    dataset = read_source(sample)
    assert dataset.files
    assert dataset.rasters or all(
        len(table) for name, table in dataset.tables.items() if name in ("green", "trees")
    )


def test_a_missing_file(sample):
    sample.path.unlink()
    assert f"{sample.path} does not exist" in refusal(sample)


def test_a_folder_instead_of_a_file(sample):
    sample.path.unlink()
    sample.path.mkdir()
    assert "is a folder" in refusal(sample)


def test_an_empty_file(sample):
    sample.path.write_bytes(b"")
    assert f"{sample.path} is empty" in refusal(sample)


def test_a_file_of_another_format(sample):
    sample.path.write_bytes(b"<!DOCTYPE html><html><title>404</title></html>" * 50)
    assert str(sample.path) in refusal(sample)


def test_random_bytes(sample):
    sample.path.write_bytes(np.random.default_rng(1).bytes(5000))
    assert str(sample.path) in refusal(sample)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize(
    "kind", sorted(set(SAMPLES) - {"zensus-csv", "population-csv", "area-csv", "tree-csv"})
)
def test_a_truncated_file(kind, share, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    body = spec.path.read_bytes()
    spec.path.write_bytes(body[: int(len(body) * share)])
    assert str(spec.path) in refusal(spec)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_that_ends_within_a_row(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    body = spec.path.read_text("utf-8")
    spec.path.write_text(body[: body.rstrip().rindex(";" if ";" in body else ",")], "utf-8")
    sentence = refusal(spec)
    assert str(spec.path) in sentence
    assert "truncated" in sentence


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_with_a_header_alone(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    spec.path.write_text(spec.path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert "has a header but no rows" in refusal(spec)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_in_utf_16(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    spec.path.write_text(spec.path.read_text("utf-8"), "utf-16")
    assert "UTF-16" in refusal(spec)


@pytest.mark.parametrize("kind", ["population-csv", "area-csv", "tree-csv"])
def test_a_text_in_another_encoding_names_the_line(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    spec.path.write_text(spec.path.read_text("utf-8").rstrip("\n") + "ü\n", "latin-1")
    sentence = refusal(spec)
    assert "byte 0xfc is not utf-8" in sentence
    assert f"line {len(spec.path.read_bytes().splitlines())}" in sentence


def test_a_census_file_in_windows_1252_is_read_all_the_same(tmp_path):
    spec = SAMPLES["zensus-csv"](tmp_path)
    expected = read_source(spec).tables["population"]
    spec.path.write_text(spec.path.read_text("utf-8"), "cp1252")
    pd.testing.assert_frame_equal(read_source(spec).tables["population"], expected)


@pytest.mark.parametrize("kind", [*TEXTS, "zensus-parquet"])
def test_a_table_without_a_column(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    if kind == "zensus-parquet":
        pd.read_parquet(spec.path).rename(columns={COLUMN[kind]: "anders"}).to_parquet(spec.path)
    else:
        spec.path.write_text(spec.path.read_text("utf-8").replace(COLUMN[kind], "anders"), "utf-8")
    assert f'{spec.path} has no column "{COLUMN[kind]}"; it has' in refusal(spec)


@pytest.mark.parametrize("kind", VECTORS)
def test_a_vector_file_without_a_column(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    _rewrite(spec, lambda rows: rows.rename(columns={COLUMN[kind]: "anders"}))
    assert f'has no column "{COLUMN[kind]}"' in refusal(spec)


@pytest.mark.parametrize("kind", ["vg250", "boundaries", "green-areas", "burden-areas", "playgrounds"])
def test_degrees_that_call_themselves_metres(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    _rewrite(spec, lambda rows: rows.to_crs(4326).set_crs(25832, allow_override=True))
    assert "do not fit the coordinate system" in refusal(spec)


@pytest.mark.parametrize("kind", ["kreise", "tree-geojson"])
def test_metres_that_call_themselves_degrees(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    _rewrite(spec, lambda rows: rows.to_crs(25832).set_crs(4326, allow_override=True))
    assert "do not fit the coordinate system" in refusal(spec)


@pytest.mark.parametrize("kind", ["vg250", "boundaries", "green-areas", "burden-areas", "playgrounds"])
def test_a_vector_file_without_coordinate_system(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    _rewrite(spec, lambda rows: rows.set_crs(None, allow_override=True))
    assert "does not say its coordinate system" in refusal(spec)


@pytest.mark.parametrize("kind", VECTORS)
def test_a_vector_file_without_rows(kind, tmp_path):
    spec = SAMPLES[kind](tmp_path)
    _rewrite(spec, lambda rows: rows.iloc[:0])
    assert str(spec.path) in refusal(spec)


def test_a_shapefile_without_its_parts(tmp_path):
    spec = SAMPLES["playgrounds"](tmp_path)
    spec.path.with_suffix(".shx").unlink()
    spec.path.with_suffix(".dbf").unlink()
    assert str(spec.path) in refusal(spec)


def test_census_cells_off_the_grid(tmp_path):
    spec = SAMPLES["zensus-csv"](tmp_path)
    spec.path.write_text(spec.path.read_text("utf-8").replace(";4138950;", ";4138951;"), "utf-8")
    sentence = refusal(spec)
    assert "row 3" in sentence
    assert "is not the centre of a 100 m cell in EPSG:3035" in sentence


def test_census_cells_in_another_coordinate_system(tmp_path):
    spec = SAMPLES["zensus-parquet"](tmp_path)
    cells = pd.read_parquet(spec.path).assign(x=385_500, y=5_703_500)
    cells.to_parquet(spec.path)
    assert "lies outside Europe" in refusal(spec)


def test_a_raster_without_coordinate_system(tmp_path):
    spec = SAMPLES["landcover"](tmp_path)
    raster(spec.path, np.full((2, 2), 10, dtype=np.uint8), crs=None)
    assert "does not say its coordinate system" in refusal(spec)


def test_a_raster_that_lies_elsewhere(tmp_path):
    spec = SAMPLES["landcover"](tmp_path)
    raster(
        spec.path,
        np.full((2, 2), 10, np.uint8),
        transform=rasterio.transform.from_origin(7.3, 51.5, 1e-4, 1e-4),
    )
    assert "give the raster its true coordinate system" in refusal(spec)


def test_a_raster_of_measurements(tmp_path):
    spec = SAMPLES["landcover"](tmp_path)
    raster(
        spec.path,
        np.full((2, 2), 1.5, dtype=np.float32),
        transform=rasterio.transform.from_origin(X, Y, 10, 10),
    )
    assert "one band of whole numbers" in refusal(spec)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_shapefile_with_truncated_attributes(tmp_path, share):
    spec = SAMPLES["playgrounds"](tmp_path)
    table = spec.path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[: int(table.stat().st_size * share)])
    assert str(spec.path) in refusal(spec)


def _rewrite(spec, change) -> None:
    """Write the file anew with its rows changed."""
    layer = {"layer": "vg250_gem"} if spec.kind == "vg250" else {}
    rows = change(gpd.read_file(spec.path, **layer))
    for old in (spec.path, spec.path.with_suffix(".prj")):
        old.unlink(missing_ok=True)
    rows.to_file(spec.path, **layer)
