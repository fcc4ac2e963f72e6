"""The history of the Charta day by day: decisions, committees, signatures, as a list and as a drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Commitment, SigningEvent, Station, Version
from gruenzug.web.charter.selectors.register import DONE, Brief, state_label
from gruenzug.web.core.addresses import address_of
from gruenzug.web.core.formats import day

DECIDED, SIGNED = "decided", "signed"
STATION = ("commitment_id", "order", "committee", "role", "meets_on", "result", "vote")


@dataclass(frozen=True)
class Moment:
    """One day in the history of the Charta."""

    on: dt.date
    title: str
    text: str
    url: str = ""
    kind: str = "station"
    order: int = 0


@dataclass(frozen=True)
class Lane:
    """One body on the drawn timeline."""

    label: str
    url: str
    marks: SafeString


@dataclass(frozen=True)
class Timeline:
    """Bodies over days as a drawing; the same facts stand in the list below it."""

    lanes: list[Lane]
    ticks: list[str]


def moments_of(entries: Sequence[Brief], versions: Iterable[Version], limit: int) -> list[Moment]:
    """Return the latest days of `versions`, the signings and `entries`, at most `limit` and one more.

    One more than asked for says that there are others.
    """
    found = [*_of_versions(versions), *_of_signings(), *_of_register(entries, limit + 1)]
    latest = sorted(found, key=lambda moment: (moment.on, moment.order, moment.title), reverse=True)
    return latest[: limit + 1]


def timeline_of(rows: Iterable[Commitment]) -> Timeline | None:
    """Return lanes of `rows` over time, in one query; None without two days."""
    rows = list(rows)
    stations: dict[int, list[Station]] = {row.pk: [] for row in rows}
    for station in Station.objects.filter(commitment__in=stations, meets_on__isnull=False).only(*STATION):
        stations[station.commitment_id].append(station)
    lanes = [(row, sorted(_of_row(row, stations[row.pk]), key=lambda moment: moment.on)) for row in rows]
    lanes = sorted((lane for lane in lanes if lane[1]), key=lambda lane: lane[1][0].on)
    days = sorted({moment.on for _row, moments in lanes for moment in moments})
    if len(days) < 2:
        return None
    first, span = days[0], (days[-1] - days[0]).days
    return Timeline(
        [
            Lane(row.body.label, row.get_absolute_url(), _marks(moments, first, span))
            for row, moments in lanes
        ],
        [day(days[0]), day(days[-1])],
    )


def _of_versions(versions: Iterable[Version]) -> Iterator[Moment]:
    for version in versions:
        if version.decided_on:
            body = version.decided_by.label if version.decided_by else ""
            parts = (body, version.decided_in, version.vote)
            yield Moment(
                version.decided_on,
                _("%s beschlossen") % version.title,
                ", ".join(part for part in parts if part),
                version.get_absolute_url(),
                "version",
                order=2,
            )


def _of_signings() -> Iterator[Moment]:
    public = Count("commitments", filter=Q(commitments__is_public=True))
    for event in SigningEvent.objects.annotate(signatures=public):
        count = _("%s Unterschriften im Register") % event.signatures if event.signatures else ""
        parts = (event.place, str(event.get_outcome_display()), count)
        told = " · ".join(part for part in parts if part)
        yield Moment(event.takes_place_on, event.title, told, event.source_url, "signing", order=1)


def _of_register(entries: Sequence[Brief], limit: int) -> list[Moment]:
    """Return the latest days of committees, decisions and signatures, in one query.

    A decision is told by its station where there is one of the same day. Where
    there are `limit` days of decisions and signatures, no older station is
    among the latest days.
    """
    decided = [(entry.decided_on, DECIDED, entry) for entry in entries if entry.decided_on]
    signed = [(entry.signed_on, SIGNED, entry) for entry in entries if entry.signed_on]
    days = sorted([*decided, *signed], key=lambda row: row[0], reverse=True)[:limit]
    stations = _stations_of(entries, days[-1][0] if len(days) == limit else None)
    told = {(row.commitment_id, row.meets_on) for row in stations if row.role == Station.Role.DECISION}
    found = [
        _told(on, 0, kind, entry.pk, entry.label, entry.decided_in if kind == DECIDED else entry.signed_as,
              entry.state)
        for on, kind, entry in days
        if kind == SIGNED or (entry.pk, on) not in told
    ]  # fmt: skip
    names = {entry.pk: entry.label for entry in entries}
    return [*found, *(_of_station(row, names[row.commitment_id]) for row in stations)]


def _stations_of(entries: Sequence[Brief], since: dt.date | None) -> list[Station]:
    """Return the committees that met for `entries`, those since a day if one is given."""
    rows = Station.objects.filter(meets_on__isnull=False, commitment__is_public=True)
    rows = rows.filter(meets_on__gte=since) if since else rows
    wanted = {entry.pk for entry in entries}
    return [row for row in rows.only(*STATION) if row.commitment_id in wanted]


def _told(at: dt.date, rank: int, kind: str, entry: int, label: str, what: str, state: str) -> Moment:
    url = address_of("charter:commitment", entry)
    if kind == SIGNED:
        return Moment(at, _("%s unterzeichnet") % label, what, url, "signing", rank)
    return Moment(at, f"{label}: {what or _('Beschluss')}", state_label(state), url, "decision", rank)


def _of_station(row: Station, label: str) -> Moment:
    decides = row.role == Station.Role.DECISION and row.result in DONE
    told = " · ".join(part for part in (str(Station.Result(row.result).label), row.vote) if part)
    url = address_of("charter:commitment", row.commitment_id)
    kind = "decision" if decides else "station"
    return Moment(row.meets_on, f"{label}: {row.committee}", told, url, kind, row.order)


def _of_row(row: Commitment, stations: Iterable[Station]) -> list[Moment]:
    """Return all days of one entry."""
    label = row.body.label
    found = [_of_station(station, label) for station in stations]
    told = {station.meets_on for station in stations if station.role == Station.Role.DECISION}
    if row.decided_on and row.decided_on not in told:
        found.append(_told(row.decided_on, 0, DECIDED, row.pk, label, row.decided_in, row.state))
    if row.signed_on:
        found.append(_told(row.signed_on, 0, SIGNED, row.pk, label, row.signed_as, row.state))
    return found


def _marks(moments: Iterable[Moment], first: dt.date, span: int) -> SafeString:
    """Return the dots of a lane; written here, for a page has many."""
    return SafeString("".join(_mark(moment, (moment.on - first).days / span) for moment in moments))


def _mark(moment: Moment, share: float) -> str:
    told = escape(f"{moment.on:%d.%m.%Y}: {moment.title}, {moment.text}")
    css = f"lanes__mark lanes__mark--{moment.kind}"
    return f'<circle class="{css}" cx="{share * 100:.2f}%" cy="14" r="6"><title>{told}</title></circle>'
