"""People at home: those of a census cell shared among the residential buildings in it."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.grid import CENSUS_CRS, CRS, transform
from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.layers.merge import area_dm2
from gruenzug.engine.layers.people import People
from gruenzug.engine.sources.dasymetric import shares

_NONE = -1


class Homes(NamedTuple):
    """People at home.

    Attributes
    ----------
    people : People
        One point for each home.
    building : ndarray of int64, shape (N,)
        Row of the home in the table of buildings; -1 for those at the centre
        of a cell without any.
    """

    people: People
    building: IntArray


def at_home(people: People, buildings: gpd.GeoDataFrame) -> Homes:
    """Return the same people at the residential buildings of their cells.

    Parameters
    ----------
    people : People
        Cells of the census.
    buildings : GeoDataFrame
        Table `buildings`; a building belongs to the cell its centroid is in.

    Returns
    -------
    Homes
        Per building its share of the cell's people, by the area it stands
        on, in whole thousandths that add up to the cell's; a cell without
        any residential building keeps its people at its centre. Everyone
        stays in the municipality of the cell.
    """
    row = np.flatnonzero(buildings["residential"].to_numpy(bool))
    homes = buildings.geometry.to_numpy()[row]
    xy = shapely.get_coordinates(shapely.centroid(homes))
    order = np.lexsort([xy[:, 0], xy[:, 1]])
    xy, weight, row = xy[order], area_dm2(homes)[order], row[order]
    cell = np.where(weight > 0, _cell_of(xy, people), _NONE)
    housed = cell != _NONE
    xy, weight, row, cell = xy[housed], weight[housed], row[housed], cell[housed]
    part = shares(people.persons_milli, weight, cell)
    alone = np.setdiff1d(np.arange(len(people.xy)), cell)
    whose = np.concatenate([cell, alone])
    moved = People(
        xy=np.concatenate([xy, people.xy[alone]]),
        persons_milli=np.concatenate([part, people.persons_milli[alone]]),
        cell_m=people.cell_m[whose],
        municipality=people.municipality[whose],
    )
    return Homes(moved, np.concatenate([row, np.full(len(alone), _NONE)]))


def _cell_of(xy: FloatArray, people: People) -> IntArray:
    """Return the cell each point lies in, the smallest if cells of two sizes do; `_NONE` for none."""
    easting, northing = transform(xy[:, 0], xy[:, 1], CRS, CENSUS_CRS)
    east, north = transform(people.xy[:, 0], people.xy[:, 1], CRS, CENSUS_CRS)
    found = np.full(len(xy), _NONE, np.int64)
    for size in sorted(set(people.cell_m.tolist())):
        cells = np.flatnonzero(people.cell_m == size)
        key = _key(east[cells], north[cells], size)
        order = np.argsort(key, kind="stable")
        open_ = np.flatnonzero(found == _NONE)
        asked = _key(easting[open_], northing[open_], size)
        place = np.minimum(np.searchsorted(key[order], asked), len(order) - 1)
        hit = key[order][place] == asked
        found[open_[hit]] = cells[order][place[hit]]
    return found


def _key(easting: FloatArray, northing: FloatArray, size: int) -> NDArray[np.int64]:
    """Return one number per cell of the European grid."""
    return (easting // size).astype(np.int64) << 32 | (northing // size).astype(np.int64)
