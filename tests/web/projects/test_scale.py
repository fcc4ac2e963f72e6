"""A thousand projects: every page of the room within twelve queries and 25 ms of the processor."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils import timezone

from gruenzug.web.charter.models import Handlungsziel
from gruenzug.web.core.search import reindex
from gruenzug.web.directory.models import Kind
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import (
    HistoryEntry,
    Lesson,
    ListEntry,
    Milestone,
    Partner,
    Phase,
    Project,
    Reference,
    YearCost,
)
from gruenzug.web.projects.selectors.duplicates import all_pairs, like
from tests.factories import (
    HandlungszielFactory,
    LeitthemaFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ProjectListFactory,
)
from tests.web.support.costs import queries_of, too_dear

MANY, TOWNS, GOALS, LISTS = 1000, 53, 27, 6
MEASURES = ("park", "trees", "unsealing", "green-roof", "water", "meadow", "habitat")
STATES = ("idea", "planned", "underway", "done", "paused")
WORDS = (
    "Teich",
    "Schulhof",
    "Quartierspark",
    "Dachbegrünung",
    "Halde",
    "Bachlauf",
    "Allee",
    "Wiese",
    "Brache",
)
WIDE = [
    "/de/projekte/",
    "/de/projekte/?page=30",
    "/de/projekte/?q=begr%C3%BCnung&state=done",
    "/de/projekte/?municipality=ort-7&measure=park&sort=new",
    "/en/projects/?theme=lebenswert&county=05900",
    "/de/projekte/listen/",
    "/de/projekte/vergleich/?p=projekt-1&p=projekt-2&p=projekt-3",
    "/de/projekte/projekt-1/",
    "/en/projects/projekt-1/",
    "/de/projekte/melden/",
    "/de/projekte/karte.json?municipality=ort-7",
    "/de/suche/?q=begr%C3%BCnung",
    "/de/suche/?q=teich&kind=projects.project&page=3",
    "/en/search/?q=te",
]


@pytest.fixture
def crowd(release):
    """Fifty-three towns, a thousand projects, each with parts of every kind."""
    towns = [_town(number) for number in range(TOWNS)]
    bodies = [
        OrganisationFactory(kind=Kind.MUNICIPALITY, municipality=town, slug=f"rathaus-{town.slug}")
        for town in towns
    ]
    themes = [LeitthemaFactory(key=key) for key in ("lebenswert", "klimaangepasst", "artenreich")]
    goals = list(Handlungsziel.objects.all()[:GOALS]) or [
        HandlungszielFactory(leitthema=themes[number % 3]) for number in range(GOALS)
    ]
    lists = [ProjectListFactory() for _ in range(LISTS)]
    Project.objects.bulk_create(_project(number, bodies[number % TOWNS]) for number in range(MANY))
    rows = list(Project.objects.order_by("pk"))
    _link(Project.municipalities.through, "municipality", rows, towns)
    _link(Project.themes.through, "leitthema", rows, themes)
    _link(Project.goals.through, "handlungsziel", rows, goals)
    ListEntry.objects.bulk_create(
        ListEntry(project=row, list=lists[number % LISTS]) for number, row in enumerate(rows)
    )
    _parts(rows, bodies)
    reindex()
    return rows


def _town(number: int) -> Municipality:
    west, south = 6.8 + 0.1 * (number % 9), 51.3 + 0.07 * (number // 9)
    ring = [
        [west, south],
        [west + 0.1, south],
        [west + 0.1, south + 0.07],
        [west, south + 0.07],
        [west, south],
    ]
    geometry = json.dumps({"type": "Polygon", "coordinates": [ring]})
    return MunicipalityFactory(name=f"Ort {number}", slug=f"ort-{number}", geometry=geometry)


def _project(number: int, body) -> Project:
    located = number % 3 > 0
    lon, lat = 6.8 + (number * 37 % 900) / 1000, 51.3 + (number * 53 % 400) / 1000
    project = Project(
        title_de=f"{WORDS[number % len(WORDS)]} {number} am {WORDS[number * 7 % len(WORDS)]}",
        slug=f"projekt-{number}",
        summary_de="Ein Ort wird grüner, kühler und schöner, und alle haben etwas davon.",
        text_de="\n\n".join(["Ein Absatz, der erzählt, was geschieht und warum es geschieht."] * 4),
        state=STATES[number % 5],
        visibility="public",
        published_at=timezone.now(),
        body=body,
        measures=[MEASURES[number % 7], MEASURES[number * 3 % 7]],
        elements=["forest"],
        begins_on=dt.date(2020 + number % 5, 1, 1),
        ends_on=dt.date(2026 + number % 5, 12, 31),
        total_cost=Decimal(1000 * number),
        locating="exact" if located else "municipality",
        geometry=json.dumps({"type": "Point", "coordinates": [lon, lat]}) if located else "",
    )
    project.measure()
    return project


def _link(through, name: str, rows: list[Project], others: list) -> None:
    count = len(others)
    through.objects.bulk_create(
        through(project=row, **{name: others[number % count]}) for number, row in enumerate(rows)
    )


def _parts(rows: list[Project], bodies: list) -> None:
    day = dt.date(2024, 5, 1)
    for model, facts in (
        (Phase, {"kind": "design", "begins_on": day}),
        (Milestone, {"title": "Baubeginn", "due_on": day}),
        (YearCost, {"year": 2024, "planned": Decimal("1000.50")}),
        (Reference, {"title": "Ratsvorlage", "url": "https://example.org/vorlage"}),
        (Lesson, {"kind": "success", "text_de": "Früh mit den Nachbarn sprechen."}),
        (Partner, {"organisation": bodies[0], "role": "partner"}),
        (HistoryEntry, {"kind": "state", "state": "planned", "happened_on": day}),
    ):
        model.objects.bulk_create(
            model(project=row, **facts) for row in rows for _ in range(2 if model is Lesson else 1)
        )


@pytest.mark.any_database
def test_pages_stay_within_twelve_queries_and_25_ms(client, crowd):
    assert too_dear(client, WIDE) == {}


@pytest.mark.any_database
def test_files_of_a_thousand_projects_cost_few_queries(client, crowd):
    for extension in ("csv", "geojson", "gpkg", "atom", "json"):
        assert len(queries_of(client, f"/de/daten/projects.{extension}")) <= 12, extension
    assert len(queries_of(client, "/de/projekte/geodaten.gpkg")) <= 12


def test_a_goal_counts_its_projects_in_one_query(client, crowd):
    goal = Handlungsziel.objects.order_by("pk").first()
    address = goal.get_absolute_url()
    assert len(queries_of(client, address)) <= 12
    count = goal.projects.public().count()
    assert count >= MANY // GOALS
    assert str(count) in client.get(address).content.decode()


def test_duplicates_among_a_thousand_are_found_while_one_waits(crowd):
    twin = crowd[7]
    twin.pk, twin.slug = None, "projekt-7-noch-einmal"
    twin.title_de = twin.title_de.replace(" am ", " beim ")
    twin.save()
    twin.municipalities.add(*crowd[7].municipalities.all())
    assert like(twin)[0].second.slug == "projekt-7"
    assert "projekt-7" in {pair.first.slug for pair in all_pairs(20)}
