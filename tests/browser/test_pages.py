"""Every kind of page, on a desk and on a phone: accessible, within its width, silent."""

import pytest

from tests.browser.conftest import NARROW, WITHIN, wait_for_map

PAGES = {
    "home": "/de/",
    "atlas": "/de/atlas/",
    "atlas, a part for orientation": "/de/atlas/?indicator=acc-ioer-near&sort=name",
    "atlas, not covered": "/de/atlas/?indicator=acc-playground",
    "municipalities": "/de/kommunen/",
    "no municipality found": "/de/kommunen/?q=atlantis",
    "dossier": "/de/kommunen/bochum/",
    "dossier of a small town": "/de/kommunen/herdecke/",
    "methods": "/de/methoden/",
    "method": "/de/methoden/acc-ioer-near/",
    "sources": "/de/quellen/",
    "open data": "/de/daten/",
    "programme": "/de/programm/",
    "Ruhr-Konferenz": "/de/ruhr-konferenz/",
    "contact": "/de/kontakt/",
    "imprint": "/de/impressum/",
    "privacy": "/de/datenschutz/",
    "accessibility": "/de/barrierefreiheit/",
    "design": "/de/gestaltung/",
    "home in English": "/en/",
    "atlas in English": "/en/atlas/",
    "dossier in English": "/en/municipalities/bochum/",
}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_accessible_and_stays_within_both_widths(visit, flaws, address):
    assert flaws(visit(address)) == []


@pytest.mark.parametrize("address", ["/de/", "/de/atlas/", "/de/kommunen/bochum/", "/de/gestaltung/"])
def test_a_page_is_accessible_by_night(visit, axe, address):
    page = visit(address, color_scheme="dark")
    if page.locator("[data-map]").count():
        wait_for_map(page)
    assert axe(page) == []


@pytest.mark.parametrize("address", ["/de/", "/de/atlas/", "/de/kommunen/bochum/", "/de/methoden/acc-angst/"])
def test_a_page_reflows_at_four_hundred_per_cent(visit, address):
    """WCAG 1.4.10: 1280 px at 400 % are 320 px."""
    page = visit(address, width=320)
    assert page.evaluate(WITHIN)


@pytest.mark.parametrize("address", ["/de/", "/de/atlas/"])
def test_a_page_keeps_its_words_when_text_is_spaced_out(visit, address):
    """WCAG 1.4.12: line height 1.5, letters 0.12 em, words 0.16 em apart."""
    page = visit(address, width=NARROW, bypass_csp=True)
    page.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
    )
    assert page.evaluate(WITHIN)


def test_an_unknown_address_is_answered_in_the_house_style(visit, axe):
    page = visit("/de/kommunen/atlantis/")
    page.forgive("404")
    assert "A bis Z" in page.inner_text("main")
    assert page.locator("header .logo").is_visible()
    assert axe(page) == []
