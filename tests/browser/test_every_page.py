"""Every page the sitemap names, in three languages and two widths; a few under harder conditions.

Of pages of one kind (towns, methods, projects) the first and the last are opened;
with ``GRUENZUG_CRAWL=all`` every one is.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from urllib.request import urlopen

import pytest

from tests.browser.conftest import NARROW, WIDE, WITHIN

LANGUAGES = {"de": (WIDE, NARROW), "en": (NARROW,), "de-simple": (WIDE, NARROW)}
"""With the widths at which axe looks: English pages have the structure of the German ones."""
HARD = ["/de/", "/de/barrierefreiheit/melden/", "/de/kontakt/schreiben/", "/de-simple/", "/de/aktuelles/"]
DEEP = ("/print/", "/druck/")


def addresses(site, language: str) -> list[str]:
    """Return the pages of a language: all that stand alone, the first and the last of each kind."""
    with urlopen(f"{site.url}/sitemap.xml") as answer:
        found = re.findall(rf"<loc>[^<]*?(/{language}/[^<]*)</loc>", answer.read().decode())
    assert found, "the sitemap names no page"
    if os.environ.get("GRUENZUG_CRAWL") == "all":
        return found
    kinds = defaultdict(list)
    for address in found:
        kinds[address.rstrip("/").rpartition("/")[0]].append(address)
    top = kinds.pop(f"/{language}", [])
    return top + [address for group in kinds.values() for address in dict.fromkeys((group[0], group[-1]))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_and_stays_within_both_widths(visit, flaws, site, language):
    first, *others = addresses(site, language)
    page = visit(first)
    problems = flaws(page, LANGUAGES[language])
    for address in others:
        page.goto(address)
        problems += flaws(page, LANGUAGES[language])
    assert problems == []


@pytest.mark.parametrize("address", HARD)
@pytest.mark.parametrize("percent", [200, 400])
def test_a_page_reflows_when_enlarged(visit, address, percent):
    """WCAG 1.4.4 and 1.4.10: 1280 px at 200 % are 640 px, at 400 % 320 px."""
    page = visit(address, width=1280 * 100 // percent)
    assert page.evaluate(WITHIN)
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("address", HARD)
def test_a_page_keeps_its_controls_in_forced_colours(visit, address):
    """Contrast is the system's affair then; what must stay is that a control looks like one."""
    page = visit(address, forced_colors="active")
    bare = page.evaluate(
        """() => [...document.querySelectorAll("main a.button, main button, main input:not([type=hidden], [type=radio], [type=checkbox])")]
        .filter(node => node.checkVisibility() && node.tabIndex >= 0)
        .filter(node => {
          const style = getComputedStyle(node);
          return style.borderStyle === "none" && style.outlineStyle === "none" && style.textDecorationLine === "none";
        }).map(node => node.outerHTML.slice(0, 90))"""
    )
    assert bare == []


@pytest.mark.parametrize("address", HARD)
def test_nothing_moves_where_somebody_asked_for_stillness(visit, address):
    page = visit(address, reduced_motion="reduce")
    moving = page.evaluate(
        """() => document.getAnimations().filter(one => one.effect.getTiming().duration > 10).length"""
    )
    assert moving == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("address", HARD)
def test_paper_shows_the_content_without_the_machinery(visit, address):
    page = visit(address)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator("nav.navigation").is_visible()
    assert not page.locator("form[role=search]").first.is_visible()
