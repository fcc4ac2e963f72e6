"""Geometry as published → valid geometry in EPSG:25832, to the millimetre."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from gruenzug.engine.errors import SourceError
from gruenzug.engine.grid import CRS, MILLIMETRE, WEB_CRS
from gruenzug.engine.sources.request import Bounds

PLAUSIBLE: Bounds = (-500_000.0, 3_800_000.0, 1_500_000.0, 8_000_000.0)
"""Where UTM zone 32 can reasonably be used: between Portugal, Tunis, Kyiv and the North Cape."""

_EDGE_M = 1_000.0
_EDGE_DEGREES = 0.01


def to_engine(shapes: NDArray[np.object_], crs: str | pyproj.CRS) -> NDArray[np.object_]:
    """Return `shapes` moved from `crs` to EPSG:25832, rounded to millimetres.

    Shapes already there are returned as they are, digit by digit.
    """
    system = known_crs(crs)
    if system.equals(pyproj.CRS(CRS), ignore_axis_order=True) or system.to_epsg() == 25832:
        flat: NDArray[np.object_] = shapely.force_2d(shapes)
        return flat
    transformer = pyproj.Transformer.from_crs(system, CRS, always_xy=True)

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(np.column_stack(transformer.transform(points[:, 0], points[:, 1])), MILLIMETRE)

    moved: NDArray[np.object_] = shapely.transform(shapely.force_2d(shapes), move)
    return moved


def known_crs(crs: str | pyproj.CRS) -> pyproj.CRS:
    """Return the coordinate system of that name; raise SourceError if there is none."""
    try:
        return pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        raise SourceError(
            f'"{crs}" is no coordinate system; write options.crs as EPSG:25832, for instance'
        ) from None


def refuse_implausible(shapes: NDArray[np.object_], crs: object, file: str) -> None:
    """Raise SourceError if most `shapes` lie where no user of UTM zone 32 can be.

    Degrees labelled as metres, swapped axes or another zone end up there.
    """
    if len(shapes) and implausible(shapes).mean() > 0.5:
        x, y = shapely.get_coordinates(shapes[implausible(shapes)][0])[0]
        raise SourceError(
            f"{file}: the coordinates do not fit the coordinate system {crs} (one becomes {x:.0f}, {y:.0f} "
            f"in {CRS}); give the file its true coordinate system"
        )


def implausible(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which shapes leave `PLAUSIBLE` or have coordinates that are no numbers."""
    west, south, east, north = PLAUSIBLE
    bounds = shapely.bounds(shapes)
    inside = (
        (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
    )
    return np.asarray(~inside)


def mend(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Return polygons made valid, and which of them had to be mended.

    Self-crossing rings fall into their parts; what is not an area any more
    (a ring folded onto a line) becomes an empty polygon.
    """
    broken = ~shapely.is_valid(shapes)
    if not broken.any():
        return shapes, broken
    mended = shapes.copy()
    mended[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    mended[broken] = [_areal(shape) for shape in mended[broken]]
    return mended, broken


def _areal(shape: Geometry) -> Geometry:
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def meets(shapes: NDArray[np.object_], within: Bounds | None) -> NDArray[np.bool_]:
    """Return which shapes have a bounding box that meets `within`; None: all."""
    if within is None:
        return np.ones(len(shapes), dtype=bool)
    west, south, east, north = within
    bounds = shapely.bounds(shapes)
    hit = (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    return np.asarray(hit)


def box_of(degrees: Bounds) -> Geometry:
    """Return a box of longitudes and latitudes as polygon in EPSG:25832, edges densified; empty if flat."""
    if degrees[0] == degrees[2] or degrees[1] == degrees[3]:
        return shapely.Polygon()
    outline = shapely.segmentize(shapely.box(*degrees), _EDGE_DEGREES)
    return to_engine(np.array([outline], dtype=object), WEB_CRS)[0]


def box_around(shapes: NDArray[np.object_]) -> Geometry:
    """Return the bounding box of all shapes; an empty polygon for none."""
    bounds = shapely.total_bounds(shapes)
    return shapely.Polygon() if np.isnan(bounds).any() else shapely.box(*bounds)


def bounds_in(within: Bounds, crs: str | pyproj.CRS) -> Bounds:
    """Return the bounds, in `crs`, of a box given in EPSG:25832."""
    transformer = pyproj.Transformer.from_crs(CRS, pyproj.CRS.from_user_input(crs), always_xy=True)
    outline = shapely.segmentize(shapely.box(*within), _EDGE_M)
    x, y = transformer.transform(*shapely.get_coordinates(outline).T)
    return float(np.min(x)), float(np.min(y)), float(np.max(x)), float(np.max(y))
