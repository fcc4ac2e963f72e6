"""Programmes and public grants as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core.exports import Column, Entry, Listing, register
from gruenzug.web.funding.models import Statement
from gruenzug.web.funding.selectors import public
from gruenzug.web.funding.selectors.facts import brief
from gruenzug.web.funding.selectors.finder import Asked, Found, public_programmes

STATUS = _("confirmed (belegt), partial (teilweise belegt) oder placeholder (Platzhalter)")
Key = Statement.Key


def programmes_of(request: HttpRequest) -> Iterable[Found]:
    """Return the programmes the query asks for."""
    asked = Asked.of(request)
    return [found for found in public_programmes() if asked.fits(found)]


def grants_of(request: HttpRequest) -> Iterable[public.PublicGrant]:
    """Return the public grants the query asks for."""
    rows = public.public_grants(public.Asked.of(request))
    rows = rows.select_related("recipient__municipality", "recipient__county", "giver", "programme", "parent")
    return public.with_amounts(rows.defer("recipient__municipality__geometry", "recipient__county__geometry"))


def _figures(key: Key) -> Callable[[Found], str]:
    """Return what all sources say on a key, in one cell: "200000 (RVR, 2026-11-22); 50000 (DB …)"."""

    def told(found: Found) -> str:
        parts = []
        for row in found.statements:
            if row.key == key and row.number is not None:
                scope = f" [{row.circumstance}]" if row.circumstance else ""
                parts.append(f"{row.number.normalize():f}{scope} ({row.source_title}, {row.checked_on})")
        return "; ".join(parts)

    return told


def _named(key: Key, column: str) -> Callable[[Found], str]:
    return lambda found: " ".join(
        sorted({kind for row in found.terms.said(key) for kind in getattr(row, column)})
    )


def _programme_entry(request: HttpRequest, found: Found) -> Entry:
    row = found.programme
    summary = ". ".join(part for part in (brief(found.terms), row.summary_de) if part)
    return Entry(row.title_de, row.get_absolute_url(), row.updated_at, summary)


def _grant_entry(request: HttpRequest, row: public.PublicGrant) -> Entry:
    grant = row.grant
    title = f"{grant.recipient.label}: {grant.title}"
    return Entry(title, grant.get_absolute_url(), grant.updated_at, grant.purpose)


def _point(row: public.PublicGrant) -> str:
    position = row.grant.recipient.position
    if position is None:
        return ""
    return json.dumps({"type": "Point", "coordinates": [round(side, 6) for side in position]})


PROGRAMMES = register(
    Listing(
        name="funding-programmes",
        title=_("Förderprogramme"),
        description=_("Förderprogramme für Grüne Infrastruktur; jeder Wert mit Quelle und Prüfdatum"),
        rows=programmes_of,
        entry=_programme_entry,
        filters={
            "q": _("Wort aus Titel, Rahmen oder Inhalt"),
            "state": _("leer: aktuelle; closed: abgeschlossene"),
            "applicant": _("Art der Antragstellenden"),
            "measure": _("Art der Maßnahme"),
        },
        columns=(
            Column("id", _("Kennung, Teil der Adresse der Seite"), lambda row: row.programme.slug),
            Column("title", _("Titel"), lambda row: row.programme.title_de),
            Column("frame", _("Rahmen"), lambda row: row.programme.frame),
            Column(
                "giver", _("Fördergeber"), lambda row: row.programme.giver.name if row.programme.giver else ""
            ),
            Column(
                "status",
                _("open, announced, passed (Frist vorbei), unclear oder closed"),
                lambda row: row.status(timezone.localdate()),
            ),
            Column("valid_from", _("gilt ab"), lambda row: str(row.programme.valid_from or "")),
            Column("valid_until", _("gilt bis"), lambda row: str(row.programme.valid_until or "")),
            Column("next_deadline", _("nächste Frist"), lambda row: str(row.next_deadline or "")),
            Column("applicants", _("Wer gefördert wird"), _named(Key.APPLICANTS, "applicants")),
            Column("measures", _("Was gefördert wird"), _named(Key.MEASURES, "measures")),
            Column("rate", _("Fördersatz in Prozent, je Quelle"), _figures(Key.RATE)),
            Column("rate_up_to", _("Fördersatz höchstens, in Prozent, je Quelle"), _figures(Key.RATE_UP_TO)),
            Column("minimum_cost", _("Kosten mindestens, in Euro, je Quelle"), _figures(Key.MINIMUM_COST)),
            Column(
                "minimum_grant", _("Förderung mindestens, in Euro, je Quelle"), _figures(Key.MINIMUM_GRANT)
            ),
            Column(
                "maximum_grant", _("Förderung höchstens, in Euro, je Quelle"), _figures(Key.MAXIMUM_GRANT)
            ),
            Column(
                "contradictions",
                _("Zahl der Angaben, in denen Quellen sich widersprechen"),
                lambda row: row.contradictions,
            ),
            Column("checked_on", _("ältestes Prüfdatum"), lambda row: str(row.checked_on or "")),
            Column("status_of_source", STATUS, lambda row: row.programme.status),
            Column("source", _("Adresse der Quelle"), lambda row: row.programme.source_url),
        ),
    )
)

GRANTS = register(
    Listing(
        name="grants",
        title=_("Zuwendungen"),
        description=_("Was wem wofür bewilligt wurde, soweit der Bescheid es öffentlich macht"),
        rows=grants_of,
        geometry=_point,
        entry=_grant_entry,
        filters={
            "q": _("Teil des Titels oder des Namens der Empfängerin"),
            "year": _("Jahr des Bescheids"),
            "recipient": _("Kennung der Empfängerin"),
            "programme": _("Kennung des Förderprogramms"),
        },
        columns=(
            Column("id", _("Kennung, Teil der Adresse der Seite"), lambda row: row.grant.slug),
            Column("title", _("Vorhaben"), lambda row: row.grant.title),
            Column("recipient", _("Zuwendungsempfängerin"), lambda row: row.grant.recipient.name),
            Column(
                "key", _("Amtlicher Schlüssel der Empfängerin"), lambda row: row.grant.recipient.official_key
            ),
            Column("giver", _("Zuwendungsgeber"), lambda row: row.grant.giver.name),
            Column(
                "passed_on_from",
                _("Kennung der Zuwendung, aus der weitergeleitet wird"),
                lambda row: row.grant.parent.slug if row.grant.parent and row.grant.parent.is_public else "",
            ),
            Column(
                "programme",
                _("Kennung des Förderprogramms"),
                lambda row: row.grant.programme.slug if row.grant.programme else "",
            ),
            Column("purpose", _("Zuwendungszweck"), lambda row: row.grant.purpose),
            Column("decided_on", _("Bescheid vom"), lambda row: row.grant.decided_on.isoformat()),
            Column(
                "decided_precision", _("exact, about oder derived"), lambda row: row.grant.decided_precision
            ),
            Column("amount", _("bewilligt in Euro; leer: nicht öffentlich"), lambda row: row.amount),
            Column(
                "amount_precision", _("exact, about oder derived"), lambda row: row.grant.amount_precision
            ),
            Column("financing", _("share, deficit, fixed oder full"), lambda row: row.grant.financing),
            Column("state", _("in-force, proved, closed oder revoked"), lambda row: row.grant.state),
            Column("status", STATUS, lambda row: row.grant.status),
            Column("source", _("Adresse der Quelle"), lambda row: row.grant.source_url),
            Column("note", _("Anmerkung zum Beleg"), lambda row: row.grant.source_note),
        ),
    )
)
