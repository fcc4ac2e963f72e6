"""The finder as visitors use it: programmes with filters, their pages and calendars, and what fits a plan."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

pytestmark = pytest.mark.django_db

ROOF = "measures=green-roof&total_cost=12.000&applicant=private&ags=05916000&area_m2=80"


def _page(client, address: str = "") -> BeautifulSoup:
    response = client.get(f"/de/foerderung/{address}")
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def _said(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_the_finder_lists_what_is_current_and_filters_by_who_asks_and_for_what(client, programme):
    assert "5 Programme" in _said(_page(client).main)
    for_roofs = _said(_page(client, "?measure=green-roof&applicant=private").main)
    assert "10.000 Grüne Dächer" in for_roofs
    assert "KfW" not in for_roofs
    assert "REACT-EU" in _said(_page(client, "?state=closed").main)


def test_a_programmes_page_names_a_source_and_a_day_for_every_value(client, programme):
    page = _page(client, "gruene-infrastruktur-richtlinien-nrw/")
    told = _said(page.main)
    assert "200.000 €" in told
    assert "50.000 €" in told, "both values of sources that contradict each other"
    assert told.count("geprüft am") >= 10


def test_what_fits_a_plan_is_told_with_a_reason_for_every_rule_and_no_promise(client, programme):
    page = _page(client, f"pruefen/?{ROOF}")
    assert "keine Zusage" in _said(page.main)
    outcomes = {_said(found.h3): _said(found) for found in page.select("article.outcome")}
    kris = next(told for title, told in outcomes.items() if "KRiS" in title)
    assert "7.200 € bis 10.800 €" in kris
    assert "1.200 € bis 4.800 €" in kris, "the own share"
    assert "Gestaltungsraum" in kris
    kfw = next(told for title, told in outcomes.items() if "444" in title)
    assert "passt nicht: Privatperson" in kfw
    assert len(outcomes) == 5
    ticked = [field["value"] for field in page.select("input[type=checkbox][checked]")]
    assert ticked == ["green-roof"]
    chosen = {field["name"]: field.select_one("[selected]")["value"] for field in page.select("main select")}
    assert chosen == {"applicant": "private", "ags": "05916000"}
    assert {field["value"] for field in page.select("input[type=radio][checked]")} == {""}, "not known yet"


def test_a_plan_whose_parts_are_more_than_the_whole_is_told_so(client, programme):
    page = _page(client, "pruefen/?total_cost=100&cost_construction=60&cost_planning=50")
    assert "zusammen mehr als die Gesamtkosten" in _said(page.main)
    assert not page.select("article.outcome")


def test_deadlines_can_be_subscribed_to(client, programme):
    response = client.get("/de/foerderung/fristen.ics")
    assert response["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(response.content).walk("VEVENT"))
    assert any("KRiS" in event["summary"] and str(event["dtstart"].dt) == "2030-12-31" for event in events)
    assert all(event.walk("VALARM") for event in events)
    assert client.get("/de/foerderung/gibt-es-nicht.ics").status_code == 404


def test_a_page_that_is_not_there_leads_to_the_list(client, programme):
    for address in ("gibt-es-nicht/", "zuwendungen/gibt-es-nicht/"):
        response = client.get(f"/de/foerderung/{address}")
        assert response.status_code == 404
        assert "/de/foerderung/" in response.content.decode()


def test_the_published_sum_stands_beside_the_sum_of_the_bookings(client, programme):
    told = _said(_page(client, "zuwendungen/").main)
    for part in ("3.700.000 €", "rund 3.600.000 €", "100.000 €", "Warum die Summen sich unterscheiden"):
        assert part in told
