"""``manage.py demo_event``: an event to register for in the demonstration, recognisable as invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gruenzug.web.core.choices import Status
from gruenzug.web.core.models import User
from gruenzug.web.directory.models import Organisation
from gruenzug.web.events.models import Block, Day, Event, Kind, Mode, Room, Session, SignUp, State, new_key
from gruenzug.web.events.services.registering import Wish, register

SLUG, LATER, PEOPLE = "netzwerktag-zum-ausprobieren", dt.timedelta(days=40), 7
NOTE = "Erfunden, damit sich Anmeldung, Warteliste und Einlass ausprobieren lassen. Melden Sie sich gern an."
WORKSHOPS = ("Bäume an heißen Straßen", "Dächer und Fassaden begrünen", "Geld finden und behalten")


class Command(BaseCommand):
    """Create the event with a few registrations, so that one day is booked up; refuses on a public site."""

    help = "Create an invented event to try registration with; only with DEMO or DEBUG."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or getattr(settings, "DEMO", False)):
            raise CommandError("demo_event is for a try on one's own machine; make real events under /admin/")
        if Event.objects.filter(slug=SLUG).exists():
            return
        event = _event()
        first, second = event.all_days
        workshops = _programme(event, first, second)
        for number in range(PEOPLE):
            person = {"first_name": "Testperson", "last_name": str(number + 21), "organisation": "Probestadt"}
            wish = Wish({first: "onsite"}, sessions=[workshops[number % len(workshops)]])
            register(event=event, person=person, wish=wish)
        self.stdout.write(f"an event to try: {event}")


def _event() -> Event:
    begin = timezone.localdate() + LATER
    event = Event.objects.create(
        slug=SLUG,
        title_de="Netzwerktag zum Ausprobieren",
        title_en="A network day to try out",
        summary_de="Zwei Tage mit Workshops, vor Ort und online; der erste ist vor Ort schon ausgebucht.",
        summary_en="Two days with workshops, on site and online; the first is booked up on site already.",
        kind=Kind.NETWORK_DAY,
        state=State.PUBLISHED,
        published_at=timezone.now(),
        begins_on=begin,
        ends_on=begin + dt.timedelta(days=1),
        mode=Mode.BOTH,
        venue="Haus der Probe",
        access_de="Stufenfrei erreichbar, mit Aufzug und barrierefreier Toilette.",
        online_url="https://konferenz.example.org/probe",
        organiser=Organisation.objects.filter(slug="regionalverband-ruhr").first(),
        mailbox="veranstaltung@example.org",
        sign_up=SignUp.HERE,
        days_bookable=True,
        fee=0,
        has_certificate=True,
        desk_key=new_key(),
        status=Status.PLACEHOLDER,
        source_note=NOTE,
    )
    event.needs_team.set(User.objects.filter(username="testperson2"))
    hours = {"begins_at": dt.time(9, 30), "ends_at": dt.time(16)}
    for date, places in ((begin, PEOPLE - 2), (event.ends_on, 40)):
        Day.objects.create(event=event, date=date, places_onsite=places, places_online=100, **hours)
    return event


def _programme(event: Event, first: Day, second: Day) -> list[Session]:
    hall = Room.objects.create(event=event, name="Saal", note="Erdgeschoss")
    morning = {"begins_at": dt.time(9, 30), "ends_at": dt.time(12), "room": hall, "kind": "plenary"}
    Session.objects.create(event=event, day=first, title_de="Was Kommunen berichten", **morning)
    Session.objects.create(event=event, day=second, title_de="Werkstatt zu den Handlungszielen", **morning)
    title = {"title_de": "Workshops am Nachmittag", "title_en": "Workshops in the afternoon"}
    facts = {
        "day": first,
        "kind": "workshop",
        "block": Block.objects.create(event=event, **title),
        "places": 12,
        "begins_at": dt.time(13),
        "ends_at": dt.time(15),
    }
    return [Session.objects.create(event=event, title_de=title, **facts) for title in WORKSHOPS]
