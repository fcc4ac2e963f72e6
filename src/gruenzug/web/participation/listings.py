"""Ideas as files: the same filters as the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.participation.models import Contribution, Idea, Survey
from gruenzug.web.participation.selectors.ideas import Asked, Found
from gruenzug.web.participation.selectors.statistics import by_month
from gruenzug.web.participation.selectors.surveys import flat

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


def contributions(request: HttpRequest) -> Iterable[Contribution]:
    """Return the public contributions a request asks for, replies too."""
    rows = Contribution.objects.public().filter(consultation__is_public=True)
    if slug := request.GET.get("consultation", ""):
        rows = rows.filter(consultation__slug=slug[:100])
    return rows.select_related("consultation", "draft", "body", "answer", "parent").order_by("pk")


def _answered(row: Contribution, name: str) -> str:
    shown = row.answer and row.consultation and row.consultation.released_at
    return getattr(row.answer, name) if shown else ""


def _said(request: HttpRequest, row: Contribution) -> Entry:
    title = f"{row.get_kind_display()} {row.pk}: {row.consultation}"
    return Entry(title, row.get_absolute_url(), row.updated_at, row.text)


def _parent(row: Contribution) -> str:
    return str(row.parent.key) if row.parent else ""


CONTRIBUTIONS = register(
    Listing(
        name="contributions",
        title=_("Beiträge zu Konsultationen"),
        description=_("Was zu Entwürfen gesagt wurde, je Absatz und Fassung, mit den Antworten"),
        rows=contributions,
        entry=_said,
        filters={"consultation": _("Konsultation, wie in ihrer Adresse")},
        columns=(
            Column("id", _("Nummer"), lambda row: row.pk),
            Column("key", _("Kennung, die beim Austausch gleich bleibt"), lambda row: str(row.key)),
            Column("consultation", _("Konsultation"), lambda row: row.consultation.slug),
            Column("version", _("Fassung des Entwurfs"), lambda row: row.draft.number if row.draft else None),
            Column("paragraph", _("Kennung des Absatzes"), lambda row: row.paragraph_key),
            Column("kind", _("comment oder proposal"), lambda row: row.kind),
            Column("reply_to", _("Kennung des Beitrags, auf den dies antwortet"), _parent),
            Column("name", _("selbst gewählter Name oder Körperschaft"), lambda row: row.signed),
            Column("is_body", _("true: Beitrag einer Körperschaft"), lambda row: row.body_id is not None),
            Column("text", _("Text"), lambda row: row.text),
            Column("proposal", _("vorgeschlagener Wortlaut"), lambda row: row.proposal),
            Column("support", _("Stimmen dafür"), lambda row: row.support_count),
            Column("doubt", _("Stimmen dagegen"), lambda row: row.doubt_count),
            Column(
                "decision",
                _("taken, partly, not, covered oder elsewhere"),
                lambda row: _answered(row, "decision"),
            ),
            Column("answer", _("Antwort"), lambda row: _answered(row, "text")),
            Column("origin", _("übernommen aus"), lambda row: row.origin),
            Column("created_at", _("geschrieben am"), lambda row: _moment(row.created_at)),
        ),
    )
)


def survey_lines(request: HttpRequest) -> Iterable[dict[str, Any]]:
    """Return the public results, of one survey or of all."""
    rows = Survey.objects.public().prefetch_related("questions")
    if slug := request.GET.get("survey", ""):
        rows = rows.filter(slug=slug[:100])
    return [line for survey in rows if survey.shows_results for line in flat(survey)]


SURVEYS = register(
    Listing(
        name="survey-results",
        title=_("Ergebnisse von Umfragen"),
        description=_("Wie oft was geantwortet wurde; freie Texte sind nur gezählt"),
        rows=survey_lines,
        filters={"survey": _("Umfrage, wie in ihrer Adresse")},
        columns=(
            Column("survey", _("Umfrage, wie in ihrer Adresse"), lambda row: row["survey"]),
            Column("question", _("Nummer der Frage"), lambda row: row["question"]),
            Column("text", _("Frage"), lambda row: row["text"]),
            Column("kind", _("single, multiple, scale, number oder text"), lambda row: row["kind"]),
            Column("choice", _("Antwort, wenn eine zu wählen war"), lambda row: row["choice"]),
            Column("count", _("wie oft"), lambda row: row["count"]),
            Column("answered", _("wie viele die Frage beantwortet haben"), lambda row: row["answered"]),
            Column("responses", _("wie viele die Umfrage beantwortet haben"), lambda row: row["responses"]),
            Column("median", _("mittlerer Wert bei Zahl und Skala"), lambda row: row["median"]),
        ),
    )
)
