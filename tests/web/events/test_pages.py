"""The public pages: what they say, what they keep to themselves, and what they cost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from gruenzug.web.charter import plug
from gruenzug.web.events.models import Block, Event, Material, Speaker
from tests.factories import (
    EventFactory,
    HandlungszielFactory,
    LeitthemaFactory,
    MunicipalityFactory,
    OrganisationFactory,
    SessionFactory,
)
from tests.web.support.costs import queries_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def words(client, address, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\u00a0", " ")


def past(**fields):
    begin = timezone.localdate() - dt.timedelta(days=400)
    return EventFactory(begins_on=begin, **fields)


def full_event(**fields):
    """Return an event with everything a page can show."""
    event = EventFactory(
        days=2,
        days__places_onsite=40,
        days_bookable=True,
        mode="both",
        municipality=MunicipalityFactory(),
        venue="Haus der Region",
        city="Essen",
        fee=0,
        has_certificate=True,
        certificate_hours="6.0",
        **fields,
    )
    event.partners.set([OrganisationFactory(), OrganisationFactory()])
    event.themes.set([LeitthemaFactory()])
    event.goals.set([HandlungszielFactory()])
    block = Block.objects.create(event=event, title_de="Workshops am Vormittag")
    for day in event.days.all():
        for _number in range(4):
            session = SessionFactory(event=event, day=day)
            Speaker.objects.create(
                session=session, function="Leitung Umweltamt", organisation=OrganisationFactory()
            )
        SessionFactory.create_batch(3, event=event, day=day, block=block, places=12)
    Material.objects.create(
        event=event, kind="preparation", title_de="Lesetext", url="https://example.org/text.pdf"
    )
    return event


def test_what_is_to_come_and_what_was_stand_apart_and_are_counted(client):
    EventFactory(title_de="Werkstatt Stadtbäume", kind="werkstatt")
    EventFactory(title_de="Heimlicher Entwurf", state="draft")
    past(title_de="Netzwerktag von einst")
    coming = words(client, "/de/veranstaltungen/")
    assert "Werkstatt Stadtbäume" in coming
    assert "Kommende (1)" in coming
    assert "Archiv (1)" in coming
    assert "Netzwerktag von einst" not in coming
    assert "Heimlicher Entwurf" not in coming
    assert "Netzwerktag von einst" in words(client, "/de/veranstaltungen/archiv/")


def test_filters_narrow_and_say_what_the_others_hold(client):
    EventFactory(title_de="Vortrag Stadtklima", kind="talk", mode="online")
    EventFactory(title_de="Netzwerktag Grün", mode="onsite")
    page = words(client, "/de/veranstaltungen/", kind="talk")
    assert "Vortrag Stadtklima" in page
    assert "Netzwerktag Grün" not in page
    assert "Netzwerktag (1)" in page
    assert "Keine Veranstaltung passt" in words(client, "/de/veranstaltungen/", kind="talk", mode="onsite")
    assert "Keine Veranstaltung passt" in words(client, "/de/veranstaltungen/archiv/", year="unsinn")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("word", ["dachbegrünung", "BEGRUENUNG", "begrunung", "vertikal"])
def test_the_search_word_finds_parts_of_german_words_and_of_the_programme(client, word):
    found = EventFactory(title_de="Werkstatt Dachbegrünung")
    SessionFactory(event=found, title_de="Vertikale Gärten")
    EventFactory(title_de="Netzwerktag Wasser")
    page = words(client, "/de/veranstaltungen/", q=word)
    assert "Werkstatt Dachbegrünung" in page
    assert "Netzwerktag Wasser" not in page


def test_an_event_tells_what_one_has_to_know(client):
    event = full_event()
    page = words(client, event.get_absolute_url())
    for told in (
        "Haus der Region",
        "kostenlos",
        "mit Teilnahmebescheinigung, 6 Unterrichtsstunden",
        "Workshops am Vormittag",
    ):
        assert told in page
    assert "eines zur Wahl" in page
    assert "vor Ort: noch 40 Plätze" in page
    assert "noch 12 Plätze" in page
    assert "Leitung Umweltamt" in page
    assert "Lesetext" in page


def test_a_draft_is_nobodys_business(client):
    event = EventFactory(state="draft")
    answer = client.get(event.get_absolute_url())
    assert answer.status_code == 404
    assert "Diese Veranstaltung kennen wir nicht." in answer.content.decode()
    assert client.get(f"{event.get_absolute_url()}kalender.ics").status_code == 404


def test_what_was_called_off_stays_and_says_why(client):
    event = EventFactory(state="cancelled", cancel_reason_de="Sturm angesagt.")
    page = words(client, event.get_absolute_url())
    assert "Diese Veranstaltung ist abgesagt." in page
    assert "Sturm angesagt." in page
    assert "Anmelden" not in page


def test_a_past_event_shows_what_came_of_it(client):
    event = past(report_de="Acht Ziele wurden geschärft.", attended=180)
    Material.objects.create(event=event, kind="outcome", title_de="Die Charta", url="/de/charta/")
    page = words(client, event.get_absolute_url())
    assert "Acht Ziele wurden geschärft." in page
    assert "Die Charta" in page
    assert "180" in page


@pytest.mark.parametrize(
    "path", ["", "archiv/", "?kind=talk&mode=both&q=a", "archiv/?theme=lebenswert&year=2020"]
)
def test_lists_take_few_queries_however_many_events(client, release, path):
    for _number in range(30):
        event = EventFactory()
        event.themes.set([LeitthemaFactory()])
        past()
    found = queries_of(client, f"/de/veranstaltungen/{path}")
    assert len(found) <= MOST_QUERIES, "\n".join(found)


def test_the_page_of_a_full_event_takes_few_queries(client, release):
    found = queries_of(client, full_event().get_absolute_url())
    assert len(found) <= MOST_QUERIES, "\n".join(found)


def test_the_list_leaves_as_csv_geojson_and_atom_with_the_same_filters(client):
    town = MunicipalityFactory(point_x=7.05, point_y=51.45)
    EventFactory(title_de="In Essen", municipality=town, kind="talk")
    EventFactory(title_de="=2+3 im Netz", mode="online")
    rows = list(
        csv.DictReader(io.StringIO(client.get("/de/daten/events.csv", {"kind": "talk"}).content.decode()))
    )
    assert [row["title"] for row in rows] == ["In Essen"]
    assert rows[0]["ags"] == town.ags
    everything = client.get("/de/daten/events.csv").content.decode()
    assert "'=2+3 im Netz" in everything
    shapes = json.loads(client.get("/de/daten/events.geojson").content)["features"]
    points = {row["properties"]["title"]: row["geometry"] for row in shapes}
    assert points["In Essen"] == {"type": "Point", "coordinates": [7.05, 51.45]}
    assert points["=2+3 im Netz"] is None
    feed = ET.fromstring(client.get("/de/daten/events.atom").content)
    titles = {node.text for node in feed.iter("{http://www.w3.org/2005/Atom}title")}
    assert "In Essen" in titles


def test_no_column_of_an_event_is_forgotten(client):
    """Who adds a field says here whether the public gets it (platform.md 2.6, number 7)."""
    withheld = {
        "online_url", "desk_key", "uid", "id", "created_at", "published_at", "sequence",  # keys and machinery
        "mailbox", "sign_up_url", "opens_at", "days_bookable", "has_waiting_list", "promote_until_hours",
        "group_size", "asks_needs", "registered", "when_note", "online_note", "certificate_hours",
        "street", "postal_code", "longitude", "latitude", "municipality", "slug",  # in other words
        "fee", "has_certificate", "source_url", "source_note",
    }  # fmt: skip
    texts = ("title", "summary", "text", "access", "fee_note", "certificate_note", "report", "cancel_reason")
    fields = {field.name for field in Event._meta.fields} - withheld
    fields = {name for name in fields if not name.startswith(tuple(f"{text}_" for text in texts))}
    header = client.get("/de/daten/events.csv").content.decode().splitlines()[0].split(",")
    assert fields - set(header) - {"city"} == set()


def test_a_goal_shows_its_events(rf):
    goal = HandlungszielFactory()
    event = past(title_de="Werkstatt zum Ziel")
    event.goals.set([goal])
    EventFactory(state="draft").goals.set([goal])
    section = next(row for row in plug.sections() if row.name == "events")
    assert [card.title for card in section.cards(rf.get("/"), goal)] == ["Werkstatt zum Ziel"]
    assert section.counts([goal.pk]) == {goal.pk: 1}


def test_the_door_is_told_from_the_time_and_the_places(client):
    now = timezone.now()
    later = EventFactory(opens_at=now + dt.timedelta(days=2))
    closed = EventFactory(closes_at=now - dt.timedelta(hours=1))
    full = EventFactory(days__places_onsite=0)
    strict = EventFactory(days__places_onsite=0, has_waiting_list=False)
    page = {event: words(client, event.get_absolute_url()) for event in (later, closed, full, strict)}
    assert "Die Anmeldung beginnt am" in page[later]
    assert "Die Anmeldung ist seit" in page[closed]
    assert "Auf die Warteliste" in page[full]
    assert "ausgebucht" in page[strict]
    for event in (later, closed, strict):
        assert "anmelden/" not in page[event]


def told_to_search_engines(client, event) -> dict:
    text = words(client, event.get_absolute_url())
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(found[1]) if found else {}


def test_search_engines_are_told_when_where_and_whether_it_takes_place(client):
    event = EventFactory(
        title_de="Werkstatt", begins_on=dt.date(2027, 3, 4), days__begins_at=dt.time(9, 30), mode="both",
        venue="Haus der Region", city="Essen", fee=0,
    )  # fmt: skip
    told = told_to_search_engines(client, event)
    assert (told["@type"], told["name"], told["startDate"]) == (
        "Event",
        "Werkstatt",
        "2027-03-04T09:30:00+01:00",
    )
    assert [place["@type"] for place in told["location"]] == ["Place", "VirtualLocation"]
    assert told["location"][0]["address"]["addressLocality"] == "Essen"
    assert told["eventStatus"].endswith("EventScheduled")
    assert told["isAccessibleForFree"] is True
    Event.objects.filter(pk=event.pk).update(state="cancelled")
    assert told_to_search_engines(client, event)["eventStatus"].endswith("EventCancelled")
    Event.objects.filter(pk=event.pk).update(precision="year")
    assert told_to_search_engines(client, event) == {}, "a year is no day"
