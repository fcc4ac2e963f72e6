"""Ideas as files: the same filters as the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.participation.models import Idea
from gruenzug.web.participation.selectors.ideas import Asked, Found
from gruenzug.web.participation.selectors.statistics import by_month

FILTERS = {
    "q": _("Wörter, wie in der Suche"),
    "category": _("Art der Idee"),
    "stage": _("open, review, taken-up, project, done, exists, elsewhere oder declined"),
    "municipality": _("Kommune, wie in der Adresse ihrer Seite"),
    "theme": _("Kennung des Leitthemas"),
}


def rows(request: HttpRequest) -> Iterable[Idea]:
    """Return the public ideas a request asks for."""
    found = Found(Asked.of(request)).rows.select_related("municipality", "body", "photo", "project")
    return found.defer("municipality__geometry", "project__geometry").prefetch_related("themes", "goals")


def geometry_of(idea: Idea) -> str:
    """Return the geometry of `idea` as GeoJSON, or the point of its town; "" where there is neither."""
    if idea.geometry:
        return idea.geometry
    point = idea.position
    return json.dumps({"type": "Point", "coordinates": [round(side, 6) for side in point]}) if point else ""


def _entry(request: HttpRequest, idea: Idea) -> Entry:
    town = idea.municipality.name if idea.municipality else ""
    told = ". ".join(part for part in (str(idea.get_stage_display()), town, idea.text) if part)
    return Entry(idea.title, idea.get_absolute_url(), idea.updated_at, told)


def _moment(value: Any) -> str:
    return value.isoformat() if value else ""


def _project(idea: Idea) -> str:
    return idea.project.slug if idea.project and idea.project.is_public else ""


IDEAS = register(
    Listing(
        name="ideas",
        title=_("Ideen"),
        description=_("Was Menschen für mehr Grün an bestimmten Orten vorschlagen, und was daraus wurde"),
        rows=rows,
        geometry=geometry_of,
        geopackage=True,
        entry=_entry,
        filters=FILTERS,
        columns=(
            Column("id", _("Nummer, Teil der Adresse der Seite"), lambda row: row.pk),
            Column("key", _("Kennung, die beim Austausch gleich bleibt"), lambda row: str(row.key)),
            Column("title", _("Titel"), lambda row: row.title),
            Column("text", _("Beschreibung"), lambda row: row.text),
            Column("category", FILTERS["category"], lambda row: row.category),
            Column("stage", FILTERS["stage"], lambda row: row.stage),
            Column(
                "ags", _("Gemeindeschlüssel"), lambda row: row.municipality.ags if row.municipality else ""
            ),
            Column(
                "municipality", _("Kommune"), lambda row: row.municipality.name if row.municipality else ""
            ),
            Column("place", _("Ort in Worten"), lambda row: row.place),
            Column(
                "has_place", _("true: eigener Ort, false: Punkt der Kommune"), lambda row: bool(row.geometry)
            ),
            Column("area_m2", _("Fläche in m², wenn gezeichnet"), lambda row: row.area_m2 or None),
            Column("length_m", _("Länge oder Umfang in m"), lambda row: row.length_m or None),
            Column(
                "themes",
                _("Kennungen der Leitthemen"),
                lambda row: " ".join(one.key for one in row.themes.all()),
            ),
            Column(
                "goals",
                _("Kennungen der Handlungsziele"),
                lambda row: " ".join(one.code for one in row.goals.all()),
            ),
            Column("name", _("selbst gewählter Name oder Körperschaft"), lambda row: row.signed),
            Column("is_body", _("true: Beitrag einer Körperschaft"), lambda row: row.body_id is not None),
            Column("support", _("Zahl der Unterstützungen"), lambda row: row.support_count),
            Column("comments", _("Zahl der Kommentare"), lambda row: row.comment_count),
            Column("answer", _("Antwort"), lambda row: row.answer),
            Column("answered_by", _("Antwort von"), lambda row: row.answered_by),
            Column("answered_at", _("beantwortet am"), lambda row: _moment(row.answered_at)),
            Column("project", _("Kennung des Projekts daraus"), _project),
            Column(
                "photo",
                _("Adresse des Fotos"),
                lambda row: settings.BASE_URL + row.photo.image.url if row.photo else "",
            ),
            Column("photo_alt", _("Bildbeschreibung"), lambda row: row.photo.alt if row.photo else ""),
            Column("published_at", _("veröffentlicht am"), lambda row: _moment(row.published_at)),
            Column("updated_at", _("zuletzt geändert"), lambda row: _moment(row.updated_at)),
        ),
    )
)

MODERATION = register(
    Listing(
        name="moderation",
        title=_("Moderation in Zahlen"),
        description=_("Wie oft Beiträge freigegeben oder ausgeblendet wurden, aus welchem Grund, je Monat"),
        rows=lambda request: by_month(),
        columns=(
            Column("month", _("Monat"), lambda row: row["month"].date().isoformat()[:7]),
            Column("kind", _("Art des Beitrags"), lambda row: row["kind"]),
            Column(
                "verdict",
                _("was geschah: published, hidden, restored, objected oder upheld"),
                lambda row: row["verdict"],
            ),
            Column("reason", _("Grund, wenn etwas ausgeblendet wurde"), lambda row: row["reason"]),
            Column("count", _("wie oft"), lambda row: row["count"]),
        ),
    )
)
