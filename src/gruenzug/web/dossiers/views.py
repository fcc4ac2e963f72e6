"""Pages of the municipalities: all of them, and one dossier each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.current import require_release
from gruenzug.web.atlas.links import link
from gruenzug.web.atlas.listings import FIGURES
from gruenzug.web.atlas.map_config import base_config
from gruenzug.web.core.errors import NotHere
from gruenzug.web.core.exports import csv_text
from gruenzug.web.directory.selectors import body_of_municipality
from gruenzug.web.dossiers import plug
from gruenzug.web.dossiers.geopackage import geopackage
from gruenzug.web.dossiers.maps import SHOWN, extract
from gruenzug.web.dossiers.register import register_of
from gruenzug.web.dossiers.selectors import Block, Dossier, dossier_of
from gruenzug.web.dossiers.simple import simple_dossier

HEADLINES = ("acc-who", "sup-berlin-near", "green-share")


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """List all municipalities from A to Z, by county and name if asked."""
    release = require_release(request)
    register = register_of(request, release, request.GET.get("q", ""), request.GET.get("county", ""))
    context = {
        "register": register,
        "form": _RegisterForm(register.counties, request.GET),
        "downloads": _register_files(request, register.county),
        "breadcrumbs": [_home(request), {"title": _("Kommunen")}],
    }
    return render(request, "dossiers/list.html", context)


@require_safe
def dossier(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one municipality: its figures, what they are compared with, where they come from."""
    if get_language() == "de-simple":
        return _simple(request, slug)
    return render(request, "dossiers/dossier.html", _context(request, _found(request, slug)))


@require_safe
def printed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the same with everything open, to be printed."""
    context = _context(request, _found(request, slug))
    return render(request, "dossiers/dossier.html", {**context, "printed": True})


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all figures of the municipality and of what it is compared with as CSV."""
    found = _found(request, slug)
    names = {("municipality", found.place.key): found.place}
    names |= {(place.level, place.key): place for place in (found.county, found.region) if place}
    rows = [
        {"figure": figure, "place": names[figure.level, figure.place], "release": found.release}
        for block in found.blocks
        for row in block.parts
        for figure in (row.own, row.county, row.region)
        if figure
    ]
    return _attachment(csv_text(FIGURES.columns, rows), f"{slug}.csv", "text/csv; charset=utf-8")


@require_safe
def as_geopackage(request: HttpRequest, slug: str) -> HttpResponse:
    """Send outline, figures and sources as GeoPackage."""
    found = _found(request, slug)
    return _attachment(geopackage(found), f"{slug}.gpkg", "application/geopackage+sqlite3")


class _RegisterForm(forms.Form):
    q = forms.CharField(required=False, widget=forms.SearchInput)
    county = forms.ChoiceField(required=False)
    release = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, counties: dict[str, str], asked: Any) -> None:
        super().__init__(
            initial={name: asked.get(name, "") for name in ("q", "county", "release")}, auto_id="list-%s"
        )
        self.fields["q"].label = _("Name oder Schlüssel")
        self.fields["county"].label = _("Kreis")
        self.fields["county"].choices = [("", _("alle")), *counties.items()]
        if not asked.get("release"):
            del self.fields["release"]


def _simple(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the short form in Leichte Sprache."""
    found = simple_dossier(request, require_release(request), slug)
    if found is None:
        raise _unknown()
    return render(request, "dossiers/simple.html", found)


def _found(request: HttpRequest, slug: str) -> Dossier:
    found = dossier_of(request, require_release(request), slug)
    if found is None:
        raise _unknown()
    return found


def _unknown() -> NotHere:
    return NotHere(
        _("Diese Kommune kennen wir nicht."),
        reverse("dossiers:list"),
        _("Hier finden Sie alle von A bis Z."),
    )


def _context(request: HttpRequest, found: Dossier) -> dict[str, Any]:
    slug = found.place.municipality.slug if found.place.municipality else ""
    return {
        "dossier": found,
        "headlines": SimpleLazyObject(lambda: _headlines(found)),
        "body": body_of_municipality(found.place.key),
        "sections": plug.filled(found.place.municipality) if found.place.municipality else [],
        "extract": SimpleLazyObject(lambda: extract(found)),
        "map_config": _map_config(request, found),
        "downloads": [
            {"title": _("Kennzahlen"), "format": "CSV", "url": link(request, "dossiers:csv", slug)},
            {
                "title": _("Umriss, Kennzahlen und Quellen"),
                "format": "GeoPackage",
                "url": link(request, "dossiers:geopackage", slug),
            },
        ],
        "slug": slug,
        "print_url": link(request, "dossiers:print", slug),
        "page_url": link(request, "dossiers:dossier", slug),
        "indicator_count": len(indicators()),
        "breadcrumbs": [
            _home(request),
            {"title": _("Kommunen"), "url": link(request, "dossiers:list")},
            {"title": found.place.name},
        ],
    }


def _headlines(found: Dossier) -> list[Block]:
    return [block for key in HEADLINES for block in found.blocks if block.indicator.id == key]


def _map_config(request: HttpRequest, found: Dossier) -> dict[str, Any]:
    """Return what the interactive extract is told: it shows the same indicator as the drawn one."""
    return {
        **base_config(found.release),
        "title": found.place.name,
        "municipality": found.place.key,
        "places": link(request, "atlas:places", indicator=SHOWN),
    }


def _register_files(request: HttpRequest, county: str) -> list[dict[str, str]]:
    formats = {"csv": "CSV", "xlsx": "XLSX", "geojson": "GeoJSON"}
    return [
        {
            "title": _("Liste der Kommunen"),
            "format": name,
            "url": link(request, "data:export", "municipalities", kind, county=county),
        }
        for kind, name in formats.items()
    ]


def _home(request: HttpRequest) -> dict[str, str]:
    return {"title": _("Start"), "url": link(request, "wagtail_serve", "")}


def _attachment(content: str | bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
