"""Ideas on the map: a dot where somebody pointed, a number in the town where only that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from gruenzug.web.participation.models import Stage
from gruenzug.web.participation.selectors.ideas import Found
from gruenzug.web.places.models import Municipality
from gruenzug.web.places.outline import OutlineMap, outline_map

CIRCLE = (
    '<a href="%(url)s" tabindex="-1" aria-label="%(label)s">'
    '<circle class="project-map__town" cx="%(x)s" cy="%(y)s" r="%(radius)s"/>'
    '<text class="project-map__count" x="%(x)s" y="%(y)s" dy="0.36em" aria-hidden="true">%(count)s</text></a>'
)
SMALLEST, LARGEST, MOST = 15, 34, 40
DIGITS = 5
MAX_POINTS = 5000
MARKS = {Stage.OPEN: "idea", Stage.REVIEW: "planned", Stage.TAKEN_UP: "underway", Stage.PROJECT: "underway"}
"""Stage of an idea → look of its dot; all others look finished."""


@dataclass(frozen=True)
class IdeaMap:
    """The drawing, ready for the template."""

    view_box: str
    land: str
    path: str
    circles: SafeString
    located: int
    in_towns: int


def idea_map(found: Found) -> IdeaMap | None:
    """Return the drawing of what was found; None without outlines of municipalities."""
    drawn = outline_map()
    if drawn is None:
        return None
    rows = list(found.rows.order_by().values_list("point_x", "point_y", "municipality__ags")[:MAX_POINTS])
    points = dict.fromkeys(drawn.frame.xy(x, y) for x, y, _town in rows if x is not None)
    towns = Counter(town for x, _y, town in rows if x is None and town)
    return IdeaMap(
        view_box=drawn.frame.view_box,
        land="".join(drawn.paths.values()),
        path="".join(f"M{x} {y}h0" for x, y in points),
        circles=SafeString("".join(_circles(drawn, found, towns))),
        located=sum(1 for x, *_rest in rows if x is not None),
        in_towns=sum(towns.values()),
    )


def map_points(found: Found) -> list[dict[str, Any]]:
    """Return one point per idea with a place of its own, and one per town for the others there."""
    rows = found.rows.order_by().values_list(
        "pk", "title", "stage", "point_x", "point_y", "municipality__ags"
    )
    labels = dict(Stage.choices)
    told, towns = [], Counter()
    for pk, title, stage, x, y, town in rows[:MAX_POINTS]:
        if x is None:
            towns[town] += 1
            continue
        told.append(
            {
                "lon": round(x, DIGITS),
                "lat": round(y, DIGITS),
                "name": title,
                "text": str(labels[stage]),
                "kind": MARKS.get(stage, "done"),
                "url": reverse("participation:idea", args=[pk]),
            }
        )
    return [*told, *_towns(found, towns)]


def _towns(found: Found, towns: Counter[str]) -> Iterable[dict[str, Any]]:
    for count, name, lon, lat, url in _placed(found, towns):
        words = ngettext("eine Idee ohne genauen Ort", "%(count)s Ideen ohne genauen Ort", count)
        yield {
            "lon": round(lon, DIGITS),
            "lat": round(lat, DIGITS),
            "name": name,
            "text": words % {"count": count},
            "kind": "town",
            "count": count,
            "url": url,
        }


def _circles(drawn: OutlineMap, found: Found, towns: Counter[str]) -> Iterable[str]:
    for count, name, lon, lat, url in _placed(found, towns):
        x, y = drawn.frame.xy(lon, lat)
        label = ngettext("%(name)s: eine Idee", "%(name)s: %(count)s Ideen", count)
        yield CIRCLE % {
            "url": conditional_escape(url),
            "label": conditional_escape(label % {"name": name, "count": count}),
            "x": x,
            "y": y,
            "radius": round(SMALLEST + (LARGEST - SMALLEST) * (min(count, MOST) / MOST) ** 0.5),
            "count": count,
        }


def _placed(found: Found, towns: Counter[str]) -> Iterable[tuple[int, str, float, float, str]]:
    """Yield number, name, place and list of each town, the most ideas first."""
    if not towns:
        return
    rows = Municipality.objects.filter(ags__in=[ags for ags in towns if ags], point_x__isnull=False)
    facts = {ags: rest for ags, *rest in rows.values_list("ags", "name", "slug", "point_x", "point_y")}
    base = reverse("participation:ideas")
    for ags, count in towns.most_common():
        if ags in facts:
            name, slug, lon, lat = facts[ags]
            yield count, name, lon, lat, f"{base}?{urlencode({**found.asked.query, 'municipality': slug})}"
