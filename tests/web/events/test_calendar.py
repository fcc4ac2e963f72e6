"""Calendars that others can rely on: RFC 5545, time zone, versions, cancellations."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from gruenzug.web.events.services.links import link_to
from gruenzug.web.events.services.managing import cancel_event, change_event
from gruenzug.web.events.services.registering import Wish, cancel_registration, register
from tests.factories import EventFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def read(client, address, **query) -> Calendar:
    answer = client.get(address, query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def entries(calendar: Calendar) -> list:
    return calendar.walk("VEVENT")


def test_an_event_has_an_entry_a_day_in_local_time_with_its_zone(client):
    event = EventFactory(days=2, begins_on=dt.date(2027, 3, 27))  # the clocks change on the second day
    calendar = read(client, f"{event.get_absolute_url()}kalender.ics")
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    begins = [entry.decoded("dtstart") for entry in entries(calendar)]
    assert [moment.astimezone(dt.UTC).hour for moment in begins] == [8, 7]
    raw = client.get(f"{event.get_absolute_url()}kalender.ics").content.decode()
    assert "DTSTART;TZID=Europe/Berlin:20270327T093000" in raw
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))


def test_every_entry_leads_back_to_its_page(client):
    event = EventFactory(venue="Haus der Region", city="Essen")
    (entry,) = entries(read(client, f"{event.get_absolute_url()}kalender.ics"))
    assert str(entry["url"]) == f"http://testserver{event.get_absolute_url()}"
    assert event.get_absolute_url() in str(entry["description"])
    assert "Haus der Region" in str(entry["location"])


def test_a_change_keeps_the_uid_and_raises_the_sequence(client):
    event = EventFactory()
    address = f"{event.get_absolute_url()}kalender.ics"
    (before,) = entries(read(client, address))
    event.venue = "Anderswo"
    change_event(event=event, changes={}, by=UserFactory())
    (after,) = entries(read(client, address))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_what_is_called_off_stays_in_the_feed_as_cancelled(client):
    event = EventFactory(title_de="Netzwerktag im Sturm")
    EventFactory(state="draft", title_de="Geheim")
    cancel_event(event=event, reason_de="Sturm", by=UserFactory())
    calendar = read(client, "/de/veranstaltungen/kalender.ics")
    (entry,) = entries(calendar)
    assert str(entry["status"]) == "CANCELLED"
    assert str(entry["summary"]) == "Abgesagt: Netzwerktag im Sturm"
    assert entry["sequence"] == 1


def test_the_feed_narrows_as_the_page_does(client):
    EventFactory(kind="talk", title_de="Vortrag")
    EventFactory(kind="werkstatt", title_de="Werkstatt")
    titles = [
        str(entry["summary"])
        for entry in entries(read(client, "/de/veranstaltungen/kalender.ics", kind="talk"))
    ]
    assert titles == ["Vortrag"]


def test_events_without_a_known_day_are_not_put_on_one(client):
    EventFactory(days=0, precision="year", sign_up="none")
    assert entries(read(client, "/de/veranstaltungen/kalender.ics")) == []


def test_a_part_of_the_programme_is_an_entry_of_its_own(client):
    session = SessionFactory(title_de="Stadtbäume", begins_at=dt.time(11), ends_at=dt.time(12))
    address = f"{session.event.get_absolute_url()}programm/{session.uid}.ics"
    (entry,) = entries(read(client, address))
    assert str(entry["summary"]) == "Stadtbäume"
    assert entry.decoded("dtstart").astimezone(ZoneInfo("Europe/Berlin")).hour == 11
    session.is_cancelled = True
    session.save()
    (entry,) = entries(read(client, address))
    assert str(entry["status"]) == "CANCELLED"


def test_ones_own_calendar_knows_the_place_and_the_way_to_call_off(client):
    event = EventFactory(days__places_onsite=1)
    days = dict.fromkeys(event.days.all(), "onsite")
    sure = register(event=event, person={"last_name": "Eins", "email": "a@example.org"}, wish=Wish(days))
    waits = register(event=event, person={"last_name": "Zwei", "email": "b@example.org"}, wish=Wish(days))
    mine = {}
    for row in (sure, waits):
        answer = client.get(link_to(row).removeprefix("http://testserver") + "kalender.ics")
        assert "Access-Control-Allow-Origin" not in answer, "nobody else's business"
        (mine[row.pk],) = entries(Calendar.from_ical(answer.content))
        assert str(mine[row.pk]["url"]) == link_to(row)
    assert str(mine[sure.pk]["status"]) == "CONFIRMED"
    assert str(mine[waits.pk]["status"]) == "TENTATIVE"
    cancel_registration(registration=sure)
    (entry,) = entries(read(client, link_to(sure).removeprefix("http://testserver") + "kalender.ics"))
    assert str(entry["status"]) == "CANCELLED"


def test_texts_with_commas_lines_and_umlauts_survive(client):
    event = EventFactory(
        title_de="Grün, grün; grün\\: Bäume", summary_de="Zeile eins.\nZeile zwei, länger; mit allem."
    )
    (entry,) = entries(read(client, f"{event.get_absolute_url()}kalender.ics"))
    assert str(entry["summary"]) == event.title_de
    assert "Zeile eins.\nZeile zwei, länger; mit allem." in str(entry["description"])


def test_stamps_are_in_utc(client):
    event = EventFactory()
    raw = client.get(f"{event.get_absolute_url()}kalender.ics").content.decode()
    assert re.search(r"DTSTAMP:\d{8}T\d{6}Z", raw)
    assert re.search(r"LAST-MODIFIED:\d{8}T\d{6}Z", raw)
    assert timezone.now().strftime("%Y%m%d") in raw
