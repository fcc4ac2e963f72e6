"""The door: with JavaScript and without, with a network and without."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from gruenzug.web.events.models import Attendance, CheckIn, Event, Step
from gruenzug.web.events.services.links import desk_token
from gruenzug.web.events.services.managing import renew_desk
from gruenzug.web.events.services.registering import Wish, register
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event() -> Event:
    return EventFactory(desk_key="s" * 32, days__places_onsite=2, begins_on=timezone.localdate())


def person(event, name, **wish):
    days = dict.fromkeys(event.days.all(), "onsite")
    facts = {"first_name": "Testperson", "last_name": name, "email": f"{name}@example.org"}
    found = register(event=event, person=facts, wish=Wish(days, **wish), by=True and _staff())
    return found.attendances.first()


def _staff():
    from tests.factories import UserFactory  # noqa: PLC0415

    return UserFactory()


def door(event, name="desk") -> str:
    return reverse(f"events:{name}", args=[desk_token(event)])


def tell(client, event, *looks) -> dict:
    answer = client.post(door(event, "desk-told"), {"looks": list(looks)}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def look(place, *, present=True, minutes=0) -> dict:
    at = timezone.now() + dt.timedelta(minutes=minutes)
    return {"id": str(uuid.uuid4()), "place": place.pk, "present": present, "at": at.isoformat()}


def test_without_javascript_a_button_says_that_somebody_is_there(client, event):
    place = person(event, "Eins")
    page = client.get(door(event)).content.decode()
    assert "Eins, Testperson" in page
    answer = client.post(door(event), {"place": place.pk, "present": "1"}, follow=True)
    assert "1 von 1 sind da" in answer.content.decode()
    place.refresh_from_db()
    assert place.checked_in_at
    client.post(door(event), {"place": place.pk, "present": "0"})
    place.refresh_from_db()
    assert place.checked_in_at is None


def test_looking_at_the_list_changes_nothing(client, event):
    person(event, "Eins")
    for name in ("desk", "desk-list", "desk-worker"):
        assert client.get(door(event, name)).status_code == 200
    assert not CheckIn.objects.exists()


def test_the_search_finds_names_bodies_and_numbers(client, event):
    person(event, "Müller")
    person(event, "Schmidt")
    page = client.get(door(event), {"q": "müll test"}).content.decode()
    assert "Müller" in page
    assert "Schmidt" not in page


def test_what_a_phone_tells_twice_counts_once(client, event):
    place = person(event, "Eins")
    seen = look(place)
    assert tell(client, event, seen)["taken"] == [seen["id"]]
    assert tell(client, event, seen)["taken"] == [seen["id"]], "so the phone can forget it"
    assert CheckIn.objects.count() == 1


def test_the_latest_look_holds_in_whatever_order_phones_tell(client, event):
    place = person(event, "Eins")
    early, late = look(place, minutes=-30), look(place, present=False, minutes=-10)
    tell(client, event, late)
    facts = tell(client, event, early)
    assert not facts["rows"][0]["present"], "the other phone saw the person leave later"
    tell(client, event, look(place, minutes=-5))
    place.refresh_from_db()
    assert place.checked_in_at


def test_a_clock_that_runs_fast_does_not_hold_for_ever(client, event):
    place = person(event, "Eins")
    tell(client, event, look(place, minutes=60 * 24 * 365))
    later = CheckIn.objects.get().happened_at
    assert later <= timezone.now() + dt.timedelta(minutes=6)


def test_who_waits_and_is_let_in_has_a_place_and_the_history_says_so(client, event):
    for name in ("Eins", "Zwei"):
        person(event, name)
    waiting = person(event, "Drei")
    assert waiting.is_waiting
    tell(client, event, look(waiting))
    waiting.refresh_from_db()
    assert waiting.is_confirmed
    assert Step.objects.filter(registration=waiting.registration, reason="am Einlass").exists()


def test_a_phone_is_not_told_more_than_the_door_needs(client, event):
    person(event, "Eins", needs=["seat"], needs_text="vertraulich")
    told = client.get(door(event, "desk-list")).content.decode()
    assert "Eins" in told
    for secret in ("vertraulich", "seat", "example.org"):
        assert secret not in told
    assert set(json.loads(told)["rows"][0]) == {"place", "day", "name", "body", "number", "waits", "present"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"looks": 5}',
        b'{"looks": [{"id": "x", "place": 1, "present": true, "at": "gestern"}]}',
        b"\xff",
    ],
)
def test_unreadable_reports_are_refused_with_a_sentence(client, event, body):
    answer = client.post(door(event, "desk-told"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"] == "Die Meldungen waren nicht lesbar."


def test_a_phone_of_one_event_says_nothing_about_another(client, event):
    other = EventFactory(desk_key="t" * 32)
    place = person(other, "Fremd")
    tell(client, event, look(place))
    place.refresh_from_db()
    assert place.checked_in_at is None


def test_a_forged_renewed_or_late_link_opens_nothing(client, event):
    person(event, "Eins")
    old = door(event)
    assert client.get(old.replace("~s", "~x")).status_code == 404
    renew_desk(event=event, by=_staff())
    assert client.get(old).status_code == 404
    event.refresh_from_db()
    assert client.get(door(event)).status_code == 200
    past = timezone.localdate() - dt.timedelta(days=3)
    Event.objects.filter(pk=event.pk).update(begins_on=past, ends_on=past)
    assert client.get(door(event)).status_code == 404
    answer = client.post(door(event, "desk-told"), {"looks": []}, content_type="application/json")
    assert answer.status_code == 404, "then the phone forgets its list"


def test_the_service_worker_keeps_only_its_own_event(client, event):
    source = client.get(door(event, "desk-worker"))
    assert source["Content-Type"].startswith("text/javascript")
    facts = json.loads(re.search(r"const FACTS = (\{.*\});", source.content.decode())[1])
    assert facts["page"] == door(event)
    assert all(asset.startswith("/static/") for asset in facts["assets"])


def test_a_long_list_takes_few_queries(client, event, django_assert_max_num_queries):
    event.days.update(places_onsite=None)
    for number in range(60):
        person(event, f"P{number}")
    with django_assert_max_num_queries(6):
        client.get(door(event, "desk-list"))
    assert Attendance.objects.count() == 60
