"""Pattern and network as layers: what one downloads says the same as the figures."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from pmtiles.reader import MmapSource, Reader
from shapely import box

from gruenzug.engine.kernels.mspa_codes import UNKNOWN, class_cells, colours
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.layers.patterns import _ranks, network_layers, pattern_layers
from tests.engine.regions import green, region, values

_WOODS = "habitat-network"


@pytest.fixture(scope="module")
def layers():
    woods = [
        box(1000, 1000, 2000, 2000), box(2400, 1000, 3400, 2000), box(2000, 1400, 2400, 1450),
        box(9900, 5000, 10_900, 6000), box(-900, 5000, 500, 6000), box(4200, 1000, 4600, 1400),
    ]  # fmt: skip
    return region(green=green([("forest", shape) for shape in woods]))


@pytest.fixture(scope="module")
def written(layers, tmp_path_factory) -> tuple[Path, dict[str, dict]]:
    folder = tmp_path_factory.mktemp("release")
    for name in ("layers", "tiles"):
        (folder / name).mkdir()
    output = Output(folder, {"green": ["osm"], "municipalities": ["vg250"]})
    entries = [*pattern_layers(layers, output), *network_layers(layers, output)]
    return folder, {entry["path"]: entry for entry in entries}


def test_the_cells_of_the_layer_are_those_of_the_figures(layers, written):
    folder, entries = written
    with rasterio.open(folder / "layers/morphology.tif") as raster:
        codes = raster.read(1)
        assert raster.nodata == UNKNOWN
        assert raster.colormap(1)[17][:3] == colours(transition=True)[17]
        assert raster.crs.to_epsg() == 25832
    assert (codes != UNKNOWN).sum() == 2000 * 1000  # cells of 10 m in 20 km x 10 km
    cells = class_cells(np.bincount(codes.ravel(), minlength=256))
    found = values("morphology", layers, "r")
    for name, count in cells.items():
        assert found[name] == pytest.approx(100 * count / sum(cells.values()))
    assert cells["bridge"] > 0
    assert entries["layers/morphology.tif"]["sources"] == ["osm", "vg250"]


def test_the_map_shows_the_seven_classes_with_a_legend(written):
    folder, entries = written
    entry = entries["tiles/morphology.pmtiles"]
    assert [row["title"]["de"] for row in entry["legend"]] == [
        "Kern", "Insel", "Lochrand", "Rand", "Schleife", "Brücke", "Ast",
    ]  # fmt: skip
    with (folder / entry["path"]).open("rb") as file:
        header = Reader(MmapSource(file)).header()
    assert (header["min_zoom"], header["max_zoom"]) == (entry["minzoom"], entry["maxzoom"])


def test_the_network_lists_woods_links_and_what_they_are_worth(layers, written):
    folder, entries = written
    patches = gpd.read_parquet(folder / "layers/habitat-network.parquet")
    links = gpd.read_parquet(folder / "layers/habitat-network-links.parquet")
    assert patches["area_m2"].tolist() == [2_020_000, 160_000, 1_400_000, 1_000_000]
    assert links[["one", "two"]].values.tolist() == [[0, 1]]
    assert links["metres"].tolist() == [800]
    assert patches["dPC"].sum() > 100  # what two share counts for both
    reached = (patches["area_m2"] * patches["reached_ha"]).sum() / 1e4
    assert f"{reached**0.5:,.0f} ha" in entries["layers/habitat-network.parquet"]["note"]["en"]
    assert values("connectivity", layers, "r")["patch"] > 100


def test_the_map_tells_bottlenecks_from_the_rest(written):
    folder, entries = written
    entry = entries["tiles/habitat-network.pmtiles"]
    assert entry["kind"] == "vector"
    assert sorted(entry["layers"]) == ["links", "patches"]
    assert len(entry["legend"]) == 3
    with (folder / "tiles/habitat-network.pmtiles").open("rb") as file:
        layers = Reader(MmapSource(file)).metadata()["vector_layers"]
    assert {layer["id"]: layer["fields"]["class"] for layer in layers} == {
        "links": "Number",
        "patches": "Number",
    }
    # two woods with one link between them: nothing goes through a wood, all goes over the link
    found = {
        name: gpd.read_parquet(folder / f"layers/{name}.parquet") for name in (_WOODS, f"{_WOODS}-links")
    }
    assert _ranks(found[_WOODS]).tolist() == [2, 2, 2, 2]
    assert _ranks(found[f"{_WOODS}-links"]).tolist() == [0]
