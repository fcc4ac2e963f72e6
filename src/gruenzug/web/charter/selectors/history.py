"""The history of the Charta day by day: decisions, committees, signatures, as a list and as a drawing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Commitment, SigningEvent, Station, Version
from gruenzug.web.charter.selectors.register import DONE, status_line
from gruenzug.web.core.formats import day


@dataclass(frozen=True)
class Moment:
    """One day in the history of the Charta."""

    on: dt.date
    title: str
    text: str
    url: str = ""
    kind: str = "station"
    body: str = ""
    order: int = 0


@dataclass(frozen=True)
class Lane:
    """One body on the drawn timeline."""

    label: str
    url: str
    state: str
    y: int
    marks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Timeline:
    """Bodies over days as a drawing; the same facts stand in the list below it."""

    lanes: list[Lane]
    height: int
    ticks: list[tuple[str, str]]


def moments_of(rows: Iterable[Commitment], versions: Iterable[Version]) -> list[Moment]:
    """Return what happened to `versions` and to `rows`, the latest first."""
    rows = list(rows)
    found = [*_of_versions(versions), *_of_signings(rows)]
    for row in rows:
        found += _of_commitment(row)
    return sorted(found, key=lambda moment: (moment.on, moment.order, moment.title), reverse=True)


def timeline_of(rows: Iterable[Commitment], limit: int = 40) -> Timeline | None:
    """Return lanes of bodies over time; None if fewer than two days are known."""
    lanes = [(row, _of_commitment(row)) for row in rows]
    lanes = sorted(
        ((row, moments) for row, moments in lanes if moments), key=lambda lane: min(m.on for m in lane[1])
    )[:limit]
    days = sorted({moment.on for _row, moments in lanes for moment in moments})
    if len(days) < 2:
        return None
    first, span = days[0], (days[-1] - days[0]).days
    drawn = [
        Lane(
            label=row.body.label,
            url=row.get_absolute_url(),
            state=row.state,
            y=26 + 28 * k,
            marks=[_mark(moment, first, span) for moment in sorted(moments, key=lambda moment: moment.on)],
        )
        for k, (row, moments) in enumerate(lanes)
    ]
    ticks = [(f"{(tick - first).days / span * 100:.2f}%", day(tick)) for tick in (days[0], days[-1])]
    return Timeline(drawn, 40 + 28 * len(drawn), ticks)


def _of_versions(versions: Iterable[Version]) -> list[Moment]:
    return [
        Moment(
            version.decided_on,
            _("%s beschlossen") % version.title,
            ", ".join(
                name
                for name in (
                    version.decided_by.label if version.decided_by else "",
                    version.decided_in,
                    version.vote,
                )
                if name
            ),
            version.get_absolute_url(),
            "version",
            order=2,
        )
        for version in versions
        if version.decided_on
    ]


def _of_signings(rows: list[Commitment]) -> list[Moment]:
    signed = Counter(row.signing_id for row in rows if row.signing_id)
    return [
        Moment(
            event.takes_place_on,
            event.title,
            " · ".join(
                part
                for part in (
                    event.place,
                    str(event.get_outcome_display()),
                    _("%s Unterschriften im Register") % signed[event.pk] if signed[event.pk] else "",
                )
                if part
            ),
            event.source_url,
            "signing",
            order=1,
        )
        for event in SigningEvent.objects.all()
    ]


def _of_commitment(row: Commitment) -> list[Moment]:
    url, body = row.get_absolute_url(), row.body.label
    found = [
        Moment(
            station.meets_on,
            f"{body}: {station.committee}",
            " · ".join(part for part in (str(station.get_result_display()), station.vote) if part),
            url,
            "decision" if station.role == Station.Role.DECISION and station.result in DONE else "station",
            body,
            station.order,
        )
        for station in row.stations.all()
        if station.meets_on
    ]
    told = {moment.on for moment in found if moment.kind == "decision"}
    if row.decided_on and row.decided_on not in told:
        found.append(
            Moment(
                row.decided_on,
                f"{body}: {row.decided_in or _('Beschluss')}",
                status_line(row),
                url,
                "decision",
                body,
            )
        )
    if row.signed_on:
        found.append(Moment(row.signed_on, _("%s unterzeichnet") % body, row.signed_as, url, "signing", body))
    return found


def _mark(moment: Moment, first: dt.date, span: int) -> dict[str, Any]:
    share = (moment.on - first).days / span * 100
    return {
        "x": f"{share:.2f}%",
        "kind": moment.kind,
        "title": f"{day(moment.on)}: {moment.title}, {moment.text}",
    }
