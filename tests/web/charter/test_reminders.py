"""Reminders: each stage once, to the right mailbox, whenever the machinery happens to run."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from gruenzug.web.charter.models import CommitmentRequest, Pledge, Report
from gruenzug.web.charter.services.commitments import move_commitment
from gruenzug.web.charter.services.reminders import addresses_of, remind, stage
from gruenzug.web.charter.services.requests import close_request, send_request
from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.models import Contact, Membership
from tests.factories import (
    CommitmentFactory,
    CommitmentRequestFactory,
    OrganisationFactory,
    PledgeFactory,
    ReportingRoundFactory,
    UserFactory,
)
from tests.web.support.servers import mail_server

pytestmark = pytest.mark.django_db
JANUARY = dt.date(2026, 1, 1)


def at(day: str) -> str:
    """Run the job at noon of `day`; return what it says."""
    moment = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    with time_machine.travel(moment):
        return remind(moment)


def subjects() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


def running(**fields):
    fields = {"due_on": dt.date(2030, 1, 1), "mailbox": "gruen@example.org", **fields}
    return PledgeFactory(state=Pledge.State.RUNNING, published_on=JANUARY, **fields)


def test_a_round_reminds_at_its_beginning_before_its_end_and_after():
    running()
    ReportingRoundFactory(title="Bericht 2026", opens_on=JANUARY, due_on=dt.date(2026, 3, 31))
    days = ("2026-01-01", "2026-01-02", "2026-03-17", "2026-03-18", "2026-03-28", "2026-04-01", "2026-04-15")
    assert [at(day) for day in days] == [
        "1 reminders", "", "1 reminders", "", "1 reminders", "1 reminders", "1 reminders",
    ]  # fmt: skip
    late = OutgoingMail.objects.order_by("pk").last()
    assert "fehlt noch Ihr Bericht" in late.text
    assert "/admin/charta/zusage/" in late.text


def test_after_a_long_pause_only_the_latest_stage_is_sent():
    running()
    ReportingRoundFactory(opens_on=JANUARY, due_on=dt.date(2026, 3, 31))
    assert at("2026-03-29") == "1 reminders"
    assert at("2026-03-30") == ""


def test_one_mail_per_body_names_all_its_open_promises_and_none_that_was_reported():
    town = OrganisationFactory(mailbox="rathaus@example.org")
    first, second, third = (running(body=town, mailbox="", title=f"Zusage {n}") for n in (1, 2, 3))
    in_round = ReportingRoundFactory(opens_on=JANUARY)
    Report.objects.create(round=in_round, pledge=second, progress="done", words="Fertig.", is_public=True)
    at("2026-01-05")
    mail = OutgoingMail.objects.get()
    assert mail.to == "rathaus@example.org"
    assert [pledge.title in mail.text for pledge in (first, second, third)] == [True, False, True]


def test_a_closed_round_and_a_draft_remind_nobody():
    running()
    PledgeFactory(mailbox="x@example.org")
    ReportingRoundFactory(opens_on=JANUARY, is_closed=True)
    assert at("2026-01-05") == ""


def test_a_promise_reminds_two_months_and_a_week_before_its_day_and_the_day_after():
    running(due_on=dt.date(2026, 6, 30), title="Bäume")
    assert [bool(at(day)) for day in ("2026-04-30", "2026-05-01", "2026-06-23", "2026-07-01", "2026-07-02")] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert "ist am 30. Juni 2026 abgelaufen" in OutgoingMail.objects.order_by("pk").last().text


def test_a_new_day_reminds_anew():
    pledge = running(due_on=dt.date(2026, 6, 30))
    at("2026-06-29")
    pledge.due_on = dt.date(2026, 7, 2)
    pledge.save()
    assert at("2026-06-30") == "1 reminders"


def test_an_old_promise_that_is_loaded_late_is_not_brought_up():
    running(due_on=dt.date(2020, 1, 1))
    assert at("2026-01-05") == ""


def test_a_question_that_no_council_took_up_is_asked_again_once(team):
    town = OrganisationFactory(mailbox="rathaus@example.org")
    other = OrganisationFactory(mailbox="anderes@example.org")
    request = CommitmentRequestFactory(answer_by=dt.date(2026, 6, 30), title="Mitwirkung")
    send_request(request=request, bodies=[town, other], by=team)
    move_commitment(commitment=request.commitments.get(body=other), to="in-consultation", by=team)
    OutgoingMail.objects.all().delete()
    assert at("2026-06-20") == "1 reminders"
    assert OutgoingMail.objects.get().to == "rathaus@example.org"
    close_request(request=request, by=team)
    assert at("2026-07-01") == ""


def test_without_a_mailbox_the_accounts_of_the_body_are_asked():
    town = OrganisationFactory()
    editor = UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[town], email="eva@example.org")
    former = UserFactory(roles=[Role.MUNICIPAL_EDITOR], email="weg@example.org")
    Membership.objects.create(user=former, organisation=town, ends_on=dt.date(2020, 1, 1))
    UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[town], email="aus@example.org", is_active=False)
    assert addresses_of(town, []) == [editor.email]


def test_sending_a_request_opens_entries_notes_the_contact_and_asks_nobody_twice(team):
    town, silent = OrganisationFactory(mailbox="rathaus@example.org"), OrganisationFactory()
    request = CommitmentRequestFactory(answer_by=dt.date(2026, 6, 30))
    opened = send_request(request=request, bodies=[town, silent], by=team)
    assert {row.body for row in opened} == {town, silent}
    assert not any(row.is_public for row in opened)
    assert {contact.kind for contact in Contact.objects.all()} == {"mail", "letter"}
    text = OutgoingMail.objects.get().text
    assert f"{town.name}\n" in text
    assert f".docx?koerperschaft={town.slug}" in text
    assert "30. Juni 2026" in text
    again = send_request(request=request, bodies=[town, OrganisationFactory()], by=team)
    assert len(again) == 1
    assert CommitmentRequest.objects.get().state == "sent"


@pytest.mark.django_db(transaction=True)
def test_the_request_reaches_a_real_mail_server(settings, team):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        town = OrganisationFactory(mailbox="rathaus@example.org", name="Stadt Mülheim & Co")
        send_request(request=CommitmentRequestFactory(), bodies=[town], by=team)
    (mail,) = server.mails
    assert mail["To"] == "rathaus@example.org"
    assert "Stadt Mülheim & Co" in mail.get_body(("plain",)).get_content()
    assert "Stadt Mülheim &amp; Co" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    ("today", "name"),
    [
        ("2026-06-15", ""),
        ("2026-06-16", "14"),
        ("2026-06-27", "3"),
        ("2026-07-01", "-1"),
        ("2026-08-15", ""),
    ],
)
def test_the_latest_stage_that_has_come_counts(today, name):
    assert stage(dt.date(2026, 6, 30), (14, 3, -1), dt.date.fromisoformat(today)) == name


def test_who_already_brought_it_into_the_council_is_not_asked(team):
    decided, open_town = OrganisationFactory(mailbox="a@example.org"), OrganisationFactory()
    request = CommitmentRequestFactory()
    CommitmentFactory(body=decided, version=request.version, state="decided", decided_on=dt.date(2023, 6, 13))
    assert [row.body for row in send_request(request=request, bodies=[decided, open_town], by=team)] == [
        open_town
    ]
    assert not OutgoingMail.objects.exists()
    with pytest.raises(ValidationError, match="schon entschieden"):
        send_request(request=request, bodies=[decided], by=team)
