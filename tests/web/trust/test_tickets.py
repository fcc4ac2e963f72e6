"""A message from outside has a clock: answer, interim notice, Ombudsstelle."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from gruenzug.web.core import privacy
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services import clock, tickets
from tests.web.trust.conftest import a_ticket

pytestmark = pytest.mark.django_db(transaction=True)
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
OMBUDS = "ombudsstelle-barrierefreie-informationstechnik"


@pytest.fixture
def clock_at():
    with time_machine.travel(START, tick=False) as traveller:
        yield lambda days: traveller.move_to(START + dt.timedelta(days=days))


def to(address: str) -> list:
    return [message for message in mail.outbox if message.to == [address]]


def test_a_barrier_is_due_in_two_and_at_the_latest_in_six_weeks(clock_at):
    ticket = a_ticket()
    assert (ticket.due_on, ticket.latest_on) == (dt.date(2026, 3, 16), dt.date(2026, 4, 13))


def test_a_request_for_ones_data_is_due_within_a_month(clock_at):
    assert a_ticket("data").latest_on == dt.date(2026, 4, 1)


def test_who_writes_gets_a_reference_and_the_mailbox_a_link(operator, clock_at):
    ticket = a_ticket(email="p7@example.org")
    (confirmation,) = to("p7@example.org")
    assert ticket.reference in confirmation.subject
    assert "16. März 2026" in confirmation.body
    (notice,) = to("barrierefrei@example.org")
    assert f"/admin/trust/ticket/inspect/{ticket.pk}/" in notice.body
    assert "Der Knopf" not in notice.body


def test_after_two_weeks_without_an_answer_an_interim_notice_goes_out_once(operator, clock_at):
    a_ticket(email="p7@example.org")
    clock_at(13)
    clock.watch(timezone.now())
    assert len(to("p7@example.org")) == 1
    clock_at(14)
    clock.watch(timezone.now()), clock.watch(timezone.now())
    notice = to("p7@example.org")[1:]
    assert len(notice) == 1
    assert "13. April 2026" in notice[0].body
    assert OMBUDS in notice[0].body


def test_the_mailbox_is_reminded_once_before_each_of_both_days(operator, clock_at):
    a_ticket()
    for day in range(43):
        clock_at(day)
        clock.watch(timezone.now())
    reminders = [message for message in to("barrierefrei@example.org") if "beantworten" in message.subject]
    assert len(reminders) == 2


def test_a_tick_that_comes_months_late_still_gives_the_notice(operator, clock_at):
    ticket = a_ticket(email="p7@example.org")
    clock_at(90)
    clock.watch(timezone.now())
    ticket.refresh_from_db()
    assert ticket.state == Ticket.State.INTERIM


def test_the_answer_to_a_barrier_names_the_ombudsstelle(team, clock_at):
    ticket = a_ticket(email="p7@example.org")
    tickets.answer_ticket(ticket=ticket, answer="Behoben.", by=team)
    answer = to("p7@example.org")[-1]
    assert "Behoben." in answer.body
    assert OMBUDS in answer.body
    with pytest.raises(ValidationError, match="schon erledigt"):
        tickets.answer_ticket(ticket=ticket, answer="Noch einmal.", by=team)


def test_the_answer_to_a_question_does_not(team):
    ticket = a_ticket("contact", email="p7@example.org")
    tickets.answer_ticket(ticket=ticket, answer="Gern.", by=team)
    assert OMBUDS not in to("p7@example.org")[-1].body


def test_an_answer_in_english_to_who_wrote_in_english(team):
    ticket = a_ticket(email="p7@example.org", language="en")
    tickets.answer_ticket(ticket=ticket, answer="Mended.", by=team)
    assert to("p7@example.org")[-1].subject == f"Answer to your message {ticket.reference}"


def test_messages_go_a_year_after_the_answer_and_never_while_somebody_waits(team, clock_at):
    waiting, answered = a_ticket(), a_ticket()
    tickets.answer_ticket(ticket=answered, answer="Behoben.", by=team)
    clock_at(365)
    assert privacy.processings()["trust.tickets"].delete(timezone.now()) == 0
    clock_at(366)
    assert privacy.processings()["trust.tickets"].delete(timezone.now()) == 1
    assert list(Ticket.objects.all()) == [waiting]
