"""Green units: what counts for an indicator, merged, with exact areas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.kernels.segment_bins import SegmentBins, bin_segments
from gruenzug.engine.kernels.segments import IntArray
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.merge import DM2_PER_HA, GeometryArray, area_dm2

_BIN_M = 250.0
_MM_PER_M = 1000


class Pieces(NamedTuple):
    """What of each unit lies in each place.

    Attributes
    ----------
    place, unit : ndarray of int64, shape (N,)
        Their numbers.
    area_dm2 : ndarray of int64, shape (N,)
        Area of the unit inside the place.
    """

    place: IntArray
    unit: IntArray
    area_dm2: IntArray


@dataclass(frozen=True)
class Units:
    """Green spaces whose interiors do not overlap.

    Attributes
    ----------
    polygons : ndarray of shapely Polygon, shape (N,)
        In EPSG:25832.
    """

    polygons: GeometryArray

    @cached_property
    def area_dm2(self) -> IntArray:
        """Areas in square decimetres."""
        return area_dm2(self.polygons)

    @cached_property
    def bins(self) -> SegmentBins:
        """The boundaries, ready for distance queries."""
        return bin_segments(*boundary_segments(self.polygons), size=_BIN_M)

    @cached_property
    def _by_size(self) -> dict[float, Units]:
        return {}

    def at_least(self, hectares: float) -> Units:
        """Return the units of at least that size, the same for the same size."""
        if hectares <= 0:
            return self
        if hectares not in self._by_size:
            large = self.area_dm2 >= round(hectares * DM2_PER_HA)
            self._by_size[hectares] = Units(self.polygons[large])
        return self._by_size[hectares]

    def chosen(self, mask: NDArray[np.bool_]) -> Units:
        """Return the units in `mask`."""
        return Units(self.polygons[mask])

    def pieces_within(self, places: GeometryArray) -> Pieces:
        """Return the pieces of units that lie in places."""
        place, unit = shapely.STRtree(self.polygons).query(places, predicate="intersects")
        whole = shapely.covers(places[place], self.polygons[unit]) if len(place) else np.zeros(0, bool)
        shapes = self.polygons[unit].copy()
        shapes[~whole] = shapely.intersection(places[place[~whole]], self.polygons[unit[~whole]])
        return Pieces(place, unit, area_dm2(shapes))

    def area_within(self, places: GeometryArray) -> IntArray:
        """Return the area of the units inside each place in square decimetres, shape (P,)."""
        sums = np.zeros(len(places), np.int64)
        pieces = self.pieces_within(places)
        np.add.at(sums, pieces.place, pieces.area_dm2)
        return sums

    def edge_within(self, places: GeometryArray) -> IntArray:
        """Return the length of the units' outlines inside each place in millimetres, shape (P,).

        An outline on the border of a place belongs to it by half: the other
        half is its neighbour's.
        """
        sums = np.zeros(len(places), np.int64)
        place, unit = shapely.STRtree(self.polygons).query(places, predicate="intersects")
        if not len(place):
            return sums
        outlines = shapely.boundary(self.polygons)[unit]
        length = shapely.length(outlines)
        cut = ~shapely.contains_properly(places[place], self.polygons[unit])
        around, lines = places[place[cut]], outlines[cut]
        on_border = shapely.length(shapely.intersection(shapely.boundary(around), lines))
        length[cut] = shapely.length(shapely.intersection(around, lines)) - on_border / 2
        np.add.at(sums, place, np.rint(length * _MM_PER_M).astype(np.int64))
        return sums
