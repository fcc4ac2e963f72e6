"""How far points have it to the nearest green of some size, in a straight line or on foot."""

from __future__ import annotations

import numpy as np
from geopandas.array import GeometryArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.segments import FloatArray, nearest
from gruenzug.engine.layers.merge import merge_touching
from gruenzug.engine.layers.network import Network
from gruenzug.engine.layers.units import Units
from gruenzug.engine.layers.walking import walk
from gruenzug.engine.sources.shapes import mend


def distance_to_green(
    green: GeometryArray, xy: FloatArray, hectares: float, network: Network | None = None
) -> FloatArray:
    """Return the distance of each point to the nearest green in metres.

    Parameters
    ----------
    green : ndarray of shapely geometries
        Polygons; those that touch are one green before their size counts.
    xy : ndarray of float64, shape (N, 2)
        Points in the same coordinate system, in metres.
    hectares : float
        Size from which green counts.
    network : Network, optional
        Paths to walk along; without it the line is straight.

    Returns
    -------
    ndarray of float64, shape (N,)
        Infinite where there is no green, or no way to it.
    """
    if not 0 <= hectares < np.inf:
        raise GridError(f"the least area must be 0 ha or more, got {hectares:g}")
    units = Units(merge_touching(mend(green)[0])).at_least(hectares)
    if network is None:
        return nearest(xy, units.bins, np.inf)[0]
    return walk(xy, units, network, np.inf)
