"""The page of a body leads to everything the programme has of it."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from gruenzug.web.directory import plug
from gruenzug.web.directory.models import Kind
from tests.factories import (
    CommitmentFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PledgeFactory,
    ProjectFactory,
    VersionFactory,
)
from tests.web.funding.ledger import granted
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db


def _links(client, body) -> list[tuple[str, str]]:
    page = BeautifulSoup(client.get(body.get_absolute_url()).content, "html.parser")
    return [
        (" ".join(row.get_text(" ").split()), row.a["href"]) for row in page.select("aside .text-list li")
    ]


@pytest.fixture
def herne():
    town = MunicipalityFactory(name="Herne", slug="herne")
    return OrganisationFactory(name="Stadt Herne", slug="herne", kind=Kind.MUNICIPALITY, municipality=town)


def test_everything_public_is_one_click_away(client, herne):
    version = VersionFactory(title="Charta")
    row = CommitmentFactory(
        body=herne, version=version, is_public=True, state="decided", decided_on=dt.date(2023, 6, 13)
    )
    PledgeFactory(body=herne, state="running", due_on=dt.date(2020, 1, 1))
    PledgeFactory(body=herne, state="kept")
    PledgeFactory(body=herne)
    ProjectFactory(body=herne, visibility="public")
    ProjectFactory(body=herne)
    granted("100.00", recipient=herne, is_public=True)
    granted("100.00", recipient=herne)
    assert _links(client, herne) == [
        ("Zahlen, Karte und Programm in Herne", "/de/kommunen/herne/"),
        ("Charta beschlossen, 13. Juni 2023", row.get_absolute_url()),
        ("2 Selbstverpflichtungen 1 überfällig", "/de/charta/zusagen/?body=herne"),
        ("1 Projekt", "/de/projekte/?body=herne"),
        ("1 Zuwendung", "/de/foerderung/zuwendungen/?recipient=herne"),
    ]
    assert len(queries_of(client, herne.get_absolute_url())) <= 12


def test_a_body_without_anything_has_no_empty_list(client):
    association = OrganisationFactory(kind=Kind.ASSOCIATION)
    assert _links(client, association) == []
    assert "Im Programm" not in client.get(association.get_absolute_url()).content.decode()


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="links named dossier are registered already"):
        plug.register("dossier", 5, lambda body: [])
