"""The places of a drawn map as SVG; written here and not in a template, for a page has dozens of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from gruenzug.web.core.charts.choropleth import Area

PLACE = (
    '<a class="place{current}" data-key="{key}"{link} tabindex="-1" aria-label="{told}">'
    '<path class="{css}" d="{path}"{fill}/>{overlay}<title>{told}{note}</title></a>\n'
)
OVERLAY = '<path class="overlay" d="{path}" fill="url(#{map_id}-orientation)"/>'


def areas_as_svg(areas: Iterable[Area], map_id: str) -> SafeString:
    """Return a link with outline and title for each of `areas`; patterns are those of the map `map_id`."""
    note = f" ({escape(_('zur Orientierung'))})"
    return SafeString("".join(_place(area, escape(map_id), note) for area in areas))


def _place(area: Area, map_id: str, note: str) -> str:
    path = escape(area.path)
    return PLACE.format(
        current=" is-current" if area.current else "",
        key=escape(area.key),
        link=f' href="{escape(area.url)}"' if area.url else "",
        told=f"{escape(area.label)}: {escape(area.value)}",
        css=area.css,
        path=path,
        fill=f' fill="url(#{map_id}-none)"' if area.css == "ramp-none" else "",
        overlay=OVERLAY.format(path=path, map_id=map_id) if area.orientation else "",
        note=note if area.orientation else "",
    )
