"""Tags every template may use: numbers, texts, icons, and charts with their tables.

The style guide (`core/styleguide.html`) shows each of them at work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.db.models import Model
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.web.core import formats, maps, simple_text, social, structured
from gruenzug.web.core.charts.areas import areas_as_svg
from gruenzug.web.core.charts.bars import bar_rows
from gruenzug.web.core.charts.choropleth import Choropleth
from gruenzug.web.core.charts.names import names_for
from gruenzug.web.core.charts.strip import strip_plot
from gruenzug.web.core.charts.trend import trend

register = template.Library()

MAP_PARAMETERS = {"place": "municipality", "view": "view", "overlays": "layers"}


@register.simple_tag
def number(value: float | None, digits: int = 0) -> str:
    """Write a number with grouped thousands: ``{% number 1234.5 1 %}`` → 1.234,5."""
    return formats.number(value, digits)


@register.simple_tag
def percent(value: float | None, digits: int = 1) -> str:
    """Write a share given in per cent: ``{% percent 12.4 %}`` → 12,4 %."""
    return formats.measure(value, "percent", digits)


@register.simple_tag
def share(value: float | None, digits: int = 0) -> str:
    """Write a share given as 0..1 in per cent: ``{% share 0.97 %}`` → 97 %."""
    return formats.measure(None if value is None else value * 100, "percent", digits)


@register.simple_tag
def area(m2: float | None) -> str:
    """Write an area given in m² in the unit a reader expects."""
    return formats.area(m2)


@register.simple_tag
def measure(value: float | None, unit: str, digits: int | None = None) -> str:
    """Write a value with one of the units of `formats.UNITS`."""
    return formats.measure(value, unit, digits)


@register.simple_tag
def unit_label(unit: str) -> str:
    """Write a unit in words."""
    return formats.unit_label(unit)


@register.simple_tag
def day(value: dt.date) -> SafeString:
    """Write a date in words inside ``<time>``."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat()[:10], formats.day(value))


@register.simple_tag
def text(source: Text | Mapping[str, str] | None) -> str:
    """Write a contract Text, or a mapping of languages, in the active language."""
    if source is None:
        return ""
    if isinstance(source, Mapping):
        source = Text.from_mapping(source)
    return source.in_language(get_language() or "de")


@register.filter
def in_format(files: Sequence[Mapping[str, str]], wanted: str) -> str:
    """Return the address of the file among `files` that is `wanted`: ``{{ downloads|in_format:"Atom" }}``."""
    return next((file["url"] for file in files if file["format"] == wanted), "")


IN_GERMAN = SafeString(' lang="de"')


@register.filter
def lang(source: Mapping[str, str] | None) -> str:
    """Return ``lang="de"`` for a tag whose text is German on a page that is not: ``<p{{ title|lang }}>``.

    The style sheet writes a word behind it, so that nobody takes it for a mistake.
    """
    language = get_language() or "de"
    if language.startswith("de") or not isinstance(source, Mapping) or not source["de"]:
        return ""
    return IN_GERMAN if source.get(language, source["de"]) == source["de"] else ""


@register.filter(name="text")
def text_filter(source: Text | Mapping[str, str] | None) -> str:
    """Do as the tag does, where a filter is handier: ``{{ part.title|text }}``."""
    return text(source)


@register.filter
def sentences(source: str) -> list[str]:
    """Return the sentences of a text, to set each on a line of its own."""
    return simple_text.sentences(source)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without `label` it is hidden from assistive technology."""
    sprite = static("core/img/icons.svg")
    if label:
        html = '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>'
        return format_html(html, label, sprite, name)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def figure_value(figure: Any, digits: int | None = None) -> SafeString:
    """Write the value of a figure: large number, small unit; a word where there is none.

    `figure` has indicator, part, value and status, as attributes or as keys.
    """
    value = _of(figure, "value")
    if value is None:
        return format_html(
            '<span class="value value--none">{}</span>', formats.no_value(_of(figure, "status"))
        )
    unit = unit_of(figure)
    written, suffix = formats.split_measure(value, unit, digits)
    if not suffix:
        return format_html('<span class="value">{}</span>', written)
    html = '<span class="value">{}<span class="value__unit">{}</span></span>'
    return format_html(html, written, suffix)


@register.filter
def no_value(status: str | None) -> str:
    """Return the word that stands where a figure of this status has no number."""
    return formats.no_value(status)


@register.filter
def unit_of(figure: Any) -> str:
    """Return the unit of a figure, as the contract's indicator declares it."""
    if unit := _of(figure, "unit"):
        return str(unit)
    return indicators()[_of(figure, "indicator")].part(_of(figure, "part") or "").unit


