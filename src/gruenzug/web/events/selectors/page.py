"""The page of one event: its programme by days, what to choose from, what is left of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch

from gruenzug.web.events.models import (
    Block,
    Day,
    Event,
    Material,
    MaterialKind,
    Picture,
    Session,
    SignUp,
    Speaker,
)
from gruenzug.web.events.selectors.openness import Openness, availability, openness_of
from gruenzug.web.events.services.registering import refusal
from gruenzug.web.events.services.seats import Seats

BEFORE = (MaterialKind.PREPARATION, MaterialKind.CONSULTATION)


@dataclass(frozen=True)
class Part:
    """A part of the programme, and how many places are left in it."""

    session: Session
    left: str = ""

    @property
    def speakers(self) -> list[Speaker]:
        return list(self.session.speakers.all())


@dataclass
class Slot:
    """One part of the programme, or several at once of which one chooses."""

    block: Block | None = None
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class DayProgramme:
    """A day with its programme, and how many places are left on it each way."""

    day: Day
    slots: list[Slot]
    left: list[tuple[str, str]]


@dataclass(frozen=True)
class EventPage:
    """All that the page of an event shows."""

    event: Event
    seats: Seats
    openness: Openness
    programme: list[DayProgramme]
    materials: list[Material]
    pictures: list[Picture]

    @property
    def refusal(self) -> str:
        """Why one cannot register, in a sentence."""
        return refusal(self.event) if self.event.sign_up == SignUp.HERE and not self.event.is_over else ""

    @cached_property
    def has_programme(self) -> bool:
        """Whether anything of the programme is known."""
        return any(day.slots for day in self.programme)

    @property
    def part_level(self) -> int:
        """The level of headings of parts: below the day's where there are several days."""
        return 4 if len(self.programme) > 1 else 3

    @property
    def before(self) -> list[Material]:
        """What one reads before."""
        return [row for row in self.materials if row.kind in BEFORE]

    @property
    def after(self) -> list[Material]:
        """What is left of it."""
        return [row for row in self.materials if row.kind not in BEFORE]

    @property
    def is_documented(self) -> bool:
        """Whether anything is told afterwards."""
        return bool(self.event.report_de or self.after or self.pictures or self.event.attended)


def event_page(slug: str, *, drafts: bool = False) -> EventPage | None:
    """Return the page of a public event, for staff of a draft too; None if there is none."""
    rows = Event.objects.all() if drafts else Event.objects.public()
    rows = rows.select_related("organiser", "municipality").defer("municipality__geometry")
    rows = rows.prefetch_related("days", "partners", "themes", "goals")
    event = rows.filter(slug=slug).first()
    if event is None:
        return None
    sessions = sessions_of(event)
    counted = event.sign_up == SignUp.HERE and not event.is_over and not event.is_cancelled
    seats = seats_of(event, sessions, counted=counted)
    pictures = event.pictures.select_related("image") if event.is_over else []
    return EventPage(
        event=event,
        seats=seats,
        openness=openness_of(event, seats),
        programme=[_day(day, sessions, seats, counted=counted) for day in event.all_days],
        materials=list(event.materials.select_related("document")),
        pictures=list(pictures),
    )


def sessions_of(event: Event) -> list[Session]:
    """Return the programme of an event whose days were read, in its order."""
    speakers = Prefetch("speakers", Speaker.objects.select_related("organisation"))
    rows = event.sessions.select_related("room", "block").prefetch_related(speakers)
    days = {day.pk: day for day in event.all_days}
    found = [row for row in rows if row.day_id in days]
    for session in found:
        session.day, session.event = days[session.day_id], event
    return found


def seats_of(event: Event, sessions: list[Session], *, counted: bool) -> Seats:
    """Return the places of an event whose programme was read; counted only where somebody asks."""
    choices = [session for session in sessions if session.block_id]
    seats = Seats.empty(event, event.all_days, choices)
    if counted:
        seats.count(sessions=bool(choices))
    return seats


def _day(day: Day, sessions: list[Session], seats: Seats, *, counted: bool) -> DayProgramme:
    slots: list[Slot] = []
    blocks: dict[int, Slot] = {}
    for session in (row for row in sessions if row.day_id == day.pk):
        if session.block_id is None:
            slots.append(Slot(parts=[Part(session)]))
            continue
        if session.block_id not in blocks:
            blocks[session.block_id] = Slot(session.block)
            slots.append(blocks[session.block_id])
        left = _left(session, seats) if counted else ""
        blocks[session.block_id].parts.append(Part(session, left))
    return DayProgramme(day, slots, _left_on(day, seats) if counted else [])


def _left(session: Session, seats: Seats) -> str:
    pool = seats.by_session[session.pk]
    return availability(pool, has_waiting_list=seats.event.has_waiting_list)


def _left_on(day: Day, seats: Seats) -> list[tuple[str, str]]:
    """Return the ways of taking part on a day with the places left, where there is a limit."""
    told = [
        (str(way.label), availability(seats.pool(day, way), has_waiting_list=seats.event.has_waiting_list))
        for way in seats.event.ways
    ]
    return [(label, left) for label, left in told if left]
