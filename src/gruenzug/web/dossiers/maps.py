"""The extract of the map around one municipality."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.selectors import draw
from gruenzug.web.core.charts.choropleth import Choropleth, Place
from gruenzug.web.dossiers.selectors import Dossier

SHOWN = "acc-who"  # the indicator that colours the extract
MARGIN = 0.4  # of the longer side, on all sides
SHAPE = 4 / 3  # width to height

_SUBPATH = re.compile(r"M(-?\d+) (-?\d+)l([-\d ]+)")


def extract(dossier: Dossier) -> dict[str, object]:
    """Return the map of the surroundings, and the indicator its colours stand for."""
    points = next(block.points for block in dossier.blocks if block.indicator.id == SHOWN)
    towns = {town.key: town for town in dossier.towns}
    places = [
        Place(
            key=point["key"],
            label=point["label"],
            path=towns[point["key"]].path,
            value=point["value"],
            url=point["url"],
            status=point["status"],
            current=point["key"] == dossier.place.key,
            lon=towns[point["key"]].label_lon,
            lat=towns[point["key"]].label_lat,
            weight=towns[point["key"]].population or 0,
        )
        for point in points
    ]
    indicator = indicators()[SHOWN]
    drawn = draw(dossier.release, indicator.headline, places)
    return {"indicator": indicator, "drawn": _cropped(drawn, dossier.place.path)}


def _cropped(drawn: Choropleth, path: str) -> Choropleth:
    """Return the map cut to the surroundings of `path`, without the areas that lie outside."""
    west, top, east, bottom = bounds(path)
    margin = MARGIN * max(east - west, bottom - top)
    width = max(east - west, (bottom - top) * SHAPE) + 2 * margin
    height = width / SHAPE
    left, upper = (west + east - width) / 2, (top + bottom - height) / 2
    seen = [
        area for area in drawn.areas if _touches(bounds(area.path), left, upper, left + width, upper + height)
    ]
    return replace(drawn, view_box=f"{left:.0f} {upper:.0f} {width:.0f} {height:.0f}", areas=seen)


def bounds(path: str) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of a path of relative steps.

    >>> bounds("M10 10l5 0 0 -4 -5 4z")
    (10, 6, 15, 10)
    """
    xs: list[int] = []
    ys: list[int] = []
    for x, y, steps in _SUBPATH.findall(path):
        numbers = [int(step) for step in steps.split()]
        xs += accumulate(numbers[0::2], initial=int(x))
        ys += accumulate(numbers[1::2], initial=int(y))
    return min(xs), min(ys), max(xs), max(ys)


def _touches(box: tuple[int, int, int, int], left: float, top: float, right: float, bottom: float) -> bool:
    return box[0] <= right and box[2] >= left and box[1] <= bottom and box[3] >= top
