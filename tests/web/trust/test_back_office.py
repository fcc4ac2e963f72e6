"""Tickets and the register in the back office."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail

from gruenzug.web.core.roles import Role
from gruenzug.web.trust.models import Barrier, Ticket
from tests.factories import UserFactory
from tests.web.support.costs import queries_of
from tests.web.trust.conftest import a_ticket

pytestmark = pytest.mark.django_db


def test_a_ticket_is_answered_from_its_record(desk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ticket = a_ticket(email="p7@example.org")
    record = desk.get(f"/admin/trust/ticket/inspect/{ticket.pk}/").content.decode()
    assert "Der Knopf hat keinen Namen." in record
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/admin/anliegen/{ticket.pk}/answer/", {"answer": "Behoben."})
    ticket.refresh_from_db()
    assert ticket.state == Ticket.State.ANSWERED
    assert "Behoben." in mail.outbox[-1].body
    after = desk.get(f"/admin/trust/ticket/inspect/{ticket.pk}/").content.decode()
    assert "Antwort senden" not in after


def test_the_desk_shows_what_waits_the_most_urgent_first(desk):
    later, sooner = a_ticket(), a_ticket()
    Ticket.objects.filter(pk=sooner.pk).update(latest_on=dt.date(2020, 1, 1), due_on=dt.date(2020, 1, 1))
    page = desk.get("/admin/").content.decode()
    assert page.index(sooner.reference) < page.index(later.reference)
    assert "überfällig seit" in page


def test_a_moderator_sees_reports_but_no_requests_for_ones_data(client):
    report, request = a_ticket(), a_ticket("data", text="Bitte löschen")
    client.force_login(UserFactory(roles=[Role.MODERATOR]))
    listed = client.get("/admin/trust/ticket/").content.decode()
    assert report.reference in listed
    assert request.reference not in listed
    assert client.get(f"/admin/trust/ticket/inspect/{request.pk}/").status_code in (302, 403)
    assert client.post(f"/admin/anliegen/{request.pk}/answer/", {"answer": "x"}).status_code in (302, 403)
    request.refresh_from_db()
    assert request.state == Ticket.State.OPEN


def test_a_barrier_is_kept_by_form_and_the_change_is_logged(desk, programme):
    barrier = Barrier.objects.get(key="sign-language")
    page = desk.get(f"/admin/trust/barrier/edit/{barrier.pk}/")
    assert page.status_code == 200
    fields = {
        name: getattr(barrier, name) or ""
        for name in [
            "key",
            "title_de",
            "title_en",
            "title_simple",
            "where_de",
            "where_en",
            "alternative_de",
            "alternative_en",
            "alternative_simple",
            "criterion",
            "reason",
            "origin",
            "known_since",
        ]
    }
    sent = {**fields, "planned_until": "2027-06-30", "resolved_on": ""}
    assert desk.post(f"/admin/trust/barrier/edit/{barrier.pk}/", sent).status_code == 302
    assert "30. Juni 2027" in desk.get("/de/barrierefreiheit/").content.decode()


@pytest.mark.parametrize("address", ["/de/barrierefreiheit/", "/de/kontakt/", "/de/barrierefreiheit/melden/"])
def test_public_pages_take_few_queries(client, programme, address):
    assert len(queries_of(client, address)) <= 12
