"""A surface over the whole region: how far it is from any place to green."""

from __future__ import annotations

import numpy as np
import shapely

from gruenzug.engine.kernels.segments import nearest
from gruenzug.engine.layers.people import NOWHERE, locate
from gruenzug.engine.layers.places import Municipalities
from gruenzug.engine.layers.units import Units
from gruenzug.engine.store.rastertiles import Raster


def distance_surface(units: Units, places: Municipalities, cell_m: float, most: float) -> Raster:
    """Return metres from every cell centre in the region to the nearest unit.

    Parameters
    ----------
    units : Units
        Green spaces.
    places : Municipalities
        Cells whose centre lies in none of them have no data.
    cell_m : float
        Edge length of the cells; corners lie on multiples of it.
    most : float
        Farther distances are reported as `most`.

    Returns
    -------
    Raster
        Distances in metres, exact for the cell centres.
    """
    west, south, east, north = shapely.total_bounds(places.polygons)
    west, north = np.floor(west / cell_m) * cell_m, np.ceil(north / cell_m) * cell_m
    columns, rows = int(np.ceil((east - west) / cell_m)), int(np.ceil((north - south) / cell_m))
    x = west + (np.arange(columns) + 0.5) * cell_m
    y = north - (np.arange(rows) + 0.5) * cell_m
    xy = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    inside = locate(xy, places.polygons) != NOWHERE
    values = np.full(len(xy), np.nan, np.float32)
    distance, _ = nearest(xy[inside], units.bins, most)
    values[inside] = np.minimum(distance, most)
    return Raster(values.reshape(rows, columns), float(west), float(north), cell_m)
