"""The statement, the report of a barrier, the message to a mailbox."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.trust.models import Barrier, ContactBox, Ticket
from gruenzug.web.trust.services import tickets
from tests.web.trust.conftest import a_ticket, filled

pytestmark = pytest.mark.django_db


def test_a_reported_barrier_becomes_part_of_the_statement(team, client, programme):
    ticket = a_ticket()
    tickets.take_into_register(ticket=ticket, title="Knöpfe ohne Namen", where="Atlas", by=team)
    page = client.get("/de/barrierefreiheit/").content.decode()
    assert "Knöpfe ohne Namen" in page
    with pytest.raises(ValidationError, match="schon im Register"):
        tickets.take_into_register(ticket=ticket, title="Noch einmal", where="Atlas", by=team)


def test_a_barrier_is_reported_by_form(client, programme, operator):
    page = client.get("/de/barrierefreiheit/melden/?page=/de/atlas/").content.decode()
    assert 'value="/de/atlas/"' in page
    answer = client.post("/de/barrierefreiheit/melden/", filled(text="Kein Kontrast.", page="/de/atlas/"))
    ticket = Ticket.objects.get()
    assert ticket.reference in answer.content.decode()
    assert "können wir Ihnen nicht antworten" in answer.content.decode()
    assert (ticket.kind, ticket.page) == ("barrier", "/de/atlas/")


def test_a_message_reaches_the_mailbox_of_its_topic(client, programme, operator):
    ContactBox.objects.filter(key="presse").update(mailbox="presse@example.org")
    told = {"box": "presse", "text": "Wann ist der Netzwerktag?", "email": "p7@example.org"}
    assert client.post("/de/kontakt/schreiben/", filled(**told)).status_code == 200
    assert OutgoingMail.objects.filter(to="presse@example.org").count() == 1
    other = {**told, "box": "daten"}
    client.post("/de/kontakt/schreiben/", filled(**other))
    assert OutgoingMail.objects.filter(to="info@example.org").count() == 1


def test_a_form_that_lacks_something_says_what(client, programme):
    answer = client.post("/de/kontakt/schreiben/", filled(text="", email="nichts"))
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_programs_and_floods_are_stopped(client, programme):
    assert client.post("/de/barrierefreiheit/melden/", {"text": "Kauft!"}).status_code == 422
    for _round in range(tickets.MESSAGES_PER_NETWORK):
        a_ticket(network="127.0.0.0/24")
    answer = client.post("/de/barrierefreiheit/melden/", filled(text="Noch eine"))
    assert "schon viele Nachrichten" in answer.content.decode()


def test_the_statement_says_teilweise_until_nothing_is_missing(client, programme):
    assert "teilweise vereinbar" in client.get("/de/barrierefreiheit/").content.decode()
    Barrier.objects.update(resolved_on=dt.date(2027, 1, 1))
    page = client.get("/de/barrierefreiheit/").content.decode()
    assert "vollständig vereinbar" in page
    assert "1. Januar 2027" in page


def test_barriers_are_open_data(client, programme):
    rows = client.get("/de/daten/barriers.csv").content.decode().splitlines()
    assert len(rows) == 1 + Barrier.objects.count() > 1
