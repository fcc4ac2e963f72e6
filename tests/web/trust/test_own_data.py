"""What is kept about a person: seen, handed out, corrected and deleted with nothing but one's mailbox."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from gruenzug.web.directory.models import Person
from gruenzug.web.events.models import Registration
from gruenzug.web.newsletter.models import Subscriber
from gruenzug.web.projects.models import Submission
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services import own_data
from tests.factories import EventFactory, PersonFactory
from tests.web.trust.conftest import a_ticket, filled

pytestmark = pytest.mark.django_db(transaction=True)
ASK = "/de/datenschutz/meine-daten/"


def link_to(client, email: str) -> str:
    client.post(ASK, filled(email=email))
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)


def test_a_link_by_mail_shows_what_is_kept_and_opening_it_changes_nothing(client):
    a_ticket(email="P7@example.org")
    address = link_to(client, "p7@example.org")
    page = client.get(address)
    assert "Der Knopf hat keinen Namen." in page.content.decode()
    assert (
        page["Referrer-Policy"] == "same-origin"
    )  # "no-referrer" would make browsers hide where a form comes from
    assert Ticket.objects.count() == 1


def test_the_answer_to_an_address_we_do_not_know_is_the_same(client):
    a_ticket(email="p7@example.org")
    known = client.post(ASK, filled(email="p7@example.org")).content
    unknown = client.post(ASK, filled(email="p8@example.org")).content
    assert re.sub(rb'"begun".*?>', b"", known) == re.sub(rb'"begun".*?>', b"", unknown)
    assert [message.to for message in mail.outbox[-2:]] == [["p7@example.org"], ["p8@example.org"]]


def test_it_can_be_taken_along_as_a_file(client):
    a_ticket(email="p7@example.org")
    address = link_to(client, "p7@example.org")
    told = json.loads(client.get(address, {"format": "json"}).content)
    assert told["data"]["trust.tickets"]["rows"][0]["Nachricht"] == "Der Knopf hat keinen Namen."


def test_a_button_deletes_it_and_leaves_what_belongs_to_others(client):
    a_ticket(email="p7@example.org"), a_ticket(email="p8@example.org")
    address = link_to(client, "p7@example.org")
    answer = client.post(address, {"forget": "trust.tickets"}, follow=True)
    assert "1 Angabe ist gelöscht." in answer.content.decode()
    assert list(Ticket.objects.values_list("email", flat=True)) == ["p8@example.org"]


def test_a_wish_for_correction_becomes_a_ticket_due_within_a_month(client):
    address = link_to(client, "p7@example.org")
    client.post(address, {"correct": "1", "text": "Mein Name ist anders geschrieben."})
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.email) == ("data", "p7@example.org")


def test_a_link_is_good_for_a_day_and_for_one_address(client):
    with time_machine.travel(timezone.now() - dt.timedelta(hours=25)):
        old = own_data.link_for("p7@example.org").removeprefix("http://testserver")
    assert client.get(old).status_code == 404
    assert client.get(f"{ASK}gefaelscht/").status_code == 404


def test_nobody_can_fill_a_mailbox_with_links(client):
    for _round in range(own_data.MAILS_PER_ADDRESS):
        link_to(client, "p7@example.org")
    answer = client.post(ASK, filled(email="p7@example.org"))
    assert answer.status_code == 422
    assert len(mail.outbox) == own_data.MAILS_PER_ADDRESS


def test_whoever_wrote_anywhere_on_the_site_finds_it_all_and_can_have_it_deleted(client):
    project = Submission.objects.create(email="p7@example.org", content={"title": "Dach am Markt"})
    subscriber = Subscriber.objects.create(email="P7@example.org")
    registration = Registration.objects.create(
        event=EventFactory(), number=1, email="p7@example.org", last_name="Person 7"
    )
    address = link_to(client, "p7@example.org")
    page = client.get(address).content.decode()
    for told in ("Dach am Markt", "Person 7", "Versand des Newsletters", "Ihre Daten bei uns"):
        assert told in page
    assert subscriber.key not in page
    client.post(address, {"forget": ""})
    for row in (project, subscriber, registration):
        assert not type(row).objects.filter(pk=row.pk).exists(), row


def test_what_serves_the_work_is_shown_but_not_deleted_by_a_button(client):
    PersonFactory(email="p7@example.org", last_name="Person 7")
    address = link_to(client, "p7@example.org")
    page = client.get(address).content.decode()
    assert "Person 7" in page
    assert "Zusammenarbeit Ihrer Körperschaft" in page
    client.post(address, {"forget": "directory.people"})
    assert Person.objects.filter(email="p7@example.org").exists()
