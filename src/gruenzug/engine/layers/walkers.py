"""People on the network of paths: where they step on, and the way to each target, are looked for once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely

from gruenzug.engine.kernels.segments import FloatArray
from gruenzug.engine.layers.merge import GeometryArray
from gruenzug.engine.layers.network import Network, Snaps, snap
from gruenzug.engine.layers.people import People
from gruenzug.engine.layers.units import Units
from gruenzug.engine.layers.walking import walk_to_spots, walk_to_units


class Walkers:
    """People who walk.

    Parameters
    ----------
    people : People
        Where they live.
    network : Network
        The paths.
    """

    def __init__(self, people: People, network: Network) -> None:
        self._people = people
        self._network = network
        self._walked: dict[int, tuple[Units, float, FloatArray]] = {}

    @cached_property
    def _snaps(self) -> Snaps:
        return snap(self._people.xy, self._network)

    def to_units(self, units: Units, straight: FloatArray, most: float) -> FloatArray:
        """Return metres to the nearest of `units`, inf beyond `most`.

        Parameters
        ----------
        units : Units
            The targets; a search that went as far before is used again.
        straight : ndarray of float64, shape (M,)
            Metres in a straight line, 0 inside.
        most : float
            Metres beyond which nothing is looked for.
        """
        _, reach, found = self._walked.get(id(units), (units, -1.0, straight))
        if reach < most:
            found = walk_to_units(self._snaps, straight == 0, units, self._network, most)
            self._walked[id(units)] = (units, most, found)
        return np.where(found <= most, found, np.inf)

    def to_places(
        self, areas: Units, spots: GeometryArray, paths: GeometryArray, to_area: FloatArray, most: float
    ) -> FloatArray:
        """Return metres to the nearest of small places such as playgrounds.

        Parameters
        ----------
        areas : Units
            Those mapped as areas. The way ends where a path enters; one that
            no path enters is reached from the nearest path like a point.
        spots : ndarray of shapely Point
            Those mapped as points, reached straight from the nearest path.
        paths : ndarray of shapely LineString
            The paths of the network.
        to_area : ndarray of float64, shape (M,)
            Metres to the nearest area in a straight line, 0 inside.
        most : float
            Metres beyond which nothing is looked for.
        """
        entered, _ = shapely.STRtree(paths).query(areas.polygons, predicate="intersects")
        closed = np.setdiff1d(np.arange(len(areas.polygons)), entered)
        points = np.concatenate([spots, shapely.point_on_surface(areas.polygons[closed])])
        feet = snap(np.ascontiguousarray(shapely.get_coordinates(points)), self._network)
        reached = walk_to_spots(self._snaps, feet, self._network, most)
        return np.minimum(self.to_units(areas, to_area, most), reached)
