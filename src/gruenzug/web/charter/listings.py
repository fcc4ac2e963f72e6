"""Lists of the Charta that leave the site as files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.charter.models import Commitment, Handlungsziel, Pledge
from gruenzug.web.charter.selectors import pledges as pledge_selectors
from gruenzug.web.charter.selectors import register as register_selectors
from gruenzug.web.charter.selectors.goals import outline_of
from gruenzug.web.core.exports import Column, Entry, Listing, register

STATUS = _("confirmed (belegt), partial (teilweise belegt) oder placeholder (Platzhalter)")


def goals_of(request: HttpRequest) -> Iterable[Handlungsziel]:
    """Return the goals in force that match the filters, by number."""
    asked = {name: request.GET.get(name, "") for name in ("theme", "kind", "named")}
    outline = outline_of(asked["theme"], asked["kind"], bool(asked["named"]))
    return sorted((goal for theme in outline.themes for goal in theme.goals), key=lambda goal: goal.number)


def commitments_of(request: HttpRequest) -> Iterable[Commitment]:
    """Return the public entries of the register that match the filters."""
    rows = register_selectors.Asked.of(request).rows()
    return rows.select_related("body__municipality", "body__county").prefetch_related("stations")


def pledges_of(request: HttpRequest) -> Iterable[Pledge]:
    """Return the public promises that match the filters."""
    rows = pledge_selectors.Asked.of(request).rows()
    return pledge_selectors.with_reports(rows.prefetch_related("goals"))


def _plain(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _day(name: str) -> Callable[[Any], str]:
    def value(row: Any) -> str:
        found: dt.date | None = getattr(row, name)
        return found.isoformat() if found else ""

    return value


def _point(row: Commitment) -> str:
    """Return the point of the body as GeoJSON."""
    position = row.body.position
    return json.dumps({"type": "Point", "coordinates": position}) if position else ""


def _stations(row: Commitment) -> str:
    """Return the committees in one cell: "2023-05-09 Ausschuss für Umwelt (agreed); …"."""
    told = [
        f"{station.meets_on.isoformat() if station.meets_on else '–'} {station.committee} ({station.result})"
        for station in row.stations.all()
    ]
    return "; ".join(told)


def _entry(request: HttpRequest, row: Commitment) -> Entry:
    parts = [register_selectors.status_line(row), row.state_note]
    title = f"{row.body.label}: {row.version.title}"
    return Entry(title, row.get_absolute_url(), row.updated_at, ". ".join(part for part in parts if part))


def _pledge_entry(request: HttpRequest, row: Pledge) -> Entry:
    report = pledge_selectors.newest(row)
    told = f"{report.get_progress_display()}: {report.words}" if report else str(row.get_state_display())
    moment = max(row.updated_at, report.updated_at) if report else row.updated_at
    return Entry(f"{row.body.label}: {row.title}", row.get_absolute_url(), moment, told)


def _report(name: str) -> Callable[[Pledge], Any]:
    return lambda row: getattr(pledge_selectors.newest(row), name, "")


GOALS = register(
    Listing(
        name="goals",
        title=_("Handlungsziele"),
        description=_("Alle Handlungsziele der Strategie mit Leitthema, Kernvereinbarung und Beleg"),
        rows=goals_of,
        filters={
            "theme": _("Kennung des Leitthemas, „ohne“ für noch nicht zugeordnete"),
            "kind": _("established (gute Praxis) oder new-impulse (neuer Impuls)"),
            "named": _("1: ohne Platzhalter"),
        },
        columns=(
            Column("code", _("Kennung"), _plain("code")),
            Column("number", _("Nummer auf diesen Seiten"), _plain("number")),
            Column("title", _("Titel"), lambda row: text_of(row.title)),
            Column(
                "leitthema",
                _("Kennung des Leitthemas"),
                lambda row: row.leitthema.key if row.leitthema else "",
            ),
            Column("assignment", _("Beleg der Zuordnung zum Leitthema"), _plain("assignment")),
            Column("kind", _("established (gute Praxis) oder new-impulse (neuer Impuls)"), _plain("kind")),
            Column("text", _("Kernvereinbarung"), lambda row: text_of(row.text)),
            Column("status", STATUS, _plain("status")),
            Column("source", _("Adresse der Quelle"), _plain("source_url")),
            Column("note", _("Anmerkung zum Beleg"), _plain("source_note")),
        ),
    )
)

COMMITMENTS = register(
    Listing(
        name="commitments",
        title=_("Register der Mitwirkung"),
        description=_("Wer der Charta beigetreten ist, auf welchem Weg, mit welchem Beschluss und Beleg"),
        rows=commitments_of,
        geometry=_point,
        entry=_entry,
        filters={
            "q": _("Teil des Namens oder der Vorlagennummer"),
            "state": _("draft, in-consultation, decided, rejected oder withdrawn"),
            "kind": _("Art der Körperschaft"),
            "county": _("nur dieser Kreis (fünfstelliger Schlüssel)"),
            "document": _("charta oder strategie"),
        },
        columns=(
            Column("body", _("Körperschaft"), lambda row: row.body.name),
            Column("key", _("Amtlicher Schlüssel"), lambda row: row.body.official_key),
            Column("kind", _("Art der Körperschaft"), lambda row: row.body.kind),
            Column("document", _("charta oder strategie"), lambda row: row.version.document),
            Column("version", _("Fassung"), lambda row: row.version.number),
            Column("form", _("council (Beschluss) oder declaration (Erklärung)"), _plain("form")),
            Column("state", _("draft, in-consultation, decided, rejected oder withdrawn"), _plain("state")),
            Column("state_note", _("Erläuterung des Stands"), _plain("state_note")),
            Column("paper", _("Vorlage Nr."), _plain("paper_reference")),
            Column("paper_url", _("Adresse der Vorlage"), _plain("paper_url")),
            Column("stations", _("Gremien mit Tag und Ergebnis"), _stations),
            Column("decided_on", _("beschlossen am"), _day("decided_on")),
            Column("decided_in", _("beschlossen in"), _plain("decided_in")),
            Column("votes_for", _("Ja-Stimmen"), _plain("votes_for")),
            Column("votes_against", _("Nein-Stimmen"), _plain("votes_against")),
            Column("abstentions", _("Enthaltungen"), _plain("abstentions")),
            Column("vote", _("Abstimmung in Worten"), _plain("vote")),
            Column("signed_on", _("unterzeichnet am"), _day("signed_on")),
            Column("evidence", _("Adresse des Belegs"), _plain("evidence_url")),
            Column("status", STATUS, _plain("status")),
            Column("source", _("Adresse der Quelle"), _plain("source_url")),
            Column("updated_at", _("zuletzt geändert"), lambda row: row.updated_at.isoformat()),
        ),
    )
)

PLEDGES = register(
    Listing(
        name="pledges",
        title=_("Selbstverpflichtungen"),
        description=_("Was Körperschaften zugesagt haben, bis wann, und was sie darüber berichten"),
        rows=pledges_of,
        entry=_pledge_entry,
        filters={
            "q": _("Wort aus der Zusage oder dem Namen"),
            "state": _("running, kept, dropped oder overdue"),
            "theme": _("Kennung des Leitthemas"),
            "goal": _("Kennung des Handlungsziels"),
            "body": _("Körperschaft, wie in ihrer Adresse"),
        },
        columns=(
            Column("body", _("Körperschaft"), lambda row: row.body.name),
            Column("key", _("Amtlicher Schlüssel"), lambda row: row.body.official_key),
            Column("title", _("Was zugesagt ist"), _plain("title")),
            Column("target", _("Ziel in Worten"), _plain("target")),
            Column(
                "goals", _("Handlungsziele"), lambda row: ", ".join(goal.code for goal in row.goals.all())
            ),
            Column("due_on", _("bis zum"), _day("due_on")),
            Column("state", _("running, kept oder dropped"), _plain("state")),
            Column("overdue", _("true: der Tag ist vorbei"), _plain("is_overdue")),
            Column("office", _("zuständiges Amt"), _plain("responsible_office")),
            Column("indicator", _("Kennung des Indikators"), _plain("indicator")),
            Column("target_value", _("Zielwert in der Einheit des Indikators"), _plain("target_value")),
            Column("target_year", _("Zieljahr"), _plain("target_year")),
            Column("progress", _("Wie es steht, nach eigener Angabe"), _report("progress")),
            Column("percent", _("Fortschritt in Prozent, nach eigener Angabe"), _report("percent")),
            Column("words", _("In eigenen Worten"), _report("words")),
            Column("reported_on", _("berichtet am"), lambda row: str(_report("reported_on")(row) or "")),
        ),
    )
)
