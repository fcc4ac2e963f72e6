"""The public pages: what they say, what they keep to themselves, and what they cost."""

from __future__ import annotations

import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gruenzug.web.atlas.models import Release
from gruenzug.web.charter import plug
from gruenzug.web.charter.models import Commitment, Report, Station
from gruenzug.web.charter.selectors.history import moments_of, timeline_of
from gruenzug.web.charter.selectors.register import Asked, commitments_of, register_of
from gruenzug.web.charter.selectors.texts import sections_of
from gruenzug.web.places.models import Municipality
from tests.factories import (
    CommitmentFactory,
    HandlungszielFactory,
    LeitthemaFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PledgeFactory,
    ReportingRoundFactory,
    SectionFactory,
    StationFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def words(client, address, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\u00a0", " ")


@pytest.fixture
def charter():
    return VersionFactory(number=1, title="Charta", state="in-force", decided_on=dt.date(2022, 9, 23))


def entry(version, name, state="decided", public=True, **fields):
    body = fields.pop("body", None) or OrganisationFactory(name=f"Stadt {name}", short_name=name)
    decided = {"decided_on": dt.date(2023, 6, 13)} if state == "decided" else {}
    return CommitmentFactory(
        version=version, body=body, state=state, is_public=public, **{**decided, **fields}
    )


def test_the_register_shows_what_is_public_and_counts_it(client, charter):
    entry(charter, "Herne")
    entry(charter, "Essen", "in-consultation", state_note="Ausgang offen.")
    entry(charter, "Geheimstadt", "draft", public=False)
    page = words(client, "/de/charta/register/")
    assert "beschlossen, 13. Juni 2023" in page
    assert "Ausgang offen." in page
    assert "Geheimstadt" not in page
    assert "2 von 2 Einträgen" in page
    narrowed = words(client, "/de/charta/register/", state="decided")
    assert "Essen" not in narrowed
    assert "1 von 2 Einträgen" in narrowed
    assert "in Beratung (1)" in narrowed, "a filter keeps saying what the others hold"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "her"}, {"Herne"}),
        ({"q": "7/2023"}, {"Kreis Unna"}),
        ({"kind": "county"}, {"Kreis Unna"}),
        ({"county": "05978"}, {"Kreis Unna"}),
        ({"document": "strategie"}, set()),
        ({"state": "unsinn"}, set()),
    ],
)
def test_the_register_can_be_searched(charter, query, found):
    entry(charter, "Herne")
    unna = OrganisationFactory(
        kind="county", name="Kreis Unna", short_name="Kreis Unna", official_key="05978"
    )
    entry(charter, "", "in-consultation", body=unna, paper_reference="7/2023")
    assert {row.body.label for row in Asked(**query).rows()} == found
    assert register_of(Asked(**query)).count == len(found)


def test_what_is_not_public_cannot_be_read_at_its_address(client, charter):
    row = entry(charter, "Geheimstadt", "draft", public=False)
    answer = client.get(row.get_absolute_url())
    assert answer.status_code == 404
    assert "Geheimstadt" not in answer.content.decode()
    draft = VersionFactory(number=7)
    assert client.get(draft.get_absolute_url()).status_code == 404
    pledge = PledgeFactory()
    assert client.get(pledge.get_absolute_url()).status_code == 404


def test_an_entry_shows_its_way_with_the_source(client, charter):
    row = entry(
        charter, "Herne", paper_reference="2023/0419", paper_url="https://herne.example.org/vorlage",
        resolution="Der Rat wirkt mit.\n\nZweiter Absatz.", votes_for=40, votes_against=2, abstentions=0,
        source_note="So steht es im Ratsinformationssystem.",
    )  # fmt: skip
    StationFactory(commitment=row, committee="Umweltausschuss", result="recommended")
    page = words(client, row.get_absolute_url())
    for part in (
        "2023/0419",
        "Zweiter Absatz.",
        "Umweltausschuss",
        "empfohlen",
        "Ja 40, Nein 2",
        "So steht es",
    ):
        assert part in page


def test_a_draft_in_the_public_register_says_that_no_decision_is_known(client, charter):
    row = entry(charter, "Gelsenkirchen", "draft")
    assert "kein Beschluss bekannt" in words(client, row.get_absolute_url())


def test_the_map_colours_the_municipalities_by_state(client, charter, release):
    entry(charter, "Bochum", body=_body("05911000"))
    entry(charter, "Herdecke", "in-consultation", body=_body("05954012"))
    page = words(client, "/de/charta/register/")
    assert page.count('class="register-decided"') == 2, "one area, one entry of the legend"
    assert "Bochum: beschlossen, 13. Juni 2023" in page
    assert "nicht im Register" in page


def _body(ags):
    town = (
        Municipality.objects.filter(ags=ags).first() or Municipality.objects.exclude(ags="05911000").first()
    )
    return OrganisationFactory(name=town.name, short_name=town.name, official_key=town.ags, municipality=town)


