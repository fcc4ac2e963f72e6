"""The directory and the personal page of consent, in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NARROW
from tests.browser.site import run_inside

PAGES = ["/de/netzwerk/", "/de/netzwerk/?q=atlantis", "/de/netzwerk/regionalverband-ruhr/", "/en/network/"]
LINK = """
from gruenzug.web.directory.models import Organisation, Person, Position
from gruenzug.web.directory.services.consents import link_for
person, _new = Person.objects.get_or_create(last_name="Person 7", first_name="Test", email="p7@example.org")
Position.objects.get_or_create(person=person, organisation=Organisation.objects.get(slug="kamen"), title="Umweltamt")
print(link_for(person))
"""


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_stay_within_both_widths(visit, flaws, address):
    assert flaws(visit(address)) == []


def test_by_night(visit, axe):
    assert axe(visit("/de/netzwerk/", color_scheme="dark")) == []


def test_a_body_is_found_by_keyboard_without_javascript(visit):
    page = visit("/de/netzwerk/", java_script_enabled=False)
    page.get_by_label("Name oder Ort").focus()
    page.keyboard.type("emscher")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=emscher**")
    page.get_by_role("link", name="Emschergenossenschaft").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/netzwerk/emschergenossenschaft/")
    assert "KRiS" in page.inner_text("main")


def test_the_map_never_takes_a_tab_stop_but_can_be_clicked(visit):
    page = visit("/de/netzwerk/")
    assert page.locator(".body-map a[tabindex='-1']").count() == page.locator(".body-map a").count() > 0
    page.locator(".body-map__town--listed").first.click()
    assert "/netzwerk/" in page.url


def test_a_person_decides_by_personal_link_on_a_phone(visit, axe, site):
    address = "/de/" + run_inside(site, LINK).split("/de/", 1)[1]
    page = visit(address, width=NARROW, java_script_enabled=True)
    assert axe(page) == []
    page.get_by_label("Name: Test Person 7").check()
    page.get_by_label("E-Mail-Adresse: p7@example.org").check()
    page.get_by_role("button", name="Speichern").click()
    assert "2 Angaben sind öffentlich" in page.inner_text("body")
    page.goto("/de/netzwerk/kamen/")
    assert "p7@example.org" in page.inner_text("main")
    page.goto(address)
    page.get_by_label("Name: Test Person 7").uncheck()
    page.get_by_label("E-Mail-Adresse: p7@example.org").uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern").click()
    page.goto("/de/netzwerk/kamen/")
    assert "Person 7" not in page.inner_text("main")
