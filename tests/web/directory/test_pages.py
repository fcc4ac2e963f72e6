"""The public directory."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gruenzug.web.directory.models import Consent, FunctionContact, Person, Topic
from tests.factories import (
    ConsentFactory,
    CountyFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    PositionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies():
    topic = Topic.objects.create(key="artenreich", title_de="Artenreich", title_en="Rich in species")
    county = CountyFactory(key="05978")
    town = OrganisationFactory(
        name="Stadt Kamen",
        short_name="Kamen",
        slug="kamen",
        official_key="05978020",
        municipality=MunicipalityFactory(ags="05978020", county=county),
        county=county,
    )
    club = OrganisationFactory(
        kind="association", name="Naturfreunde", slug="naturfreunde", municipality=town.municipality
    )
    club.topics.add(topic)
    FunctionContact.objects.create(organisation=club, office="Geschäftsstelle", mailbox="info@example.org")
    FunctionContact.objects.create(organisation=club, office="Nur intern", is_public=False)
    OrganisationFactory(kind="company", name="Verborgen GmbH", slug="verborgen", is_public=False)
    return town, club


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def names(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".bodies__name a")]


def test_all_public_bodies_stand_under_the_heading_of_their_kind(client, bodies):
    page = soup(client.get("/de/netzwerk/"))
    assert [" ".join(head.get_text().split()) for head in page.select("h2.bodies__kind")] == [
        "Kommunen 1",
        "Verbände und Vereine 1",
    ]
    assert names(page) == ["Kamen", "Naturfreunde"]
    assert "Verborgen" not in page.get_text()
    assert "Nur intern" not in page.get_text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=kamen", ["Kamen"]),
        ("?q=05978", ["Kamen"]),
        ("?kind=association", ["Naturfreunde"]),
        ("?topic=artenreich", ["Naturfreunde"]),
        ("?county=05978", ["Kamen"]),
        ("?q=verborgen", []),
        ("?kind=gibtsnicht", []),
        ("?topic=artenreich&kind=municipality", []),
    ],
)
def test_filters(client, bodies, query, found):
    answer = client.get(f"/de/netzwerk/{query}")
    assert answer.status_code == 200
    assert names(soup(answer)) == found


def test_each_choice_says_how_many_it_leaves(client, bodies):
    page = soup(client.get("/de/netzwerk/?topic=artenreich"))
    assert [option.get_text() for option in page.select("select[name=kind] option")] == [
        "alle",
        "Verband oder Verein (1)",
    ]
    assert "Artenreich (1)" in page.select_one("select[name=topic]").get_text()


def test_towns_are_outlines_and_others_are_dots_on_the_map(client, bodies):
    page = soup(client.get("/de/netzwerk/"))
    assert page.select_one(".body-map a[href='/de/netzwerk/kamen/'] path")
    assert page.select_one(".body-map a[href='/de/netzwerk/naturfreunde/'] circle")
    only_clubs = soup(client.get("/de/netzwerk/?kind=association"))
    assert not only_clubs.select(".body-map__town--listed")
    assert only_clubs.select(".body-map__town")


def test_a_page_of_its_own_with_source_and_status(client, bodies):
    club = bodies[1]
    club.status, club.source_url = "placeholder", "https://example.org/quelle"
    club.save()
    page = soup(client.get("/de/netzwerk/naturfreunde/"))
    assert page.h1.get_text() == "Naturfreunde"
    assert page.select_one(".badge--placeholder")
    assert page.select_one("a[href='https://example.org/quelle']")
    assert page.select_one("a[href='mailto:info@example.org']")


@pytest.mark.parametrize("slug", ["verborgen", "gibt-es-nicht"])
def test_what_is_not_public_is_not_there(client, bodies, slug):
    answer = client.get(f"/de/netzwerk/{slug}/")
    assert answer.status_code == 404
    assert "Diese Körperschaft kennen wir nicht." in answer.content.decode()


def test_in_english(client, bodies):
    page = soup(client.get("/en/network/"))
    assert page.h1.get_text() == "Network"
    assert "Rich in species (1)" in page.select_one("select[name=topic]").get_text()


class TestPeople:
    """Nobody is shown without consent, and nothing beyond it."""

    @pytest.fixture
    def person(self, bodies):
        person = PersonFactory(first_name="Test", last_name="Person 7", email="p7@example.org", phone="0123")
        PositionFactory(person=person, organisation=bodies[1], title="Vorsitz")
        return person

    def shown(self, client):
        return client.get("/de/netzwerk/naturfreunde/").content.decode()

    def allow(self, person, *fields, **facts):
        for field in fields:
            ConsentFactory(person=person, field=field, **facts)

    def test_without_consent_nothing_is_shown(self, client, person):
        assert "Person 7" not in self.shown(client)

    def test_only_what_was_agreed_to_is_shown(self, client, person):
        self.allow(person, Person.Field.NAME, Person.Field.EMAIL)
        page = self.shown(client)
        assert "Test Person 7" in page
        assert "p7@example.org" in page
        assert "Vorsitz" not in page
        assert "0123" not in page

    def test_without_the_name_the_rest_stays_hidden(self, client, person):
        self.allow(person, Person.Field.EMAIL, Person.Field.POSITION)
        assert "p7@example.org" not in self.shown(client)

    def test_what_was_withdrawn_or_not_confirmed_for_long_is_gone(self, client, person):
        self.allow(person, Person.Field.NAME, withdrawn_at=timezone.now())
        assert "Person 7" not in self.shown(client)
        Consent.objects.all().delete()
        old = timezone.localdate() - timezone.timedelta(days=Consent.LAPSES_AFTER_DAYS + 1)
        self.allow(person, Person.Field.NAME, confirmed_on=old)
        assert "Person 7" not in self.shown(client)

    def test_who_left_is_not_shown(self, client, person):
        self.allow(person, Person.Field.NAME)
        person.positions.all().delete()
        assert "Person 7" not in self.shown(client)

    def test_no_file_names_a_person(self, client, person):
        self.allow(person, *Person.Field.values)
        for extension in ("csv", "geojson", "atom"):
            assert "Person 7" not in client.get(f"/de/daten/organisations.{extension}").content.decode()


def test_the_list_is_also_csv_geojson_and_atom(client, bodies):
    rows = list(
        csv.DictReader(StringIO(client.get("/de/daten/organisations.csv?kind=association").content.decode()))
    )
    assert [(row["id"], row["topics"], row["contacts"]) for row in rows] == [
        ("naturfreunde", "artenreich", "Geschäftsstelle")
    ]
    features = json.loads(client.get("/de/daten/organisations.geojson").content)["features"]
    assert {feature["geometry"]["type"] for feature in features} == {"Point"}
    assert "Naturfreunde" in client.get("/de/daten/organisations.atom").content.decode()


def test_a_page_takes_no_more_queries_for_hundreds_of_bodies(client, programme, release):
    topic = Topic.objects.first()
    for number in range(120):
        body = OrganisationFactory(kind="association", name=f"Verein {number}")
        body.topics.add(topic)
        FunctionContact.objects.create(organisation=body, office="Vorstand")
    for address in (
        "/de/netzwerk/",
        "/de/netzwerk/?kind=association&topic=lebenswert",
        "/de/netzwerk/essen/",
    ):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 12, [query["sql"][:100] for query in queries]
