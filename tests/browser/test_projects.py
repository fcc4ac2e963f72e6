"""Projects and the search in a real browser: wide and narrow, by night, by keyboard, without JavaScript."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NARROW
from tests.browser.site import run_inside

PAGES = [
    "/de/projekte/",
    "/de/projekte/?q=atlantis",
    "/de/projekte/sportplatz-goerresstrasse-herne/",
    "/de/projekte/vergleich/?p=sportplatz-goerresstrasse-herne&p=quartierpark-holsterhauser-markt",
    "/de/projekte/listen/",
    "/de/projekte/melden/",
    "/de/suche/?q=begr%C3%BCnung",
    "/en/projects/",
]
DRAFT = """
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Submission
from gruenzug.web.projects.services.submissions import link_for
content = {"title": "Taschenpark", "summary_de": "Eine Insel wird grün.", "state": "planned", "measures": ["park"]}
content |= {"municipality": Municipality.objects.get(slug="witten").pk, "body_name": "Nachbarschaftsverein"}
print(link_for(Submission.objects.create(email="verein@example.org", content=content)))
"""


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_stay_within_both_widths(visit, flaws, address):
    assert flaws(visit(address)) == []


def test_by_night(visit, axe):
    assert axe(visit("/de/projekte/", color_scheme="dark")) == []


def test_a_compound_is_found_by_keyboard_without_javascript(visit):
    page = visit("/de/suche/", java_script_enabled=False)
    page.get_by_label("Wonach suchen Sie?").focus()
    page.keyboard.type("begrünung")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=begr**")
    assert page.locator("mark", has_text="Dachbegrünung").count() > 0
    page.get_by_role("link", name="10.000 Grüne Dächer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/foerderung/**")


def test_two_projects_are_compared_without_javascript(visit):
    page = visit("/de/projekte/", java_script_enabled=False)
    boxes = page.get_by_role("checkbox", name="vergleichen")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Ausgewählte vergleichen").click()
    assert page.locator("main table thead th[scope=col]").count() == 2


@pytest.mark.parametrize("script", [True, False])
def test_a_draft_is_handed_in_by_its_link(visit, axe, site, script):
    address = "/de/" + run_inside(site, DRAFT).split("/de/", 1)[1]
    page = visit(address, width=NARROW, java_script_enabled=script)
    if script:
        assert axe(page) == []
    page.get_by_label("Wie heißt das Projekt?").fill("Taschenpark am Bahnhof")
    page.get_by_role("button", name="Adresse bestätigen und einreichen").click()
    assert "Wird geprüft" in page.inner_text("main")
    page.get_by_text("Meldung zurückziehen").click()
    page.get_by_role("button", name="Zurückziehen und löschen").click()
    page.wait_for_url("**/projekte/")
