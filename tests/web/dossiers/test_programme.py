"""What the programme does in a town stands on the town's page, as far as it is public."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import override_settings

from gruenzug.web.charter.models import Commitment
from gruenzug.web.directory.models import Kind
from gruenzug.web.dossiers import plug
from gruenzug.web.places.models import Municipality
from tests.factories import (
    CommitmentFactory,
    EventFactory,
    OrganisationFactory,
    PledgeFactory,
    ProjectFactory,
    VersionFactory,
)
from tests.web.funding.ledger import granted
from tests.web.support.costs import MOST_MS, cpu_ms, queries_of

pytestmark = pytest.mark.django_db

ADDRESS = "/de/kommunen/witten/"
PAGES = {"pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"}}
DEFAULT = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def witten(release):
    """The town as a body of the network."""
    town = Municipality.objects.get(slug="witten")
    return OrganisationFactory(
        kind=Kind.MUNICIPALITY, municipality=town, official_key=town.ags, name="Stadt Witten"
    )


@pytest.fixture
def busy(witten):
    """Everything the programme has for a town, once in public and once not."""
    version = VersionFactory(title="Charta Grün")
    CommitmentFactory(
        body=witten, version=version, is_public=True, state="decided", decided_on=dt.date(2023, 6, 13)
    )
    PledgeFactory(body=witten, title="500 Straßenbäume", state="running", due_on=dt.date(2025, 1, 1))
    PledgeFactory(body=witten, title="Noch geheim")
    ProjectFactory(
        title_de="Quartierspark", visibility="public", state="underway", towns=[witten.municipality]
    )
    ProjectFactory(title_de="Geheimer Garten", towns=[witten.municipality])
    granted("285000", recipient=witten, title="Lückenschlüsse", is_public=True, shows_amount=True)
    granted("1234", recipient=witten, title="Geheimes Geld")
    EventFactory(title_de="Netzwerktag im Park", municipality=witten.municipality)
    EventFactory(title_de="Geheimes Treffen", municipality=witten.municipality, state="draft")
    return witten


def _sections(client) -> dict[str, str]:
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    names = ("mitwirkung", "zusagen", "projekte", "foerderung", "veranstaltungen")
    found = {name: page.select_one(f"section[aria-labelledby={name}]") for name in names}
    return {name: " ".join(part.get_text(" ").split()) for name, part in found.items() if part}


def test_a_town_s_page_shows_commitment_promises_projects_grants_and_events(client, busy):
    found = _sections(client)
    assert "Charta Grün" in found["mitwirkung"]
    assert "beschlossen, 13. Juni 2023" in found["mitwirkung"]
    assert "500 Straßenbäume" in found["zusagen"]
    assert "überfällig" in found["zusagen"]
    assert "Quartierspark" in found["projekte"]
    assert "in Arbeit" in found["projekte"]
    assert "285.000\N{NO-BREAK SPACE}€" in found["foerderung"] or "285.000 €" in found["foerderung"]
    assert "Netzwerktag im Park" in found["veranstaltungen"]


def test_what_is_not_public_stays_out(client, busy):
    words = client.get(ADDRESS).content.decode()
    for secret in ("Noch geheim", "Geheimer Garten", "Geheimes Geld", "Geheimes Treffen", "1.234"):
        assert secret not in words, secret


def test_a_county_s_commitment_counts_for_its_towns_but_its_promises_do_not(client, witten):
    county = OrganisationFactory(
        kind=Kind.COUNTY, county=witten.municipality.county, official_key="05954", name="Ennepe-Ruhr-Kreis"
    )
    CommitmentFactory(body=county, is_public=True, state=Commitment.State.IN_CONSULTATION)
    PledgeFactory(body=county, title="Kreisweite Radwege", state="running")
    found = _sections(client)
    assert "Ennepe-Ruhr-Kreis" in found["mitwirkung"]
    assert "zusagen" not in found


def test_a_town_without_a_programme_shows_no_empty_sections(client, witten):
    assert _sections(client) == {}


def test_the_tabs_lead_to_the_sections(client, busy):
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    targets = {link["href"].removeprefix("#") for link in page.select("nav.tabs a")}
    assert {"mitwirkung", "zusagen", "projekte", "foerderung", "veranstaltungen"} <= targets
    assert all(page.find(id=target) for target in targets)


def test_a_room_above_adds_a_section(client, witten, monkeypatch):
    monkeypatch.setattr(plug, "_SECTIONS", dict(plug._SECTIONS))
    card = plug.Card("Neues aus Witten", "/de/neu/")
    plug.register(
        plug.Section("neues", "Aktuelles", 5, lambda town: range(8), lambda row: card, lambda town: "/mehr/")
    )
    page = BeautifulSoup(client.get(ADDRESS).content, "html.parser")
    section = page.select_one("section[aria-labelledby=neues]")
    assert len(section.select("article")) == plug.SHOWN
    assert section.select_one("a[href='/mehr/']").get_text() == "2 weitere Einträge"
    with pytest.raises(ValueError, match="neues is registered already"):
        plug.register(plug.Section("neues", "Zweimal", 6, list, lambda row: card))


def test_the_page_costs_no_more_for_a_busy_town(client, busy):
    for number in range(20):
        ProjectFactory(title_de=f"Projekt {number}", visibility="public", towns=[busy.municipality])
        PledgeFactory(body=busy, state="running")
        EventFactory(municipality=busy.municipality)
    assert len(queries_of(client, ADDRESS)) <= 12
    with override_settings(CACHES={**DEFAULT, **PAGES}):
        assert len(queries_of(client, ADDRESS)) <= 11
    assert cpu_ms(client, ADDRESS) <= MOST_MS
