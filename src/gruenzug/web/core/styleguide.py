"""Values for the style guide: invented, and said to be so on the page."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.charts.choropleth import Place, choropleth
from gruenzug.web.core.charts.outlines import Frame, path_of

LEITTHEMEN = (
    ("lebenswert", "Lebenswert", "tree"),
    ("klimaangepasst", "Klimaangepasst", "involve"),
    ("artenreich", "Artenreich", "tree"),
    ("klimagerecht", "Klimagerecht", "agree"),
    ("zirkulaer", "Zirkulär", "act"),
)
COLUMNS, ROWS = 9, 6
WITHOUT_VALUE = {22: "not_covered", 33: "not_applicable"}
COUNTIES = [("", _("alle")), ("m", "Musterkreis")]
SPRITE = Path(__file__).parent / "static/core/img/icons.svg"
HISTORY = (58.1, 58.9, 59.0, 60.7, 61.2, 62.8)


class SampleFilter(forms.Form):
    """A form as lists have it."""

    q = forms.CharField(label=_("Suchbegriff"), required=False)
    county = forms.ChoiceField(
        label=_("Kreis"), choices=[("", _("alle")), ("m", "Musterkreis")], required=False
    )


class SampleEntry(forms.Form):
    """A form that saves something, with a fault in it."""

    name = forms.CharField(label=_("Name"))
    mail = forms.EmailField(label=_("E-Mail-Adresse"), required=False, help_text=_("Für Rückfragen."))
    topics = forms.MultipleChoiceField(
        label=_("Themen"), choices=[("a", "Bäume"), ("b", "Wasser")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label=_("Ich bin einverstanden."))


def sample_context() -> dict[str, Any]:
    """Return what the style guide shows."""
    places = _places()
    return {
        "leitthemen": LEITTHEMEN,
        "ramps": [(name, [f"ramp-{name}-{step}" for step in range(1, 6)]) for name in ("up", "down", "div")],
        "icons": _icons(),
        "figures": _figures(),
        "comparison_rows": _comparison(),
        "bar_rows": _bars(),
        "strip_rows": [_row(place) for place in places],
        "map_up": choropleth(places, _frame().view_box, "percent"),
        "map_down": choropleth(places, _frame().view_box, "percent", "down"),
        "trend_points": [{"year": 2018 + k, "value": value} for k, value in enumerate(HISTORY)],
        "trend_target": {"year": 2030, "value": 75.0},
        "tabs": [
            {"title": "Anteil", "url": "?teil=anteil", "current": True},
            {"title": "Mittel je Person", "url": "?teil=mittel", "current": False},
        ],
        "definitions": _DEFINITIONS,
        "downloads": _DOWNLOADS,
        "form": SampleFilter(),
        "entry": SampleEntry({"name": "", "mail": "info@", "topics": ["a"], "agreed": "on"}),
        "towns": places[:4],
        "page": Paginator(range(200), 20).page(3),
    }


def _frame() -> Frame:
    return Frame.around((0, 0, COLUMNS, ROWS), width=900)


def _places() -> list[Place]:
    """Return a quilt of invented places, two without a value and some for orientation."""
    return [_place(column, row) for row in range(ROWS) for column in range(COLUMNS)]


def _place(column: int, row: int) -> Place:
    number = row * COLUMNS + column
    value = (
        None
        if number in WITHOUT_VALUE
        else round(55 + 38 * math.sin(column * 0.9) * math.cos(row * 0.8 + 0.4), 1)
    )
    return Place(
        key=str(number),
        label=f"Musterstadt {number + 1}",
        path=path_of({"type": "Polygon", "coordinates": [_ring(column, row)]}, _frame()),
        value=value,
        url=f"?ort={number}",
        status=WITHOUT_VALUE.get(number, "orientation" if number % 11 == 3 else "ok"),
        current=number == 30,
    )


def _ring(column: int, row: int) -> list[tuple[float, float]]:
    """Return the four corners of a cell, each moved a little and the same for all its neighbours."""
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return [_corner(column + dx, row + dy) for dx, dy in corners]


def _corner(x: int, y: int) -> tuple[float, float]:
    inside = 0 < x < COLUMNS and 0 < y < ROWS
    shift = 0.28 if inside else 0.12
    return x + shift * math.sin(3 * x + 5 * y), y + shift * math.cos(4 * x - 2 * y)


def _row(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("key", "label", "value", "url", "status")}


def _figures() -> list[dict[str, Any]]:
    near = {"indicator": "acc-ioer-near", "part": "", "value": 83.4, "status": "ok"}
    trees = {"indicator": "trees", "part": "count", "value": 18_240, "status": "ok"}
    small = {"indicator": "acc-dns", "part": "", "value": 61.7, "status": "orientation"}
    absent = {"indicator": "acc-playground", "part": "400m", "value": None, "status": "not_covered"}
    return [
        {
            "figure": near,
            "label": "Grün ab 1 ha in 300 m",
            "leitthema": "lebenswert",
            "compare": _comparison(),
        },
        {"figure": small, "label": "Erholungsgrün in 300 m", "leitthema": "klimagerecht"},
        {"figure": trees, "label": "Erfasste Einzelbäume", "leitthema": "klimaangepasst"},
        {"figure": absent, "label": "Spielplatz in der Nähe von Kindern unter 10", "leitthema": "lebenswert"},
    ]


def _comparison() -> list[dict[str, Any]]:
    return [
        {"label": "Musterstadt", "value": 83.4, "kind": "municipality"},
        {"label": "Musterkreis", "value": 71.2, "kind": "county"},
        {"label": "Region", "value": 76.9, "kind": "region"},
        {"label": "Beispielhausen", "value": 68.0, "kind": "peer", "status": "orientation"},
    ]


def _bars() -> list[dict[str, Any]]:
    names = ("Wald", "Wiese, Weide, Grünland", "Park", "Friedhof", "Kleingartenanlage", "Halde")
    values = (18.2, 11.5, 6.4, 1.9, 1.1, None)
    status = ("ok", "ok", "ok", "ok", "ok", "not_applicable")
    return [
        {"label": name, "value": value, "status": state}
        for name, value, state in zip(names, values, status, strict=True)
    ]


def _icons() -> list[str]:
    """Return the ids of the sprite, so that no icon can be left out."""
    return re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text("utf-8"))


_DEFINITIONS = [
    {"term": "Gemeindeschlüssel", "value": "05000000"},
    {"term": "Bevölkerung", "value": "103.200", "note": "31.12.2018"},
    {"term": "Fläche", "value": "51,4 km²"},
]

_DOWNLOADS = [
    {"title": "Kennzahlen", "url": "?format=csv", "format": "CSV", "bytes": 8_200},
    {
        "title": "Umriss und Kennzahlen für QGIS",
        "url": "?format=gpkg",
        "format": "GeoPackage",
        "bytes": 184_000,
    },
]
