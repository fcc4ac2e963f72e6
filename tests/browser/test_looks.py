"""How pages look, beside pictures that somebody looked at and approved (`make golden` takes them anew)."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.browser import golden
from tests.browser.chromium import find_chromium
from tests.browser.conftest import NARROW, WIDE
from tests.browser.site import Site, prepared, serving
from tests.browser.test_every_page import addresses

ELSEWHERE = [
    "/en/",
    "/en/charta/",
    "/en/kommunen/bochum/",
    "/de-simple/",
    "/de-simple/mitmachen/",
    "/de-simple/kommunen/bochum/",
]
DARK = ["/de/", "/de/charta/", "/de/kommunen/bochum/", "/de/barrierefreiheit/", "/de/newsletter/"]
HIGHEST = 2400
"""Of long pages the beginning is kept, in pixels."""
STILL = "window.IntersectionObserver = class { observe() {} unobserve() {} disconnect() {} };"
"""Nothing comes into view, so the drawn map stays in its place: the live one never looks the same twice."""


@pytest.fixture(scope="module")
def still_site(tmp_path_factory) -> Iterator[Site]:
    """Serve a site of its own that no other test writes to, on a day that stays the same."""
    if find_chromium() is None:
        pytest.skip("no Chromium found; on Debian: apt-get install chromium")
    folder = tmp_path_factory.mktemp("looks") / "site"
    prepared(folder, first="from tests.browser import stopped_clock; stopped_clock.stop()\n")
    with serving(folder, "tests.browser.stopped_clock:application()") as site:
        yield site


@pytest.fixture
def looks(still_site, browser):
    """Return a function that lists which of some pages look other than approved."""

    def different(pages: list[str], scheme: str = "light") -> list[str]:
        told = []
        for width in (WIDE, NARROW):
            size = {"width": width, "height": 800}
            context = browser.new_context(
                base_url=still_site.url,
                viewport=size,
                locale="de-DE",
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            context.add_init_script(STILL)
            page = context.new_page()
            for address in pages:
                name = f"{address.strip('/').replace('/', '_')}-{width}{'-dark' if scheme == 'dark' else ''}"
                told.append(_judged(name, golden.kept(_taken(page, address))))
            context.close()
        return [one for one in told if one]

    return different


def _taken(page, address: str) -> bytes:
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    height = min(page.evaluate("document.documentElement.scrollHeight"), HIGHEST)
    area = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
    return page.screenshot(full_page=True, clip=area, animations="disabled")


def _judged(name: str, picture) -> str:
    if os.environ.get("GRUENZUG_GOLDEN") == "approve":
        golden.approve(name, picture)
    return golden.difference(name, picture)


def test_every_german_page_looks_as_approved(looks, still_site):
    assert looks(addresses(still_site, "de")) == []


def test_other_languages_look_as_approved(looks):
    assert looks(ELSEWHERE) == []


def test_dark_pages_look_as_approved(looks):
    assert looks(DARK, "dark") == []
