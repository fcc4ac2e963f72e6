"""The places of an event, counted under its lock: who gets one, who waits, who moves up.

Whoever gives or takes places holds the lock of the event's row until the
transaction ends. On SQLite every writing transaction holds the only lock
there is. So two people never get the same last place, on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q, QuerySet

from gruenzug.web.events.models import Attendance, Choice, Day, Event, PlaceState, Session

CONFIRMED = Q(state=PlaceState.CONFIRMED)
WAITING = Q(state=PlaceState.WAITING)
Counts = tuple[int, str, int, int, int | None]


@dataclass
class Pool:
    """The places of one kind: so many in all (None: any number), taken, waited for; the last number given."""

    places: int | None = None
    taken: int = 0
    waiting: int = 0
    last_number: int = 0

    @property
    def free(self) -> int | None:
        """How many are left; None for any number."""
        return None if self.places is None else max(self.places - self.taken, 0)

    @property
    def has_room(self) -> bool:
        """Whether one more fits."""
        return self.places is None or self.taken < self.places

    @property
    def is_open(self) -> bool:
        """Whether a newcomer gets a place at once: one is free, and nobody waits for it."""
        return self.has_room and not self.waiting

    def give(self) -> None:
        """Note that a place was given."""
        self.taken += 1

    def queue(self) -> int:
        """Note that somebody waits; return the number on the list."""
        self.waiting += 1
        self.last_number += 1
        return self.last_number


@dataclass
class Seats:
    """All places of an event: on each day on site and online, and in each workshop."""

    event: Event
    days: dict[int, Day]
    sessions: dict[int, Session]
    by_day: dict[tuple[int, str], Pool] = field(default_factory=dict)
    by_session: dict[int, Pool] = field(default_factory=dict)

    @classmethod
    def of(cls, event: Event) -> Seats:
        """Count the places of `event`, in four queries."""
        rows = Session.objects.filter(event=event, block__isnull=False).select_related("day", "block")
        seats = cls.empty(event, Day.objects.filter(event=event), rows)
        seats.count()
        return seats

    @classmethod
    def empty(cls, event: Event, days: Iterable[Day], sessions: Iterable[Session] = ()) -> Seats:
        """Return the places before anybody has one."""
        seats = cls(event, {day.pk: day for day in days}, {row.pk: row for row in sessions})
        for day in seats.days.values():
            for way in event.ways:
                seats.by_day[day.pk, way] = Pool(day.places(way))
        for session in seats.sessions.values():
            seats.by_session[session.pk] = Pool(session.places)
        return seats

    def pool(self, day: Day | int, way: str) -> Pool:
        """Return the places of a day; for a way of taking part that was given up there are none."""
        pk = day if isinstance(day, int) else day.pk
        return self.by_day.setdefault((pk, way), Pool(0))

    def is_open(self, days: Iterable[tuple[int, str]]) -> bool:
        """Whether a newcomer gets a place on all these days at once."""
        return all(self.pool(day, way).is_open for day, way in days)

    @property
    def has_room(self) -> bool:
        """Whether a newcomer gets a place at once, one way or the other."""
        return any(self.is_open(days) for days in self.offers())

    def offers(self) -> list[list[tuple[int, str]]]:
        """Return what can be booked: each day each way, or all days one way."""
        if self.event.days_bookable:
            return [[key] for key in self.by_day]
        return [[(day, way) for day in self.days] for way in self.event.ways]

    def count(self, *, sessions: bool = True) -> None:
        """Count who has a place or waits, on each day and, unless there is none, in each workshop."""
        self.count_days(day_counts([self.event]))
        if sessions:
            self._count_sessions()

    def count_days(self, counts: Iterable[Counts]) -> None:
        """Note how many have a place or wait on each day."""
        for day, way, taken, waits, last in counts:
            pool = self.pool(day, way)
            pool.taken, pool.waiting, pool.last_number = taken, waits, last or 0

    def _count_sessions(self) -> None:
        numbered = WAITING & Q(waiting_number__isnull=False)
        rows = Choice.objects.filter(session__in=self.sessions).order_by().values_list("session")
        for session, taken, waits, last in rows.annotate(
            taken=Count("pk", filter=CONFIRMED),
            waits=Count("pk", filter=numbered),
            last=Max("waiting_number"),
        ):
            pool = self.by_session[session]
            pool.taken, pool.waiting, pool.last_number = taken, waits, last or 0


def day_counts(events: Iterable[Event]) -> QuerySet:
    """Return for each day and way of `events`: places taken, people waiting, last number given."""
    rows = Attendance.objects.filter(day__event__in=list(events)).order_by().values_list("day", "way")
    return rows.annotate(
        taken=Count("pk", filter=CONFIRMED), waits=Count("pk", filter=WAITING), last=Max("waiting_number")
    )


def lock(event: Event) -> Event:
    """Return `event` as it is now, and keep everybody else from its places until the transaction ends."""
    return Event.objects.select_for_update().get(pk=event.pk)
