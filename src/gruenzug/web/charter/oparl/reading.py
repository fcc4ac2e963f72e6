"""What OParl objects mean to us: papers, their consultations, meetings; pure functions over JSON.

Versions 1.0 and 1.1 differ in details (one organization or several, the name
of the resolution's text); both are read. Personal data in the answers
(originators, people) are not looked at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from gruenzug.web.charter.models import Station

Facts = Mapping[str, Any]
Role, Result = Station.Role, Station.Result

ROLES = (
    (("entscheidung", "beschlussfassung", "beschluss"), Role.DECISION),
    (("kenntnis",), Role.NOTICE),
    (("anhörung", "anhoerung"), Role.HEARING),
)
RESULTS = (
    (("abgelehnt", "ablehnung"), Result.REJECTED),
    (("vertagt", "zurückgestellt", "verwiesen", "abgesetzt", "zurückgezogen"), Result.DEFERRED),
    (("geändert", "mit änderung", "abweichend"), Result.AMENDED),
    (("kenntnis",), Result.NOTED),
    (("empfohlen", "empfehlung"), Result.RECOMMENDED),
    (("beschlossen", "zugestimmt", "zustimmung", "angenommen", "einstimmig"), Result.AGREED),
)
UNCHANGED = re.compile(r"\bunge?änder", re.IGNORECASE)


@dataclass(frozen=True)
class Paper:
    """A Drucksache; of one that was deleted only the address and the moment are left."""

    id: str
    name: str
    reference: str
    paper_type: str
    date: dt.date | None
    web_url: str
    file_url: str
    modified_at: dt.datetime | None
    is_deleted: bool
    consultations: list[Facts]


@dataclass(frozen=True)
class Consultation:
    """One station of the Beratungsfolge as the server tells it."""

    id: str
    committee: str
    role: str
    meets_on: dt.date | None
    agenda_number: str
    result: str
    told_result: str
    resolution: str


def is_type(facts: Facts, name: str) -> bool:
    """Whether `facts` is an OParl object of the type `name`, of any version.

    >>> is_type({"type": "https://schema.oparl.org/1.1/Paper"}, "Paper")
    True
    """
    return str(facts.get("type", "")).rstrip("/").rpartition("/")[2] == name


def paper_of(facts: Facts) -> Paper:
    """Read an oparl:Paper."""
    consultations = facts.get("consultation")
    main = facts.get("mainFile")
    return Paper(
        id=str(facts.get("id", "")),
        name=_text(facts, "name")[:500],
        reference=_text(facts, "reference")[:120],
        paper_type=_text(facts, "paperType")[:120],
        date=day_of(facts.get("date")) or day_of(facts.get("publishedDate")),
        web_url=_url(facts, "web"),
        file_url=_url(main, "accessUrl") if isinstance(main, Mapping) else "",
        modified_at=moment_of(facts.get("modified")),
        is_deleted=facts.get("deleted") is True,
        consultations=[row for row in consultations or [] if isinstance(row, Mapping)]
        if isinstance(consultations, list)
        else [],
    )


def consultation_of(facts: Facts, fetch: Callable[[str], Facts]) -> Consultation:
    """Read an oparl:Consultation; `fetch` returns the meeting and the committee by their addresses."""
    meeting = _object(facts.get("meeting"), fetch)
    item = _agenda_item(facts, meeting, fetch)
    told = _text(item, "result")
    role = role_of(_text(facts, "role"), facts.get("authoritative") is True)
    return Consultation(
        id=str(facts.get("id", "")),
        committee=_committee(facts, meeting, fetch)[:200],
        role=role,
        meets_on=day_of(meeting.get("start")),
        agenda_number=_text(item, "number")[:40],
        result=result_of(told),
        told_result=told[:240],
        resolution=_text(item, "resolutionText") or _text(item, "resolution"),
    )


def role_of(told: str, authoritative: bool) -> str:
    """Return our role for the words of a server.

    >>> str(role_of("Beschlussfassung", False)), str(role_of("", True)), str(role_of("Vorberatung", False))
    ('decision', 'decision', 'advice')
    """
    for words, role in ROLES:
        if any(word in told.lower() for word in words):
            return role
    return Role.DECISION if authoritative and not told else Role.ADVICE


def result_of(told: str) -> str:
    """Return our result for the words of a server; nothing told is an open result, unclear words unknown.

    >>> [str(result_of(told)) for told in ("Geändert beschlossen", "ungeändert beschlossen", "")]
    ['amended', 'agreed', 'open']
    """
    if not told.strip():
        return Result.OPEN
    plain = UNCHANGED.sub("", told).lower()
    for words, result in RESULTS:
        if any(word in plain for word in words):
            return result
    return Result.UNKNOWN


def moment_of(told: Any) -> dt.datetime | None:
    """Return a date-time; None if it is none or has no time zone."""
    try:
        moment = parse_datetime(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def day_of(told: Any) -> dt.date | None:
    """Return the day of a date or, in our time zone, of a date-time."""
    if not isinstance(told, str):
        return None
    if moment := moment_of(told):
        return timezone.localtime(moment).date()
    try:
        return parse_date(told[:10])
    except ValueError:
        return None


def _agenda_item(facts: Facts, meeting: Facts, fetch: Callable[[str], Facts]) -> Facts:
    """Return the agenda item: from the meeting, which carries its items, else by its address."""
    item = facts.get("agendaItem")
    if isinstance(item, Mapping):
        return item
    rows = meeting.get("agendaItem")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping) and (row.get("id") == item or row.get("consultation") == facts.get("id")):
            return row
    return _object(item, fetch)


def _committee(facts: Facts, meeting: Facts, fetch: Callable[[str], Facts]) -> str:
    """Return the name of the leading committee; the first of several leads."""
    for source in (facts, meeting):
        told = source.get("organization")
        first = told[0] if isinstance(told, list) and told else told
        name = _text(_object(first, fetch), "name")
        if name:
            return name
    return _text(meeting, "name")


def _object(told: Any, fetch: Callable[[str], Facts]) -> Facts:
    """Return an object that is there, or behind an address."""
    if isinstance(told, Mapping):
        return told
    return fetch(told) if isinstance(told, str) and told else {}


def _text(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _url(facts: Facts, name: str) -> str:
    value = _text(facts, name)
    return value[:500] if value.startswith(("http://", "https://")) else ""
