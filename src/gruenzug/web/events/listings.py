"""Events as files: the same filters as the pages."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.events.models import Event
from gruenzug.web.events.selectors.listing import Asked
from gruenzug.web.events.words import costs, when, where

FILTERS = {
    "when": _("coming (kommende), past (vergangene) oder leer für alle"),
    "q": _("Suchwort"),
    "kind": _("Art der Veranstaltung"),
    "mode": _("onsite, online oder both"),
    "theme": _("Kennung des Leitthemas"),
    "year": _("Jahr, in dem sie beginnt"),
    "goal": _("Kennung des Handlungsziels"),
    "body": _("Veranstalterin, wie in ihrer Adresse"),
    "town": _("Kommune, wie in der Adresse ihrer Seite"),
}


def rows(request: HttpRequest) -> Iterable[Event]:
    """Return the public events a request asks for."""
    found = Asked.of(request).rows().select_related("organiser", "municipality")
    return found.defer("municipality__geometry").prefetch_related("days", "partners", "themes", "goals")


def geometry_of(event: Event) -> str:
    """Return where an event is, or the point of its town; "" where neither is known."""
    if (point := event.position) is None:
        return ""
    return json.dumps({"type": "Point", "coordinates": [round(side, 6) for side in point]})


def _entry(request: HttpRequest, event: Event) -> Entry:
    told = [when(event), where(event), text_of(event.summary)]
    title = text_of(event.title)
    if event.is_cancelled:
        title = f"{event.get_state_display()}: {title}"
    return Entry(title, event.get_absolute_url(), event.updated_at, ". ".join(part for part in told if part))


def _hours(event: Event) -> str:
    """Return the hours of each day: ``2024-04-10 09:30-16:00``."""
    return "; ".join(
        f"{day.date} {day.begins_at or '':.5}-{day.ends_at or '':.5}".strip(" -") for day in event.all_days
    )


EVENTS = register(
    Listing(
        name="events",
        title=_("Veranstaltungen"),
        description=_("Netzwerktage, Werkstätten, Fachtagungen und mehr: was ansteht und was war"),
        rows=rows,
        geometry=geometry_of,
        entry=_entry,
        filters=FILTERS,
        columns=(
            Column("id", _("Kennung, Teil der Adresse der Seite"), lambda row: row.slug),
            Column("title", _("Titel"), lambda row: text_of(row.title)),
            Column("summary", _("Worum es geht"), lambda row: text_of(row.summary)),
            Column("kind", FILTERS["kind"], lambda row: row.kind),
            Column("state", _("published oder cancelled (abgesagt)"), lambda row: row.state),
            Column("begins_on", _("Beginn"), lambda row: row.begins_on.isoformat()),
            Column("ends_on", _("Ende"), lambda row: row.ends_on.isoformat()),
            Column(
                "precision",
                _("wie genau der Zeitpunkt bekannt ist: day, month oder year"),
                lambda row: row.precision,
            ),
            Column("hours", _("Tage und Uhrzeiten, soweit bekannt"), _hours),
            Column("mode", FILTERS["mode"], lambda row: row.mode),
            Column("venue", _("Haus"), lambda row: row.venue),
            Column(
                "address",
                _("Anschrift"),
                lambda row: ", ".join(row.address_lines[1:] if row.venue else row.address_lines),
            ),
            Column(
                "ags", _("Gemeindeschlüssel"), lambda row: row.municipality.ags if row.municipality else ""
            ),
            Column("organiser", _("Veranstalterin"), lambda row: row.organiser.name if row.organiser else ""),
            Column(
                "partners",
                _("gemeinsam mit"),
                lambda row: "; ".join(body.name for body in row.partners.all()),
            ),
            Column(
                "themes",
                _("Kennungen der Leitthemen"),
                lambda row: " ".join(theme.key for theme in row.themes.all()),
            ),
            Column(
                "goals",
                _("Kennungen der Handlungsziele"),
                lambda row: " ".join(goal.code for goal in row.goals.all()),
            ),
            Column("sign_up", _("none (ohne Anmeldung), here oder elsewhere"), lambda row: row.sign_up),
            Column(
                "closes_at",
                _("Anmeldung bis"),
                lambda row: row.closes_at.isoformat() if row.closes_at else "",
            ),
            Column("costs", _("Kosten in Worten"), costs),
            Column("certificate", _("true: mit Teilnahmebescheinigung"), lambda row: row.has_certificate),
            Column("attended", _("Teilnehmende, soweit bekannt"), lambda row: row.attended),
            Column("attended_note", _("Anmerkung zur Zahl"), lambda row: row.attended_note),
            Column(
                "status",
                _("confirmed (belegt), partial (teilweise belegt) oder placeholder (Platzhalter)"),
                lambda row: row.status,
            ),
            Column("source", _("Adresse der Quelle"), lambda row: row.source_url),
            Column("note", _("Anmerkung zum Beleg"), lambda row: row.source_note),
            Column("updated_at", _("zuletzt geändert"), lambda row: row.updated_at.isoformat()),
        ),
    )
)
