"""Projects as files: the same filters as the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.projects.models import Project, ProjectList
from gruenzug.web.projects.selectors.asking import Asked, find
from gruenzug.web.projects.words import public_cost

STATUS = _("confirmed (belegt), partial (teilweise belegt) oder placeholder (Platzhalter)")
FILTERS = {
    "q": _("Wörter, wie in der Suche"),
    "state": _("idea, planned, underway, done, paused oder rejected"),
    "measure": _("Art der Maßnahme"),
    "theme": _("Kennung des Leitthemas"),
    "goal": _("Kennung des Handlungsziels"),
    "municipality": _("Kommune, wie in der Adresse ihrer Seite"),
    "county": _("nur dieser Kreis (fünfstelliger Schlüssel)"),
    "list": _("Kennung einer Projektliste"),
    "kind": _("Art der Trägerin"),
    "body": _("Trägerin, wie in ihrer Adresse"),
    "category": _("Kategorie des Katalogs"),
    "field": _("Handlungsfeld der Ruhr-Konferenz"),
}


def rows(request: HttpRequest) -> Iterable[Project]:
    """Return the public projects a request asks for, in their order, with all a file says of them."""
    found = find(Asked.of(request))
    full = Project.objects.public().select_related("body", "maintainer")
    full = full.prefetch_related("municipalities", "themes", "goals", "entries__list")
    by_key = {project.pk: project for project in full.filter(pk__in=found.keys)}
    return [by_key[pk] for pk in found.keys if pk in by_key]


def geometry_of(project: Project) -> str:
    """Return the geometry of `project` as GeoJSON, or the point of its town; "" where there is neither."""
    if project.is_located:
        return project.geometry
    point = project.position
    return json.dumps({"type": "Point", "coordinates": [round(side, 6) for side in point]}) if point else ""


def _entry(request: HttpRequest, project: Project) -> Entry:
    towns = ", ".join(town.name for town in project.municipalities.all())
    told = [str(project.get_state_display()), towns, text_of(project.summary)]
    title = text_of(project.title)
    return Entry(title, project.get_absolute_url(), project.updated_at, ". ".join(filter(None, told)))


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _money(value: Any, shown: bool) -> str:
    return str(value) if value is not None and shown else ""


def _joined(rows: Any, name: str) -> str:
    return " ".join(str(getattr(row, name)) for row in rows.all())


PROJECTS = register(
    Listing(
        name="projects",
        title=_("Projekte"),
        description=_("Was auf praktischer Ebene geschieht: Projekte mit Ort, Stand, Trägerin und Zielen"),
        rows=rows,
        geometry=geometry_of,
        entry=_entry,
        geopackage=True,
        filters=FILTERS,
        columns=(
            Column("id", _("Kennung, Teil der Adresse der Seite"), lambda row: row.slug),
            Column("title", _("Titel"), lambda row: text_of(row.title)),
            Column("summary", _("In zwei Sätzen"), lambda row: text_of(row.summary)),
            Column("state", FILTERS["state"], lambda row: row.state),
            Column("state_since", _("Stand seit"), lambda row: _day(row.state_since)),
            Column("begins_on", _("Beginn"), lambda row: _day(row.begins_on)),
            Column("ends_on", _("Ende"), lambda row: _day(row.ends_on)),
            Column(
                "dates_precision",
                _("Genauigkeit der Daten: day, month oder year"),
                lambda row: row.dates_precision,
            ),
            Column("body", _("Trägerin"), lambda row: row.body_label),
            Column(
                "ags",
                _("Gemeindeschlüssel, durch Leerzeichen getrennt"),
                lambda row: _joined(row.municipalities, "ags"),
            ),
            Column(
                "municipalities",
                _("Kommunen"),
                lambda row: ", ".join(town.name for town in row.municipalities.all()),
            ),
            Column("place", _("Ort in Worten"), lambda row: row.place),
            Column(
                "locating",
                _("Lage: exact, approximate, municipality (Punkt der Kommune), region oder unknown"),
                lambda row: row.locating,
            ),
            Column("measures", _("Arten der Maßnahme"), lambda row: " ".join(row.measures)),
            Column("elements", _("Elemente des Katalogs"), lambda row: " ".join(row.elements)),
            Column("themes", _("Kennungen der Leitthemen"), lambda row: _joined(row.themes, "key")),
            Column("goals", _("Kennungen der Handlungsziele"), lambda row: _joined(row.goals, "code")),
            Column(
                "lists",
                _("Kennungen der Projektlisten"),
                lambda row: " ".join(entry.list.key for entry in row.entries.all()),
            ),
            Column("field_of_action", FILTERS["field"], lambda row: row.field_of_action),
            Column("lead_project", _("Leitprojekt der Ruhr-Konferenz"), lambda row: row.lead_project),
            Column(
                "total_cost",
                _("Gesamtkosten in Euro, soweit öffentlich"),
                lambda row: _money(row.total_cost, row.shows_cost),
            ),
            Column(
                "cost_is_about",
                _("true: die Kosten sind ungefähr"),
                lambda row: row.cost_is_about if public_cost(row) else "",
            ),
            Column("area_m2", _("Fläche in m²"), lambda row: row.size_m2),
            Column("unsealed_m2", _("davon entsiegelt, in m²"), lambda row: row.unsealed_m2),
            Column("trees", _("gepflanzte Bäume"), lambda row: row.trees),
            Column("website", _("Seite des Projekts"), lambda row: row.website),
            Column("status", STATUS, lambda row: row.status),
            Column("source", _("Adresse der Quelle"), lambda row: row.source_url),
            Column("note", _("Anmerkung zum Beleg"), lambda row: row.source_note),
            Column("updated_at", _("zuletzt geändert"), lambda row: row.updated_at.isoformat()),
        ),
    )
)

LISTS = register(
    Listing(
        name="project-lists",
        title=_("Projektlisten"),
        description=_("Veröffentlichte Listen von Projekten, jede mit ihrer eigenen Zahl und ihrem Stand"),
        rows=lambda request: ProjectList.objects.select_related("holder"),
        columns=(
            Column("id", _("Kennung"), lambda row: row.key),
            Column("title", _("Titel"), lambda row: text_of(row.title)),
            Column("holder", _("geführt von"), lambda row: row.holder.name if row.holder else ""),
            Column("count", _("veröffentlichte Zahl der Projekte"), lambda row: row.published_count),
            Column("is_about", _("true: ungefähre Zahl"), lambda row: row.is_about),
            Column("as_of", _("Stand"), lambda row: _day(row.as_of)),
            Column("as_of_precision", _("Genauigkeit des Stands"), lambda row: row.as_of_precision),
            Column("status", STATUS, lambda row: row.status),
            Column("source", _("Adresse der Quelle"), lambda row: row.source_url),
            Column("note", _("Anmerkung zum Beleg"), lambda row: row.source_note),
        ),
    )
)
