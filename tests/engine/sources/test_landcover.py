"""Land cover: shares by cell centre, in whatever coordinate system the raster is."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from rasterio.transform import from_bounds, from_origin
from shapely import box

from gruenzug.contract.elements import elements
from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.request import Request
from tests.engine.sources.samples import CRS, X, Y, landcover, raster, rectangle, spec


def cover(source, request=None):
    return read_source(source, request).rasters["landcover"]


def series(*shapes):
    return gpd.GeoSeries(list(shapes), crs=CRS)


def test_shares_count_cells_whose_centre_is_inside(tmp_path):
    # the sample:  10 10 30  0
    #              10 50 30 80   with cells of 10 m
    shares = cover(landcover(tmp_path)).shares(series(rectangle(0, 0, 20, 20), rectangle(14, 4, 20, 20)))
    assert shares.loc[0, [10, 50, "known"]].tolist() == [0.75, 0.25, 1.0]
    assert shares.loc[1, [10, 30, 50, 80]].tolist() == [0.25, 0.5, 0.25, 0.0]


def test_cells_without_data_are_not_shared_out(tmp_path):
    shares = cover(landcover(tmp_path)).shares(series(rectangle(30, 0, 10, 20)))
    assert shares.loc[0, 80] == 1.0
    assert shares.loc[0, "known"] == 0.5


def test_beyond_the_raster_nothing_is_known(tmp_path):
    shares = cover(landcover(tmp_path)).shares(series(rectangle(500, 500, 20, 20), rectangle(-20, 0, 40, 20)))
    assert shares.loc[0, "known"] == 0.0
    assert shares.loc[0].drop("known").isna().all()
    assert shares.loc[1, "known"] == 0.5
    assert shares.loc[1, 10] == 0.75


@pytest.mark.parametrize("crs", ["EPSG:3035", "EPSG:4326", "EPSG:25832"])
def test_a_polygon_is_moved_to_the_raster_wherever_that_is(tmp_path, crs):
    whole = series(rectangle(0, 0, 20_000, 20_000))
    west, south, east, north = whole.to_crs(crs).total_bounds
    size = 400
    transform = from_bounds(west, south, east, north, size, size)
    columns, rows = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5)
    points = gpd.GeoSeries.from_xy(
        west + (east - west) * columns.ravel() / size, north - (north - south) * rows.ravel() / size, crs=crs
    ).to_crs(CRS)
    codes = np.where(points.x < X + 5_000, 10, 50).reshape(size, size).astype(np.uint8)
    path = tmp_path / "cover.tif"
    raster(path, codes, transform=transform, crs=crs)
    shares = cover(spec("landcover", path, classes="worldcover")).shares(whole)
    assert shares.loc[0, 10] == pytest.approx(0.25, abs=0.002)


def test_bands_of_rows_do_not_show(tmp_path, monkeypatch):
    codes = np.random.default_rng(3).choice(np.array([10, 30, 50], np.uint8), (300, 200))
    path = tmp_path / "cover.tif"
    raster(path, codes, transform=from_origin(X, Y + 3000, 10, 10))
    place = series(rectangle(200, 100, 1500, 2700).buffer(50))
    source = spec("landcover", path, classes="worldcover")
    whole = cover(source).shares(place)
    monkeypatch.setattr("gruenzug.engine.sources.landcover._BAND_ROWS", 7)
    assert cover(source).shares(place).equals(whole)


def test_a_value_the_table_does_not_explain_is_told(tmp_path):
    source = landcover(tmp_path)
    with pytest.raises(SourceError, match="holds the values 50, 80, which the table corine does not explain"):
        cover(spec("landcover", source.path, classes="corine"))


def test_only_values_within_reach_need_a_meaning(tmp_path):
    path = tmp_path / "cover.tif"
    codes = np.full((10, 3000), 10, np.uint8)
    codes[:, -1] = 77
    raster(path, codes, transform=from_origin(X, Y + 100, 10, 10))
    source = spec("landcover", path, classes="worldcover")
    near = Request(frozenset({"landcover"}), (X, Y, X + 10, Y + 10))
    assert cover(source, near).codes == (10,)
    with pytest.raises(SourceError, match="holds the values 77"):
        cover(source)


def test_a_class_table_of_ones_own(tmp_path):
    source = landcover(tmp_path)
    table = tmp_path / "klassen.csv"
    table.write_text(
        "code,de,en,element\n10,Baum,Tree,forest\n30,Gras,Grass,\n50,Haus,House,\n80,See,Lake,\n", "utf-8"
    )
    classes = cover(spec("landcover", source.path, classes="klassen.csv")).classes
    assert classes[10].element == "forest"
    assert classes[50].element is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("code,de,en\n10,a,b\n", 'no column "element"'),
        ("code,de,en,element\nx,a,b,\n", 'row 2: the code "x" is no number'),
        ("code,de,en,element\n10,a,b,\n10,a,b,\n", "row 3"),
        ("code,de,en,element\n10,a,b,lawn\n", '"lawn" is no element'),
    ],
)
def test_a_faulty_class_table_is_told(tmp_path, text, complaint):
    source = landcover(tmp_path)
    (tmp_path / "klassen.csv").write_text(text, "utf-8")
    with pytest.raises(SourceError, match=complaint):
        cover(spec("landcover", source.path, classes="klassen.csv"))


@pytest.mark.parametrize(
    ("name", "codes"), [("corine", range(1, 45)), ("worldcover", [*range(10, 100, 10), 95, 100])]
)
def test_the_shipped_tables_are_complete(tmp_path, name, codes):
    path = tmp_path / "cover.tif"
    raster(path, np.array([list(codes)], dtype=np.uint8), transform=from_origin(X, Y, 10, 10), nodata=255)
    classes = cover(spec("landcover", path, classes=name)).classes
    assert set(classes) == set(codes)
    assert all(entry.de and entry.en for entry in classes.values())
    assert {entry.element for entry in classes.values() if entry.element} <= set(elements())


def test_the_extent_is_the_outline_of_the_raster(tmp_path):
    assert read_source(landcover(tmp_path)).extent.bounds == box(X, Y, X + 40, Y + 20).bounds


def test_only_classes_that_show_single_crowns_are_canopy(tmp_path):
    source = landcover(tmp_path)
    assert cover(source).canopy == (10,)
    table = tmp_path / "klassen.csv"
    table.write_text(
        "code,de,en,element,canopy\n10,Baum,Tree,forest,yes\n30,Gras,Grass,grass,\n50,a,b,,\n80,a,b,,\n"
    )
    assert cover(spec("landcover", source.path, classes="klassen.csv")).canopy == (10,)
    table.write_text("code,de,en,element,canopy\n10,Baum,Tree,forest,ja\n")
    with pytest.raises(SourceError, match='row 2: canopy is "ja"; write yes or leave it empty'):
        cover(spec("landcover", source.path, classes="klassen.csv"))
