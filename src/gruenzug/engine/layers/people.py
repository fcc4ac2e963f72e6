"""People as points: cell centres with thousandths of persons."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.layers.merge import GeometryArray

NOWHERE = -1  # index of the municipality of a point outside the region


@dataclass(frozen=True)
class People:
    """Where people live.

    Attributes
    ----------
    xy : ndarray of float64, shape (N, 2)
        Cell centres in EPSG:25832.
    persons_milli : ndarray of int64, shape (N,)
        Thousandths of persons, so that sums are exact.
    cell_m : ndarray of int64, shape (N,)
        Edge length of the census cell in metres.
    municipality : ndarray of int64, shape (N,)
        Index of the municipality around the centre, `NOWHERE` outside the region.
    """

    xy: FloatArray
    persons_milli: IntArray
    cell_m: IntArray
    municipality: IntArray

    @property
    def density_per_ha(self) -> FloatArray:
        """Persons per hectare of the cell."""
        return (self.persons_milli / 1000) / (self.cell_m.astype(np.float64) ** 2 / 10_000)

    def sum_by_municipality(self, count: int, mask: NDArray[np.bool_] | None = None) -> IntArray:
        """Return thousandths of persons per municipality, of those in `mask`."""
        chosen = self.municipality != NOWHERE
        if mask is not None:
            chosen &= mask
        sums = np.zeros(count, np.int64)
        np.add.at(sums, self.municipality[chosen], self.persons_milli[chosen])
        return sums


def people_of(table: gpd.GeoDataFrame, municipalities: GeometryArray) -> People:
    """Read points with `persons_milli` and `cell_m`, and find each one's municipality."""
    inhabited = table[table["persons_milli"] > 0]
    xy = shapely.get_coordinates(inhabited.geometry.to_numpy())
    order = np.lexsort([xy[:, 0], xy[:, 1]])
    return People(
        xy=np.ascontiguousarray(xy[order]),
        persons_milli=inhabited["persons_milli"].to_numpy(np.int64)[order],
        cell_m=inhabited["cell_m"].to_numpy(np.int64)[order],
        municipality=locate(xy[order], municipalities),
    )


def locate(xy: FloatArray, polygons: GeometryArray) -> IntArray:
    """Return the index of the polygon around each point, the first if on a border, else `NOWHERE`."""
    found = np.full(len(xy), NOWHERE, np.int64)
    shapely.prepare(polygons)
    for number, polygon in enumerate(polygons):
        west, south, east, north = polygon.bounds
        near = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
        open_ = np.flatnonzero(near & (found == NOWHERE))
        found[open_[shapely.intersects_xy(polygon, xy[open_, 0], xy[open_, 1])]] = number
    return found


def within_extent(xy: FloatArray, extent: shapely.Geometry | None) -> NDArray[np.bool_]:
    """Return which points a source speaks of; None as `extent` means everywhere."""
    if extent is None:
        return np.ones(len(xy), np.bool_)
    shapely.prepare(extent)
    inside: NDArray[np.bool_] = shapely.intersects_xy(extent, xy[:, 0], xy[:, 1])
    return inside
