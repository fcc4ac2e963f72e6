"""Tree crowns of a region: how much around a place, and how much in a municipality."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import AsClasses, raster_source, usual_workers
from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.layers.merge import DM2, GeometryArray
from gruenzug.engine.layers.raster_zonal import shape_class_counts
from gruenzug.engine.layers.rule_3_30_300 import canopy_at

NO_CROWN, CROWN, UNKNOWN = 0, 1, 255
"""Values of a canopy raster."""


class CanopyArea(NamedTuple):
    """Square decimetres by place: under crowns, known, and all there is."""

    crowns: IntArray
    known: IntArray
    all: IntArray


@dataclass(frozen=True)
class Canopy:
    """Tree crowns as a raster in EPSG:25832.

    Attributes
    ----------
    path : Path
        GeoTIFF of bytes: `CROWN`, `NO_CROWN` or `UNKNOWN`.
    """

    path: Path

    def around(self, xy: FloatArray, radius: float) -> NDArray[np.float32]:
        """Return the share of crowns around the cell of each point, NaN where unknown."""
        return canopy_at(self.path, (CROWN,), xy, radius)

    def area_within(self, places: GeometryArray) -> CanopyArea:
        """Return the area in each place, of the cells whose centre is in it."""
        source = raster_source(self.path)
        decode = AsClasses((NO_CROWN, CROWN), str(self.path), others=NO_CROWN)
        counts = shape_class_counts(replace(source, decode=decode), places, usual_workers())
        cell = round(source.frame.cell_area * DM2)
        known = counts[:, [NO_CROWN, CROWN]].sum(axis=1)
        return CanopyArea(counts[:, CROWN] * cell, known * cell, counts.sum(axis=1) * cell)
