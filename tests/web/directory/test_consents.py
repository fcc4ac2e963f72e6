"""Consent: asked for by a personal link, confirmed every year, gone when not."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core import mail, signing
from django.utils import timezone

from gruenzug.web.core import privacy
from gruenzug.web.directory.models import Consent, Person
from gruenzug.web.directory.services.consents import (
    SALT,
    ask_for_consent,
    give_consent,
    keep_consents_fresh,
    link_for,
)
from tests.factories import ConsentWordingFactory, PersonFactory, PositionFactory
from tests.web.directory.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
START = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def wording():
    return ConsentWordingFactory()


@pytest.fixture
def person(wording):
    person = PersonFactory(first_name="Test", last_name="Person 7", email="p7@example.org", phone="0123")
    PositionFactory(person=person, title="Leitung Umweltamt")
    return person


def address(person) -> str:
    return link_for(person).removeprefix("http://testserver")


def open_fields(person) -> set[str]:
    return set(Consent.objects.valid().filter(person=person).values_list("field", flat=True))


def test_the_mail_brings_a_link_where_a_person_decides_without_an_account(client, person, team):
    ask_for_consent(person=person, by=team)
    (message,) = mail.outbox
    assert message.to == ["p7@example.org"]
    link = re.search(r"http://testserver(/de/netzwerk/einwilligung/\S+)", message.body).group(1)
    page = client.get(link)
    assert "Zur Zeit ist nichts davon öffentlich." in page.content.decode()
    assert page["Referrer-Policy"] in ("same-origin", "no-referrer")
    client.post(link, {"fields_": ["name", "email"]})
    assert open_fields(person) == {"name", "email"}
    consent = Consent.objects.get(field="name")
    assert consent.wording.version == 1
    assert consent.evidence.startswith("Persönlicher Link, ")


def test_looking_at_the_link_changes_nothing(client, person):
    give_consent(person=person, fields=["name"], evidence="Formular")
    client.get(address(person))
    client.head(address(person))
    assert open_fields(person) == {"name"}


def test_unticking_everything_withdraws_at_once_and_keeps_the_proof(client, person):
    give_consent(person=person, fields=["name", "phone"], evidence="Formular")
    client.post(address(person), {})
    assert open_fields(person) == set()
    assert Consent.objects.filter(withdrawn_at__isnull=False).count() == 2


def test_a_forged_or_old_link_opens_nothing(client, person):
    good = address(person)
    other = signing.dumps(person.pk, salt="something else")
    for link in (
        good[:-2] + "x/",
        f"/de/netzwerk/einwilligung/{other}/",
        f"/de/netzwerk/einwilligung/{person.pk}/",
    ):
        assert client.get(link).status_code == 404
    with time_machine.travel(START):
        token = signing.dumps(person.pk, salt=SALT)
    with time_machine.travel(START + dt.timedelta(days=61)):
        assert client.get(f"/de/netzwerk/einwilligung/{token}/").status_code == 404


def test_a_deleted_persons_link_opens_nothing(client, person):
    link = address(person)
    person.delete()
    assert client.get(link).status_code == 404


def tick(days: float) -> str:
    with time_machine.travel(START + dt.timedelta(days=days)):
        return keep_consents_fresh(timezone.now())


def given_at_start(person, *fields):
    with time_machine.travel(START):
        give_consent(person=person, fields=fields, evidence="Formular")


def test_a_year_later_one_question_and_four_weeks_later_one_reminder(person):
    given_at_start(person, "name", "email")
    assert [tick(day) for day in (1, 364)] == ["", ""]
    assert tick(365) == "1 asked, 0 reminded, 0 lapsed"
    assert tick(366) == ""
    assert tick(393) == "0 asked, 1 reminded, 0 lapsed"
    assert tick(394) == ""
    assert len(mail.outbox) == 2
    assert "- Name" in mail.outbox[0].body


def test_nobody_answered_so_the_data_disappear_and_the_log_says_why(person, client):
    given_at_start(person, "name")
    assert tick(408) == "0 asked, 0 reminded, 1 lapsed"
    assert Consent.objects.get().withdrawn_at
    assert tick(409) == ""


def test_who_confirms_is_asked_again_only_a_year_later(person, client):
    given_at_start(person, "name")
    tick(365)
    with time_machine.travel(START + dt.timedelta(days=370)):
        client.post(address(person), {"fields_": ["name"]})
    assert [tick(day) for day in (393, 410, 700)] == ["", "", ""]
    assert tick(736) == "1 asked, 0 reminded, 0 lapsed"


def test_a_late_machine_asks_before_it_takes_off(person):
    """A tick that comes for the first time after months may not silently skip the question's proof."""
    given_at_start(person, "name")
    assert tick(395) == "0 asked, 1 reminded, 0 lapsed"


def test_staff_note_consent_given_on_paper_and_see_that_asking_needs_an_address(person, team, wording):
    browser = signed_in(team)
    base = f"/admin/netzwerk/person/{person.pk}"
    browser.post(f"{base}/eintragen/", {"fields_": ["name"], "evidence": "Formular vom 3. März 2026"})
    assert open_fields(person) == {"name"}
    record = browser.get(f"/admin/directory/person/inspect/{person.pk}/").content.decode()
    assert "Formular vom 3. März 2026 (Wortlaut 1)" in record
    browser.post(f"{base}/widerrufen/")
    assert open_fields(person) == set()
    Person.objects.update(email="")
    answer = browser.post(f"{base}/fragen/", follow=True)
    assert "Ohne E-Mail-Adresse können wir nicht fragen." in answer.content.decode()
    assert mail.outbox == []


def test_people_nobody_needed_for_two_years_are_deleted_with_their_name_in_the_log(person, team, client):
    ask_for_consent(person=person, by=team)
    log = "/admin/protokoll/"
    assert "Test Person 7" in signed_in(team).get(log).content.decode()
    Person.objects.update(last_used_on=timezone.localdate() - dt.timedelta(days=731))
    assert "directory.people 1" in privacy.delete_what_is_due()
    assert not Person.objects.exists()
    page = signed_in(team).get(log).content.decode()
    assert "Person 7" not in page
    assert "gelöschte Person" in page


def test_who_is_still_needed_stays(person, team):
    old = timezone.localdate() - dt.timedelta(days=720)
    Person.objects.update(last_used_on=old)
    browser = signed_in(team)
    assert "Test Person 7" in browser.get("/admin/").content.decode(), "the desk warns"
    browser.post(f"/admin/netzwerk/person/{person.pk}/behalten/")
    person.refresh_from_db()
    assert person.last_used_on == timezone.localdate()
    assert "Test Person 7" not in browser.get("/admin/").content.decode().partition("Hat sich geändert")[0]
