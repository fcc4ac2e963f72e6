"""Rasters of values, and the table of disconnected ground: what is known, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from rasterio.transform import from_origin

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.landcover import SHIPPED
from gruenzug.engine.sources.request import Request
from gruenzug.engine.sources.values import known
from tests.engine.sources.samples import (
    WITTEN,
    X,
    Y,
    disconnection,
    evapotranspiration,
    imperviousness,
    landcover,
    raster,
    soil_groups,
    spec,
)


def test_values_that_cannot_be_meant_are_unknown(tmp_path):
    found = read_source(imperviousness(tmp_path)).rasters["imperviousness"]
    assert (found.cell, found.tells) == ("10 m", ("imperviousness",))
    values = np.array([0, 100, 101, 254, 255])
    assert known(values, 255, found).tolist() == [True, True, False, False, False]


@pytest.mark.parametrize(("sample", "strange"), [(imperviousness, 254), (soil_groups, 9)])
def test_a_raster_of_something_else_is_refused(tmp_path, sample, strange):
    source = sample(tmp_path)
    raster(
        source.path, np.full((2, 2), strange, np.uint8), transform=from_origin(X, Y + 20, 10, 10), nodata=0
    )
    with pytest.raises(SourceError, match=f"holds {strange} and no value from .* to .*; name a raster"):
        read_source(source)


def test_only_what_is_near_the_region_is_looked_at(tmp_path):
    source = imperviousness(tmp_path)
    far = np.full((2, 900), 254, np.uint8)
    far[:, -1] = 50
    raster(source.path, far, transform=from_origin(X, Y + 20, 10, 10), nodata=255)
    read_source(source)
    near = Request(frozenset({"imperviousness"}), (X, Y, X + 10, Y + 10))
    with pytest.raises(SourceError, match="holds 254"):
        read_source(source, near)


def test_shares_instead_of_per_cent_are_refused(tmp_path):
    source = imperviousness(tmp_path)
    raster(source.path, np.full((2, 2), 0.5, np.float32), transform=from_origin(X, Y + 20, 10, 10))
    with pytest.raises(SourceError, match="the kind imperviousness is one band of whole numbers"):
        read_source(source)
    assert read_source(evapotranspiration(tmp_path)).rasters["evapotranspiration"].high > 1e38


def test_a_municipality_without_both_numbers_is_unknown(tmp_path):
    dataset = read_source(disconnection(tmp_path))
    assert dataset.tables["disconnection"].to_numpy().tolist() == [[WITTEN, 800.0, 120.5]]
    assert dataset.notes[0].en == "Without disconnected areas: 05954020."


def test_more_disconnected_than_sealed_is_refused(tmp_path):
    source = disconnection(tmp_path)
    source.path.write_text(f"ags,sealed_ha,disconnected_ha\n{WITTEN},80,120.5\n", "utf-8")
    with pytest.raises(SourceError, match=r"05954036 has 120.5 ha disconnected of 80 ha sealed; expected"):
        read_source(source)


@pytest.mark.parametrize("name", SHIPPED)
def test_classes_that_come_with_the_software_say_what_they_do_with_rain_and_heat(name, tmp_path):
    source = landcover(tmp_path)
    codes = [[10, 10]] if name == "worldcover" else [[23, 23]]
    raster(source.path, np.array(codes, np.uint8), transform=from_origin(X, Y + 20, 10, 10))
    source.options["classes"] = name
    cover = read_source(source).rasters["landcover"]
    assert {"landcover", "curve_numbers", "cooling"} <= set(cover.tells)
    for table in (cover.curve_numbers, cover.cooling):
        rows = table.read_text("utf-8").splitlines()[1:]
        assert {int(row.split(",")[0]) for row in rows} == set(cover.classes)


def test_classes_of_ones_own_say_nothing_of_rain_unless_they_do(tmp_path):
    source = landcover(tmp_path)
    (tmp_path / "own.csv").write_text("code,de,en,element\n10,a,a,\n30,b,b,\n50,c,c,\n80,d,d,\n")
    (tmp_path / "rain.csv").write_text("lucode,cn_a,cn_b,cn_c,cn_d\n10,30,55,70,77\n")
    bare = spec("landcover", source.path, classes="own.csv")
    assert read_source(bare).rasters["landcover"].tells == ("landcover",)
    told = spec("landcover", source.path, classes="own.csv", curve_numbers="rain.csv")
    dataset = read_source(told)
    assert dataset.rasters["landcover"].tells == ("landcover", "curve_numbers")
    assert dataset.files == [source.path, tmp_path / "rain.csv"]
    lost = spec("landcover", source.path, classes="own.csv", cooling="lost.csv")
    with pytest.raises(SourceError, match=r"lost\.csv does not exist"):
        read_source(lost)