def test_the_history_holds_every_dated_thing_once(charter):
    row = entry(charter, "Herne", signed_on=dt.date(2024, 4, 10))
    StationFactory(commitment=row, meets_on=dt.date(2023, 5, 10), order=1)
    StationFactory(
        commitment=row,
        committee="Rat",
        role="decision",
        meets_on=dt.date(2023, 6, 13),
        result="agreed",
        order=2,
    )
    rows = Commitment.objects.select_related("body").prefetch_related("stations")
    entries = register_of(Asked()).entries
    told = [(moment.on.isoformat(), moment.title) for moment in moments_of(entries, [charter], 40)]
    assert told == [
        ("2024-04-10", "Herne unterzeichnet"),
        ("2023-06-13", "Herne: Rat"),
        ("2023-05-10", "Herne: Umweltausschuss"),
        ("2022-09-23", "Charta beschlossen"),
    ]
    latest = [(moment.on.isoformat(), moment.title) for moment in moments_of(entries, [charter], 1)]
    assert latest == told[:2]
    (lane,) = timeline_of(rows).lanes
    assert re.findall(r'cx="([\d.]+%)"', lane.marks) == ["0.00%", "10.12%", "100.00%"]


def test_a_dossier_finds_the_commitments_of_the_town_and_its_county(charter):
    town = OrganisationFactory(municipality=(place := MunicipalityFactory()), official_key=place.ags)
    county = OrganisationFactory(kind="county", county=place.county)
    seat = OrganisationFactory(kind="association", municipality=place)
    for body in (town, county, seat):
        entry(charter, "", body=body)
    assert {row.body for row in commitments_of(place)} == {town, county}


def test_a_text_has_an_address_for_every_section_and_says_whose_words_it_is(client, charter):
    charter.wording = "summary"
    charter.save()
    theme = LeitthemaFactory()
    SectionFactory(
        version=charter, key="lebenswert", kind="leitthema", leitthema=theme, title_de="Lebenswert", order=1
    )
    SectionFactory(
        version=charter, key="ziel", kind="handlungsziel", title_de="Ein Ziel", order=2, text_de="A.\n\nB."
    )
    page = words(client, charter.get_absolute_url())
    assert "nicht der amtliche Wortlaut" in page
    assert 'id="lebenswert"' in page
    assert '<h3 id="ziel-titel">Ein Ziel</h3>' in page, "no level of headings is left out"
    assert page.count("<p>A.</p>") == page.count("<p>B.</p>") == 1


def test_sections_of_one_level_stand_at_one_depth_and_no_level_is_left_out():
    version = VersionFactory()
    kinds = ["preamble", "leitthema", "oberziel", "handlungsziel", "handlungsziel", "leitthema", "handlungsziel",
             "handlungsziel", "chapter"]  # fmt: skip
    for order, kind in enumerate(kinds):
        SectionFactory(version=version, kind=kind, order=order)
    assert [section.depth for section in sections_of(version)] == [1, 1, 2, 3, 3, 1, 2, 2, 1]


def test_two_versions_are_compared_word_by_word(client, charter):
    SectionFactory(version=charter, key="a", text_de="Wir pflanzen 100 Bäume.")
    second = VersionFactory(number=2, title="Charta 2", state="consultation")
    SectionFactory(version=second, key="a", text_de="Wir pflanzen 500 Bäume.")
    page = words(client, "/de/charta/vergleich/")
    assert "<del>" in page
    assert "100</del>" in page
    assert "500</ins>" in page
    assert "1 geändert, 0 neu, 0 entfallen, 0 unverändert" in page
    same = words(client, "/de/charta/vergleich/", before="charta-1", after="charta-2")
    assert "500</ins>" in same


def test_one_version_alone_says_that_there_is_nothing_to_compare(client, charter):
    assert "noch nichts zu vergleichen" in words(client, "/de/charta/vergleich/")


def test_a_placeholder_is_never_taken_for_a_goal(client):
    goal = HandlungszielFactory(
        number=20,
        status="placeholder",
        leitthema=None,
        title_de="Handlungsziel 20 (Titel liegt noch nicht vor)",
    )
    HandlungszielFactory(number=21, title_de="Parks")
    page = words(client, goal.get_absolute_url())
    assert "Platzhalter" in page
    assert "nichts Erfundenes" in page
    every = words(client, "/de/charta/ziele/")
    assert "Noch nicht zugeordnet" in every
    named = words(client, "/de/charta/ziele/", named="1")
    assert "Parks" in named
    assert "Handlungsziel 20" not in named