@register.simple_tag
def structured_data(data: Mapping[str, Any]) -> SafeString:
    """Write facts for search engines (schema.org); nothing without facts."""
    return structured.as_script(data) if data else SafeString("")


@register.filter
def choice(row: Model, name: str) -> str:
    """Return the label of a field's value, as `get_…_display` does, without hashing every label."""
    field = row._meta.get_field(name)
    value = getattr(row, field.attname)
    return next((str(label) for key, label in field.flatchoices if key == value), str(value))


@register.inclusion_tag("core/components/bar_chart.html")
def bar_chart(
    rows: Sequence[Mapping[str, Any]], unit: str, caption: str, digits: int | None = None, label: str = ""
) -> dict[str, Any]:
    """Draw rows (label, value, url?, kind?, current?, note?, status?) as a table with bars."""
    return {"rows": bar_rows(rows, unit, digits), "caption": caption, "unit": unit, "label": label}


@register.inclusion_tag("core/components/comparison.html")
def comparison(
    rows: Sequence[Mapping[str, Any]], unit: str, caption: str, digits: int | None = None
) -> dict[str, Any]:
    """Draw municipality, county, region and peer (``kind`` of each row) one below the other."""
    return {"rows": bar_rows(rows, unit, digits), "caption": caption, "unit": unit}


@register.inclusion_tag("core/components/distribution.html")
def distribution(
    rows: Sequence[Mapping[str, Any]], unit: str, caption: str, current: str = "", table: bool = True
) -> dict[str, Any]:
    """Draw every place (key, label, value, url?, status?) as a dot, `current` marked."""
    return {"strip": strip_plot(rows, unit, current), "caption": caption, "unit": unit, "table": table}


@register.inclusion_tag("core/components/choropleth.html")
def choropleth(drawn: Choropleth, caption: str, map_id: str = "map", table: bool = False) -> dict[str, Any]:
    """Draw a map made by `charts.choropleth.choropleth`, with its legend."""
    names = names_for(drawn.view_box, drawn.labels)
    areas = areas_as_svg(drawn.areas, map_id)
    return {
        "map": drawn,
        "areas": areas,
        "names": names,
        "caption": caption,
        "map_id": map_id,
        "table": table,
    }


@register.inclusion_tag("core/components/line_with_target.html")
def line_with_target(
    points: Sequence[Mapping[str, Any]], unit: str, caption: str, target: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Draw values over years (year, value) and the way to `target` (year, value)."""
    return {"trend": trend(points, unit, target), "caption": caption, "unit": unit}


@register.simple_tag(takes_context=True)
def social_picture(context: Mapping[str, Any], kind: str, key: str) -> str:
    """Return the full address of the picture other sites show of a page of a room."""
    return social.address(context["request"], kind, key) if "request" in context else ""


@register.simple_block_tag
def callout(content: str, kind: str = "note", title: str = "") -> SafeString:
    """Set a remark apart: ``{% callout "warning" title="…" %}…{% endcallout %}``; note, warning or good."""
    heading = format_html('<p class="callout__title">{}</p>', title) if title else ""
    return format_html('<div class="callout callout--{}">{}{}</div>', kind, heading, SafeString(content))


@register.simple_block_tag
def map_frame(
    content: str, config: Mapping[str, Any], map_id: str = "karte", attribution: str = ""
) -> SafeString:
    """Make the drawn map inside the block interactive where the browser can.

    ``{% map_frame config map_id="atlas" %}{% choropleth … %}{% endmap_frame %}``; `config` has the
    keys of MapConfig in ``frontend/js/map/config.js``, without `texts`. A table marked
    ``data-map-table="atlas"`` takes part with every row that carries ``data-key``.
    """
    whole = {"params": MAP_PARAMETERS, "texts": maps.texts(), **config}
    context = {"content": SafeString(content), "map_id": map_id, "attribution": attribution}
    return render_to_string("core/components/map_frame.html", {**context, "config": maps.as_json(whole)})


def _of(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


@register.filter
def unlocalized(value: float) -> str:
    """Write a number as SVG wants it, whatever the language."""
    return f"{value:g}"
