"""Rooms above put their sections on the page of a goal."""

from __future__ import annotations

import pytest

from gruenzug.web.charter import plug
from gruenzug.web.charter.plug import Card, Section
from tests.factories import HandlungszielFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(monkeypatch):
    """Only the sections of the test."""
    monkeypatch.setattr(plug, "_SECTIONS", {})


def test_a_section_shows_its_cards_and_leads_to_all_of_them(alone, client):
    goal = HandlungszielFactory()
    cards = [Card(f"Projekt {number}", f"/projekt/{number}/") for number in range(8)]
    plug.register(Section("projekte", "Projekte", 10, lambda request, goal: cards, lambda goal: "/alle/"))
    plug.register(Section("geld", "Geld", 5, lambda request, goal: [], empty="Noch kein Geld."))
    plug.register(Section("stumm", "Stumm", 1, lambda request, goal: []))
    page = client.get(goal.get_absolute_url()).content.decode()
    assert page.index("Noch kein Geld.") < page.index("Projekt 0")
    assert "Projekt 5" in page
    assert "Projekt 6" not in page
    assert "2 weitere Einträge" in page
    assert "Stumm" not in page


def test_the_list_of_goals_says_how_much_there_is(alone, client):
    goal, other = HandlungszielFactory(), HandlungszielFactory()
    asked = []

    def count(keys):
        asked.append(set(keys))
        return {goal.pk: 3}

    plug.register(Section("projekte", "Projekte", 10, lambda request, goal: [], counts=count))
    page = client.get("/de/charta/ziele/").content.decode()
    assert "3 Projekte" in page
    assert asked == [{goal.pk, other.pk}]


def test_a_name_is_taken_once(alone):
    plug.register(Section("a", "A", 1, lambda request, goal: []))
    with pytest.raises(ValueError, match="registered already"):
        plug.register(Section("a", "A", 1, lambda request, goal: []))
