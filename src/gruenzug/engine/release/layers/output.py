"""Where layers go, and what the manifest says of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from gruenzug.contract.text import Text
from gruenzug.engine.release.manifest import Facts, text
from gruenzug.engine.store.features import write_table


@dataclass(frozen=True)
class Output:
    """A folder, laid out as a release is, and which sources each table came from."""

    folder: Path
    sources_of: dict[str, list[str]]

    def sources(self, *tables: str) -> list[str]:
        """Return the ids of the sources of `tables`, each once."""
        return list(dict.fromkeys(key for name in tables for key in self.sources_of.get(name, [])))

    def vector(self, key: str, table: gpd.GeoDataFrame, title: Text, *tables: str) -> Facts:
        """Write a layer of features that come from `tables`; return its entry."""
        path = f"layers/{key}.parquet"
        write_table(self.folder / path, table)
        return _entry(key, path, "vector", title) | {"sources": self.sources(*tables)}

    def raster(self, key: str, title: Text, unit: str | None, *tables: str) -> Facts:
        """Return the entry of a raster that lies where `raster_path` says; classes have no unit."""
        entry = _entry(key, f"layers/{key}.tif", "raster", title) | ({"unit": unit} if unit else {})
        return entry | {"sources": self.sources(*tables)}

    def raster_path(self, key: str) -> Path:
        """Return the path of a raster."""
        return self.folder / f"layers/{key}.tif"

    def tiles_path(self, key: str) -> Path:
        """Return the path of an archive of tiles."""
        return self.folder / f"tiles/{key}.pmtiles"

    def tiles(
        self, key: str, title: Text, zooms: tuple[int, int], *tables: str, names: list[str] | None = None
    ) -> Facts:
        """Return the entry of an archive of vector tiles with the layers `names`, of raster tiles if None."""
        entry = _entry(key, f"tiles/{key}.pmtiles", "raster" if names is None else "vector", title)
        zoom = {"minzoom": zooms[0], "maxzoom": zooms[1]}
        return entry | {"layers": names or [], "legend": []} | zoom | {"sources": self.sources(*tables)}


def _entry(key: str, path: str, kind: str, title: Text) -> Facts:
    return {"id": key, "path": path, "kind": kind, "title": text(title)}
