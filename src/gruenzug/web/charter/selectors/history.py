"""The history of the Charta day by day: decisions, committees, signatures, as a list and as a drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Commitment, SigningEvent, Station, Version
from gruenzug.web.charter.selectors.register import DONE, state_label
from gruenzug.web.core.formats import day

DECIDED, SIGNED = "decided", "signed"
COLUMNS = ("at", "rank", "kind", "entry", "label", "what", "state", "words")


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


def moments_of(rows: QuerySet[Commitment], versions: Iterable[Version], limit: int) -> list[Moment]:
    """Return the latest days of `versions`, the signings and `rows`, at most `limit` and one more.

    One more than asked for says that there are others.
    """
    found = [*_of_versions(versions), *_of_signings(), *_of_register(rows, limit + 1)]
    latest = sorted(found, key=lambda moment: (moment.on, moment.order, moment.title), reverse=True)
    return latest[: limit + 1]


def timeline_of(rows: Iterable[Commitment]) -> Timeline | None:
    """Return lanes of `rows` over time, in one query; None without two days."""
    rows = list(rows)
    stations: dict[int, list[Station]] = {row.pk: [] for row in rows}
    for station in Station.objects.filter(commitment__in=stations, meets_on__isnull=False):
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


def _of_register(rows: QuerySet[Commitment], limit: int) -> list[Moment]:
    """Return the latest days of committees, decisions and signatures in one query.

    A decision is told by its station where there is one of the same day.
    """
    keys = rows.order_by().values("pk")
    public = Commitment.objects.filter(pk__in=keys)
    stations = Station.objects.filter(commitment__in=keys, meets_on__isnull=False)
    told = Station.objects.filter(
        commitment=OuterRef("pk"), role=Station.Role.DECISION, meets_on=OuterRef("decided_on")
    )
    decided = public.filter(~Exists(told), decided_on__isnull=False)
    signed = public.filter(signed_on__isnull=False)
    found = _days(
        stations, "commitment__", at=F("meets_on"), rank=F("order"), what=F("committee"), state=F("result"),
        kind=F("role"), entry=F("commitment_id"),
    ).union(
        _days(decided, "", at=F("decided_on"), rank=Value(0), what=F("decided_in"), state=F("state"),
              kind=Value(DECIDED), entry=F("pk")),
        _days(signed, "", at=F("signed_on"), rank=Value(0), what=F("signed_as"), state=F("state"),
              kind=Value(SIGNED), entry=F("pk")),
        all=True,
    )  # fmt: skip
    return [_told(*row) for row in found.order_by("-day_at", "-day_rank")[:limit]]


def _days(rows: QuerySet[Any], way: str, **columns: Any) -> QuerySet[Any]:
    """Return `rows` as days: when, whose, what; `way` leads to the commitment."""
    short, name = F(f"{way}body__short_name"), F(f"{way}body__name")
    columns["label"] = Coalesce(NullIf(short, Value("")), name)
    columns["words"] = F("vote")
    renamed = {f"day_{key}": value for key, value in columns.items()}
    return rows.order_by().annotate(**renamed).values_list(*(f"day_{key}" for key in COLUMNS))


def _told(
    at: dt.date, rank: int, kind: str, entry: int, label: str, what: str, state: str, words: str
) -> Moment:
    url = reverse("charter:commitment", args=[entry])
    if kind == SIGNED:
        return Moment(at, _("%s unterzeichnet") % label, what, url, "signing", rank)
    if kind == DECIDED:
        return Moment(at, f"{label}: {what or _('Beschluss')}", state_label(state), url, "decision", rank)
    return _of_station(at, rank, kind, url, label, what, state, words)


def _of_station(
    at: dt.date, rank: int, role: str, url: str, label: str, committee: str, result: str, vote: str
) -> Moment:
    decides = role == Station.Role.DECISION and result in DONE
    told = " · ".join(part for part in (str(Station.Result(result).label), vote) if part)
    return Moment(at, f"{label}: {committee}", told, url, "decision" if decides else "station", rank)


def _of_row(row: Commitment, stations: Iterable[Station]) -> list[Moment]:
    """Return all days of one entry."""
    url, label = row.get_absolute_url(), row.body.label
    found = [
        _of_station(station.meets_on, station.order, station.role, url, label, station.committee,
                    station.result, station.vote)
        for station in stations
    ]  # fmt: skip
    told = {station.meets_on for station in stations if station.role == Station.Role.DECISION}
    if row.decided_on and row.decided_on not in told:
        found.append(_told(row.decided_on, 0, DECIDED, row.pk, label, row.decided_in, row.state, ""))
    if row.signed_on:
        found.append(_told(row.signed_on, 0, SIGNED, row.pk, label, row.signed_as, row.state, ""))
    return found


def _marks(moments: Iterable[Moment], first: dt.date, span: int) -> SafeString:
    """Return the dots of a lane; written here, for a page has many."""
    dots = (
        (
            moment.kind,
            f"{(moment.on - first).days / span * 100:.2f}",
            f"{moment.on:%d.%m.%Y}: {moment.title}, {moment.text}",
        )
        for moment in moments
    )
    circle = '<circle class="lanes__mark lanes__mark--{}" cx="{}%" cy="14" r="6"><title>{}</title></circle>'
    return format_html_join("", circle, dots)
