"""What is typed as a day arrives as that day."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from gruenzug.web.charter.models import Pledge
from gruenzug.web.core.roles import Role
from tests.factories import EventFactory, OrganisationFactory, PledgeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    return client


def _field(client, address: str, name: str):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return page.select_one(f"[name='{name}']")


def test_a_day_has_the_browsers_own_field_with_the_day_it_holds(team):
    pledge = PledgeFactory(due_on=dt.date(2026, 6, 1))
    field = _field(team, f"/admin/charter/pledge/edit/{pledge.pk}/", "due_on")
    assert (field["type"], field["value"]) == ("date", "2026-06-01")


def test_no_script_lies_in_wait_beside_it(team):
    pledge = PledgeFactory()
    page = team.get(f"/admin/charter/pledge/edit/{pledge.pk}/").content.decode()
    assert "initDateChooser" not in page


@pytest.mark.parametrize("written", ["2026-06-01", "01.06.2026"])
def test_a_day_is_understood_as_browsers_and_as_people_write_it(team, written):
    body = OrganisationFactory()
    facts = {"title": "500 Bäume", "due_on": written, "responsible_office": "Umweltamt", "body": body.pk}
    page = BeautifulSoup(team.get("/admin/charter/pledge/new/").content, "html.parser")
    forms = {field["name"]: "0" for field in page.select("[name$=_FORMS]")}
    team.post("/admin/charter/pledge/new/", {"status": "confirmed", **forms, **facts})
    assert Pledge.objects.get().due_on == dt.date(2026, 6, 1)


def test_times_and_moments_have_theirs(team):
    event = EventFactory()
    page = BeautifulSoup(team.get(f"/admin/events/event/edit/{event.pk}/").content, "html.parser")
    assert {field["type"] for field in page.select("input[name$=begins_at]")} == {"time"}
    assert page.select_one("input[name=opens_at]")["type"] == "datetime-local"