def test_the_register_is_also_a_file_in_every_format(client, charter):
    row = entry(charter, "Herne", body=OrganisationFactory(name="=Herne", longitude=7.2, latitude=51.5))
    StationFactory(commitment=row, meets_on=dt.date(2023, 5, 10))
    entry(charter, "Geheimstadt", "draft", public=False)
    table = words(client, "/de/daten/commitments.csv").splitlines()
    assert len(table) == 2
    assert table[1].startswith("'=Herne,")
    (data,) = json.loads(words(client, "/de/daten/commitments.json"))["data"]
    assert (data["state"], data["stations"]) == ("decided", "2023-05-10 Umweltausschuss (open)")
    (feature,) = json.loads(words(client, "/de/daten/commitments.geojson"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [7.2, 51.5]}
    feed = ET.fromstring(client.get("/de/daten/commitments.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    (item,) = feed.findall(f"{atom}entry")
    assert item.find(f"{atom}summary").text == "beschlossen, 13. Juni 2023"
    narrowed = words(client, "/de/daten/commitments.csv", state="rejected")
    assert len(narrowed.splitlines()) == 1


def test_promises_are_also_a_feed_with_the_newest_words(client):
    pledge = PledgeFactory(state="running", title="Bäume")
    for year, told in ((2025, "Alt."), (2026, "Neu.")):
        in_round = ReportingRoundFactory(opens_on=dt.date(year, 1, 1), due_on=dt.date(year, 2, 1))
        Report.objects.create(round=in_round, pledge=pledge, progress="on-track", words=told, is_public=True)
    assert "im Plan: Neu." in words(client, "/de/daten/pledges.atom")
    assert "Neu." in words(client, "/de/daten/pledges.csv")


@pytest.mark.parametrize(
    "address",
    [
        "/de/charta/",
        "/de/charta/register/?page=99",
        "/de/charta/zusagen/?theme=x",
        "/de/charta/ziele/?kind=x",
    ],
)
def test_an_empty_programme_and_odd_filters_are_answered(client, address):
    words(client, address)


def test_english_addresses_and_words(client, charter):
    entry(charter, "Herne")
    page = words(client, "/en/charter/register/")
    assert 'href="/en/charter/goals/"' in page
    assert 'href="/en/charter/compare/"' in page
    assert client.get("/en/charta/register/").status_code == 404


@pytest.fixture
def crowd(release: Release):
    """53 municipalities and their bodies, 300 commitments in two documents, 27 goals, promises and reports."""
    versions = [
        VersionFactory(document=document, number=1, state="in-force", decided_on=dt.date(2022, 9, 23))
        for document in ("charta", "strategie")
    ]
    themes = [LeitthemaFactory(key=key) for key in ("lebenswert", "klimaangepasst", "artenreich")]
    goals = [HandlungszielFactory(leitthema=themes[number % 3]) for number in range(27)]
    for version in versions:
        for goal in goals:
            SectionFactory(version=version, key=goal.code, kind="handlungsziel", handlungsziel=goal)
    bodies = [OrganisationFactory(name=f"Stadt {number:03d}") for number in range(150)]
    rows = Commitment.objects.bulk_create(
        Commitment(
            body=body,
            version=version,
            state="decided",
            is_public=True,
            decided_on=dt.date(2023, 1, 1) + dt.timedelta(days=k),
        )
        for version in versions
        for k, body in enumerate(bodies)
    )
    Station.objects.bulk_create(
        Station(commitment=row, committee=f"Ausschuss {k}", meets_on=row.decided_on, order=k)
        for row in rows
        for k in range(3)
    )
    pledges = [PledgeFactory(body=body, state="running") for body in bodies[:60]]
    in_round = ReportingRoundFactory()
    for number, pledge in enumerate(pledges):
        pledge.goals.add(goals[number % 5], goals[number % 7])
        Report.objects.create(
            round=in_round, pledge=pledge, progress="on-track", words="Läuft.", is_public=True
        )
    return {"goal": goals[0], "commitment": rows[0], "pledge": pledges[0], "version": versions[1]}


def test_a_goal_s_own_page_leaves_queries_for_the_rooms_above(client, crowd, monkeypatch):
    monkeypatch.setattr(plug, "_SECTIONS", {})
    with CaptureQueriesContext(connection) as queries:
        client.get(crowd["goal"].get_absolute_url())
    assert len(queries) <= 7


def test_every_page_stays_within_its_queries(client, crowd):
    addresses = [
        "/de/charta/",
        "/de/charta/vergleich/",
        "/de/charta/ziele/",
        "/de/charta/register/",
        "/de/charta/register/?state=decided&q=Stadt",
        "/de/charta/zusagen/",
        "/de/charta/zusagen/?theme=lebenswert&state=overdue",
        "/de/daten/commitments.csv",
        "/de/daten/commitments.geojson",
        "/de/daten/pledges.csv",
        "/de/daten/goals.csv",
        *(thing.get_absolute_url() for thing in crowd.values()),
    ]
    spent = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        spent[address] = len(queries)
    assert {address: number for address, number in spent.items() if number > MOST_QUERIES} == {}


def test_the_register_shows_the_latest_days_and_says_that_there_are_more(client, crowd):
    page = words(client, "/de/charta/register/")
    assert page.count('class="timeline__date"') == 12
    assert "Ältere Einträge" in page
