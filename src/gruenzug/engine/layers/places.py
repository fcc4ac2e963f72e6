"""Municipalities as polygons, with the part of each that the sources reach."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.kernels.segments import IntArray
from gruenzug.engine.layers.merge import GeometryArray, area_dm2


@dataclass(frozen=True)
class Municipalities:
    """The municipalities of a region, ordered by AGS.

    Attributes
    ----------
    ags, name, kreis, kreis_name : ndarray of str, shape (M,)
        Keys and names as published; `kreis` is the first five digits of `ags`.
    polygons : ndarray of shapely geometries, shape (M,)
        In EPSG:25832.
    inhabitants : ndarray of int64, shape (M,)
        Official number; 0 if no statistics were given.
    """

    ags: NDArray[np.str_]
    name: NDArray[np.str_]
    kreis: NDArray[np.str_]
    kreis_name: NDArray[np.str_]
    polygons: GeometryArray
    inhabitants: IntArray

    def __len__(self) -> int:
        return len(self.ags)

    @cached_property
    def area_dm2(self) -> IntArray:
        """Areas of the polygons in square decimetres."""
        return area_dm2(self.polygons)

    def covered_by(self, extents: list[shapely.Geometry]) -> GeometryArray:
        """Return the part of each municipality inside all `extents`."""
        parts = self.polygons
        for extent in extents:
            parts = shapely.intersection(parts, extent)
        return parts


def municipalities_of(table: gpd.GeoDataFrame, inhabitants: dict[str, int]) -> Municipalities:
    """Read the table `municipalities`, with official numbers of inhabitants by AGS."""
    table = table.sort_values("ags")
    ags = table["ags"].to_numpy(dtype=str)
    return Municipalities(
        ags=ags,
        name=table["name"].to_numpy(dtype=str),
        kreis=table["kreis"].to_numpy(dtype=str),
        kreis_name=table["kreis_name"].to_numpy(dtype=str),
        polygons=table.geometry.to_numpy(),
        inhabitants=np.array([inhabitants.get(key, 0) for key in ags], dtype=np.int64),
    )
