"""The outlines of all municipalities as drawn on a page, kept until a release brings others."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import shapely
from django.db.models import Count, Sum

from gruenzug.web.core.charts.outlines import Frame, path_of
from gruenzug.web.places.models import Municipality


@dataclass(frozen=True)
class OutlineMap:
    """Where things lie on the drawing, and the outline of each municipality by key."""

    frame: Frame
    paths: dict[str, str]


def outline_map() -> OutlineMap | None:
    """Return the drawing of the municipalities there are; None if there are none with an outline."""
    facts = Municipality.objects.exclude(geometry="").aggregate(Count("pk"), Sum("area_m2"), Sum("minx"))
    return _drawn(tuple(facts.values())) if facts["pk__count"] else None


@lru_cache(maxsize=2)
def _drawn(fingerprint: tuple[float, ...]) -> OutlineMap:
    """Draw the municipalities; neighbours keep meeting at their common border."""
    rows = list(Municipality.objects.exclude(geometry="").values_list("ags", "geometry"))
    shapes = shapely.from_geojson([geometry for _ags, geometry in rows])
    frame = Frame.around(tuple(float(side) for side in shapely.total_bounds(shapes)))
    coarse = shapely.coverage_simplify(shapes, 1 / frame.scale_y)
    paths = {
        ags: path_of(json.loads(shapely.to_geojson(shape)), frame)
        for (ags, _geometry), shape in zip(rows, coarse, strict=True)
    }
    return OutlineMap(frame, paths)
