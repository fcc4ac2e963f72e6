"""Reminders exactly once, whenever and however often the clock looks; and what is forgotten when."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from gruenzug.web.core import privacy, tick
from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.events.models import AccessNeed, Event, Group, Message, Registration, Speaker
from gruenzug.web.events.services import announcing, due
from gruenzug.web.events.services.deleting import KEEP_DAYS, NEEDS_DAYS, SPEAKERS_DAYS
from gruenzug.web.events.services.registering import (
    Member,
    Wish,
    cancel_registration,
    register,
    register_group,
)
from tests.factories import EventFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


def person(event, name="Eins", **wish):
    days = wish.pop("days", None) or dict.fromkeys(event.days.all(), "onsite")
    facts = {"first_name": "Testperson", "last_name": name, "email": f"{name.lower()}@example.org"}
    return register(event=event, person=facts, wish=Wish(days, **wish))


def reminders(**fields) -> int:
    return Message.objects.filter(letter="reminder", **fields).count()


def begin_of(event) -> dt.datetime:
    return event.days.order_by("date").first().opens_at


def test_two_reminders_and_no_third_however_often_the_clock_looks(mailoutbox):
    event = EventFactory()
    person(event)
    begin = begin_of(event)
    moment = timezone.now()
    while moment < begin + DAY:
        due.remind(moment)
        moment += dt.timedelta(hours=7)
    assert reminders() == 2
    assert sum("Erinnerung" in mail.subject for mail in mailoutbox) == 2


def test_a_clock_that_stood_still_sends_the_last_reminder_only(mailoutbox):
    event = EventFactory()
    person(event)
    due.remind(begin_of(event) - dt.timedelta(hours=2))
    assert reminders() == 1


def test_after_the_beginning_nobody_is_reminded():
    event = EventFactory()
    person(event)
    due.remind(begin_of(event) + dt.timedelta(minutes=1))
    assert reminders() == 0


def test_who_registers_the_evening_before_got_the_confirmation_and_no_reminder():
    event = EventFactory()
    with time_machine.travel(begin_of(event) - dt.timedelta(hours=14), tick=False):
        person(event)
        due.remind(timezone.now())
    assert reminders() == 0


def test_a_run_that_broke_off_goes_on_where_it_stopped(monkeypatch):
    event = EventFactory()
    for name in ("Eins", "Zwei", "Drei"):
        person(event, name)
    moment = begin_of(event) - dt.timedelta(hours=20)
    write, calls = due.letters.write, []

    def breaks(registration, *rest, **more):
        calls.append(registration)
        if len(calls) == 2:
            raise OSError("killed")
        return write(registration, *rest, **more)

    monkeypatch.setattr(due.letters, "write", breaks)
    with pytest.raises(OSError, match="killed"):
        due.remind(moment)
    monkeypatch.setattr(due.letters, "write", write)
    due.remind(moment)
    due.remind(moment)
    assert reminders() == 3
    assert OutgoingMail.objects.filter(subject__startswith="Erinnerung").count() == 3


def test_who_waits_or_called_off_is_not_reminded():
    event = EventFactory(days__places_onsite=1)
    person(event, "Eins")
    person(event, "Wartet")
    gone = person(event, "Weg")
    cancel_registration(registration=gone)
    due.remind(begin_of(event) - DAY / 2)
    assert list(
        Message.objects.filter(letter="reminder").values_list("registration__last_name", flat=True)
    ) == ["Eins"]


def test_a_group_is_reminded_by_one_mail():
    event = EventFactory()
    days = dict.fromkeys(event.days.all(), "onsite")
    contact = {"organisation": "Stadt", "name": "Amt", "email": "amt@example.org"}
    members = [Member({"last_name": name}, Wish(days)) for name in ("Eins", "Zwei")]
    group = register_group(event=event, contact=contact, members=members)
    due.remind(begin_of(event) - DAY / 2)
    due.remind(begin_of(event) - DAY / 3)
    assert reminders(group=group) == 1


def test_an_event_moved_to_another_day_reminds_anew():
    event = EventFactory()
    person(event)
    due.remind(begin_of(event) - DAY / 2)
    event.days.update(date=event.begins_on + 30 * DAY)
    Event.objects.filter(pk=event.pk).update(
        begins_on=event.begins_on + 30 * DAY, ends_on=event.begins_on + 30 * DAY
    )
    due.remind(begin_of(event) - DAY / 2)
    assert reminders() == 2


def test_the_tick_runs_the_jobs_of_events(mailoutbox):
    event = EventFactory()
    person(event)
    names = {
        job.name for job, _told, well in tick.run_due(begin_of(event) - DAY / 2, everything=True) if well
    }
    assert {"events.reminders", "events.waiting_lists", "events.announcements"} <= names
    assert reminders() == 1


def test_nobody_moves_up_by_itself_shortly_before_the_beginning():
    event = EventFactory(days__places_onsite=1, promote_until_hours=12)
    sure = person(event, "Eins")
    waiting = person(event, "Zwei")
    with time_machine.travel(begin_of(event) - dt.timedelta(hours=3), tick=False):
        cancel_registration(registration=sure)
        due.move_up(timezone.now())
    assert Registration.objects.with_places().get(pk=waiting.pk).state == "waiting"


def test_the_tick_finds_a_free_place_that_nobody_noticed():
    event = EventFactory(days__places_onsite=1)
    person(event, "Eins")
    waiting = person(event, "Zwei")
    event.days.update(places_onsite=2)
    due.move_up(timezone.now())
    found = Registration.objects.with_places().get(pk=waiting.pk)
    assert found.state == "confirmed"
    assert found.steps.get(text__startswith="Nachgerückt").reason == "Ein Platz war frei"


def test_a_large_announcement_is_written_by_the_tick_and_goes_on_after_a_break(monkeypatch):
    monkeypatch.setattr(announcing, "AT_ONCE", 1)
    event = EventFactory()
    for name in ("Eins", "Zwei", "Drei"):
        person(event, name)
    announcing.announce(event, announcing.Letter.EVENT_CHANGED, "Neuer Raum")
    assert not Message.objects.filter(letter="event-changed").exists()
    announcing.deliver_all(timezone.now())
    announcing.deliver_all(timezone.now())
    assert Message.objects.filter(letter="event-changed").count() == 3


def test_needs_go_first_then_registrations_and_only_numbers_stay():
    event = EventFactory()
    made = person(event, needs=["seat"])
    person(event, "Zwei")
    made.attendances.update(checked_in_at=timezone.now())
    end = timezone.make_aware(dt.datetime.combine(event.ends_on, dt.time(12)))
    privacy.delete_what_is_due(end + NEEDS_DAYS * DAY)
    assert AccessNeed.objects.exists()
    privacy.delete_what_is_due(end + (NEEDS_DAYS + 1) * DAY)
    assert not AccessNeed.objects.exists()
    assert Registration.objects.count() == 2
    privacy.delete_what_is_due(end + (KEEP_DAYS + 1) * DAY)
    assert not Registration.objects.exists()
    assert not Group.objects.exists()
    assert not Message.objects.exists()
    event.refresh_from_db()
    assert (event.registered, event.attended) == (2, 1)


def test_names_of_speakers_end_after_three_years_and_functions_stay():
    event = EventFactory()
    session = SessionFactory(event=event)
    speaker = Speaker.objects.create(session=session, name="Testperson 3", function="Leitung Umweltamt")
    end = timezone.make_aware(dt.datetime.combine(event.ends_on, dt.time(12)))
    privacy.delete_what_is_due(end + (SPEAKERS_DAYS + 1) * DAY)
    speaker.refresh_from_db()
    assert (speaker.name, speaker.function) == ("", "Leitung Umweltamt")


def test_a_need_goes_at_once_when_the_person_calls_off():
    event = EventFactory()
    made = person(event, needs=["seat"])
    cancel_registration(registration=made)
    assert not AccessNeed.objects.exists()


def test_all_personal_data_of_the_room_is_declared():
    declared = {row.model for row in privacy.processings().values() if row.id.startswith("events.")}
    assert declared == {"events.AccessNeed", "events.Registration", "events.Speaker"}


def test_who_asks_sees_all_we_keep_and_can_have_it_deleted():
    event = EventFactory(days__places_onsite=1, title_de="Werkstatt")
    person(event, "Eins", needs=["seat"], needs_text="vorne")
    waiting = person(event, "Zwei")
    declared = privacy.processings()
    (found,) = declared["events.registrations"].find("EINS@example.org")
    assert found["Veranstaltung"] == "Werkstatt"
    assert found["Plätze"] == "Teilnahme: Platz sicher, vor Ort"
    (need,) = declared["events.needs"].find("eins@example.org")
    assert "vorne" in need["Bedarf"]
    assert declared["events.registrations"].forget("eins@example.org") == 1
    assert not declared["events.registrations"].find("eins@example.org")
    assert not AccessNeed.objects.exists()
    moved = Registration.objects.with_places().get(pk=waiting.pk)
    assert moved.state == "confirmed", "the place is given to who waited"


def test_a_group_stays_when_the_person_who_registered_it_is_forgotten():
    event = EventFactory()
    days = dict.fromkeys(event.days.all(), "onsite")
    contact = {"organisation": "Stadt", "name": "Testperson Amt", "email": "amt@example.org"}
    register_group(event=event, contact=contact, members=[Member({"last_name": "Eins"}, Wish(days))])
    privacy.processings()["events.registrations"].forget("amt@example.org")
    assert not Group.objects.filter(name__contains="Testperson").exists()
    assert Registration.objects.active().count() == 1
    due.remind(begin_of(event) - DAY / 2)
    assert reminders() == 0, "there is nobody to write to"
