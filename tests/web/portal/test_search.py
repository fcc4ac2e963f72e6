"""The search over everything: what each room lets be found, where it leads, and what stays hidden."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from gruenzug.web.core.models import SearchEntry
from gruenzug.web.core.search import find, indexers, reindex
from tests.factories import OrganisationFactory, ProjectFactory
from tests.web.funding.ledger import granted
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db

ROOMS = {"atlas", "charter", "directory", "dossiers", "funding", "portal", "projects"}


@pytest.fixture
def site(release, programme):
    """A site with its release, its reference content and the index over both."""
    reindex()


def _titles(text: str, language: str = "de") -> list[str]:
    return [hit.entry.title for hit in find(text, language, size=100).hits]


def test_every_room_lets_its_things_be_found(site):
    assert {kind.split(".")[0] for kind in indexers()} >= ROOMS
    found = set(SearchEntry.objects.values_list("kind", flat=True))
    assert found >= {
        "atlas.indicator",
        "charter.version",
        "charter.goal",
        "charter.commitment",
        "directory.organisation",
        "dossiers.municipality",
        "funding.programme",
        "funding.grant",
        "portal.page",
        "projects.project",
    }


def test_a_compound_is_found_by_its_part_in_projects_and_programmes(site):
    titles = _titles("begrünung")
    assert "10.000 Grüne Dächer" in titles
    assert "50 Haltestellen mit begrünten Dächern" in titles, "for it is of the kind Dachbegrünung"


def test_what_is_called_exactly_so_comes_first(site):
    assert _titles("witten")[0] == "Witten"
    assert _titles("Stadt Witten")[0] == "Stadt Witten"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_address_in_the_index_answers(client, site, language):
    addresses = set(SearchEntry.objects.filter(language=language).values_list("url", flat=True))
    assert len(addresses) > 60
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Language"] == language, address


def test_what_is_not_public_cannot_be_found(release):
    ProjectFactory(title_de="Verborgener Garten", visibility="submitted")
    granted(title="Verborgenes Geld", is_public=False)
    OrganisationFactory(name="Verborgene Stelle", is_public=False)
    granted("4711.00", title="Offene Zuwendung", is_public=True, shows_amount=True)
    reindex()
    assert _titles("verborgen") == []
    assert _titles("offene zuwendung") == ["Offene Zuwendung"]
    assert _titles("4711") == [], "amounts are no words to look for"


def test_the_page_shows_kinds_as_tabs_and_marks_what_was_found(client, site):
    page = BeautifulSoup(client.get("/de/suche/", {"q": "herne"}).content, "html.parser")
    tabs = [tab.get_text(strip=True) for tab in page.select(".tabs a")]
    assert any(tab.startswith("Projekte (") for tab in tabs)
    assert "Herne" in [mark.get_text() for mark in page.select("mark")]
    assert len(queries_of(client, "/de/suche/?q=herne")) <= 12


def test_nothing_found_says_what_to_try(client, site):
    told = BeautifulSoup(client.get("/de/suche/", {"q": "xyzzyx"}).content, "html.parser").main.get_text()
    assert "Nichts gefunden." in told
    assert "kürzeres Wort" in told
