"""The first page tells how the programme stands, and what comes next."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from gruenzug.web.directory.models import Kind
from gruenzug.web.portal.programme import marks, next_events
from tests.factories import (
    CommitmentFactory,
    EventFactory,
    OrganisationFactory,
    PledgeFactory,
    ProjectFactory,
    VersionFactory,
)
from tests.web.funding.ledger import granted
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work():
    town = OrganisationFactory(kind=Kind.MUNICIPALITY)
    for number in range(2):  # the Charta and the strategy: one town is counted once
        CommitmentFactory(
            body=town,
            version=VersionFactory(number=90 + number),
            is_public=True,
            state="decided",
            decided_on=dt.date(2023, 6, 13),
        )
    CommitmentFactory(
        body=OrganisationFactory(kind=Kind.ASSOCIATION), is_public=True, state="in-consultation"
    )
    PledgeFactory(body=town, state="running", due_on=dt.date(2020, 1, 1))
    PledgeFactory(body=town, state="running", due_on=timezone.localdate() + dt.timedelta(days=1))
    PledgeFactory(body=town, state="kept")
    PledgeFactory(body=town)
    for state in ("underway", "done", "idea"):
        ProjectFactory(visibility="public", state=state)
    ProjectFactory(state="underway")
    granted("2200000.50", is_public=True, shows_amount=True)
    granted("70000", is_public=True, shows_amount=False)
    granted("1000")


def test_numbers_count_what_is_public(at_work):
    charter, pledges, projects, funding = marks(53)
    assert charter.value == "1 von 53"
    assert "in 0 wird beraten" in charter.note, "associations are no municipalities"
    assert pledges.value == "2"
    assert pledges.note.endswith("1 überfällig, 1 eingelöst")
    assert projects.value == "3"
    assert projects.note.endswith("1 in Arbeit, 1 umgesetzt")
    assert funding.value == "2.200.000,50\N{NO-BREAK SPACE}€"
    assert "mit einem veröffentlichten Bescheid" in funding.note


def test_an_empty_programme_counts_to_nought(db):
    assert [mark.value for mark in marks(0)] == ["0", "0", "0", "0\N{NO-BREAK SPACE}€"]


def test_the_next_three_events_stand_in_their_order(db):
    today = timezone.localdate()
    for days in (40, -5, 10, 30, 20):
        EventFactory(title_de=f"In {days} Tagen", begins_on=today + dt.timedelta(days=days))
    EventFactory(title_de="Entwurf", begins_on=today + dt.timedelta(days=1), state="draft")
    assert [row["title"] for row in next_events()] == ["In 10 Tagen", "In 20 Tagen", "In 30 Tagen"]


def test_the_first_page_shows_them_and_every_number_leads_somewhere(client, programme, release, at_work):
    EventFactory(title_de="Netzwerktag")
    page = BeautifulSoup(client.get("/de/").content, "html.parser")
    section = page.select_one("section[aria-labelledby=programm]")
    assert "Netzwerktag" in section.get_text()
    links = [link["href"] for link in section.select(".figure__label a")]
    assert links == [
        "/de/charta/register/",
        "/de/charta/zusagen/",
        "/de/projekte/",
        "/de/foerderung/zuwendungen/",
    ]
    assert all(client.get(link).status_code == 200 for link in links)
    assert len(queries_of(client, "/de/")) <= 12
