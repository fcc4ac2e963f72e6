"""Projects on the map: a dot where the place is known, a number in the town where only that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from gruenzug.web.places.models import Municipality
from gruenzug.web.places.outline import OutlineMap, outline_map
from gruenzug.web.projects.models import State
from gruenzug.web.projects.selectors.asking import Found

CIRCLE = (
    '<a href="%(url)s" tabindex="-1" aria-label="%(label)s">'
    '<circle class="project-map__town" cx="%(x)s" cy="%(y)s" r="%(radius)s"/>'
    '<text class="project-map__count" x="%(x)s" y="%(y)s" dy="0.36em" aria-hidden="true">%(count)s</text></a>'
)
SMALLEST, LARGEST, MOST = 15, 34, 40  # radii of circles in units of the drawing; the number that is largest


@dataclass(frozen=True)
class Dots:
    """All projects of one state whose place is known: one path of round dots."""

    state: State
    path: str
    count: int


@dataclass(frozen=True)
class ProjectMap:
    """The drawing, ready for the template."""

    view_box: str
    land: str
    dots: tuple[Dots, ...]
    circles: SafeString
    located: int
    in_towns: int
    elsewhere: int


def project_map(found: Found) -> ProjectMap | None:
    """Return the drawing of what was found; None without outlines of municipalities.

    That of all projects is drawn once and kept with the index, for it is what most visitors see.
    """
    drawn = outline_map()
    if drawn is None:
        return None
    if found.asked.is_filtered:
        return _drawing(drawn, found)
    kept, language = found.index.drawings, get_language()
    if language not in kept or kept[language][0] is not drawn:
        kept[language] = (drawn, _drawing(drawn, found))
    return kept[language][1]


def _drawing(drawn: OutlineMap, found: Found) -> ProjectMap:
    places = [(pk, found.index.places[pk]) for pk in found.keys]
    located = [(pk, place) for pk, place in places if place.lon is not None]
    towns = Counter(place.town for _pk, place in places if place.lon is None and place.town)
    in_towns = sum(towns.values())
    return ProjectMap(
        view_box=drawn.frame.view_box,
        land=SafeString("".join(drawn.paths.values())),
        dots=tuple(_dots(drawn, found, located)),
        circles=SafeString("".join(_circles(drawn, found, towns))),
        located=len(located),
        in_towns=in_towns,
        elsewhere=len(places) - len(located) - in_towns,
    )


def _dots(drawn: OutlineMap, found: Found, located: list) -> Iterable[Dots]:
    for state in State:
        mine = [place for pk, place in located if found.index.states[pk] == state]
        points = dict.fromkeys(drawn.frame.xy(place.lon, place.lat) for place in mine)
        if points:
            yield Dots(state, SafeString("".join(f"M{x} {y}h0" for x, y in points)), len(mine))


def _circles(drawn: OutlineMap, found: Found, towns: Counter[str]) -> Iterable[str]:
    """Yield a circle per town as SVG, the area by the number, the largest first: small ones lie above.

    Written here and not in the template: there may be one for every town of the region.
    """
    rows = Municipality.objects.filter(ags__in=towns, point_x__isnull=False)
    facts = {ags: rest for ags, *rest in rows.values_list("ags", "name", "slug", "point_x", "point_y")}
    base = f"{reverse('projects:list')}?{urlencode({**found.asked.query, 'municipality': ''})}"
    for ags, count in towns.most_common():
        if ags not in facts:
            continue
        name, slug, lon, lat = facts[ags]
        label = ngettext("%(name)s: %(count)s Projekt", "%(name)s: %(count)s Projekte", count)
        x, y = drawn.frame.xy(lon, lat)
        yield CIRCLE % {
            "url": conditional_escape(f"{base}{slug}"),
            "label": conditional_escape(label % {"name": name, "count": count}),
            "x": x,
            "y": y,
            "radius": _radius(count),
            "count": count,
        }


def _radius(count: int) -> int:
    return round(SMALLEST + (LARGEST - SMALLEST) * (min(count, MOST) / MOST) ** 0.5)
