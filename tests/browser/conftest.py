"""A real Chromium on a real server with the production settings and a small release.

The server is a process of its own with its own folder, so nothing it does
touches the database of other tests. Every page is watched: a message on the
console, a script error, a request that fails or goes elsewhere fails the test.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from tests.browser.chromium import Watched, find_chromium, launch_arguments
from tests.browser.site import Site, prepared, serving

WIDE, NARROW = 1280, 360
WITHIN = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
VIOLATIONS = """async tags => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"], iframes: false});
  return found.violations.map(one => ({...one, nodes: one.nodes.slice(0, 1)}));
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives the browser; a machine that stumbles costs it one more try, which the summary names."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def word() -> str:
    """A word for names that nothing else uses, not even an earlier try of the same test."""
    return token_hex(3)


Kind = tuple[int, str, tuple[tuple[str, object], ...]]
"""Width, script and options of a context: what makes pages interchangeable."""


class Pages:
    """Pages by kind: one that a test left as it was serves the next, with a warm cache and no new process."""

    def __init__(self, address: str, browser: Any) -> None:
        self._address, self._browser = address, browser
        self._contexts: dict[Kind, Any] = {}
        self._idle: dict[Kind, list[Any]] = defaultdict(list)

    def take(self, kind: Kind) -> Any:
        """Return an empty page of `kind`."""
        if self._idle[kind]:
            return self._idle[kind].pop()
        if kind not in self._contexts:
            self._contexts[kind] = self._new_context(*kind)
        return self._contexts[kind].new_page()

    def give_back(self, page: Any, kind: Kind) -> None:
        """Keep `page` for another test, if there is one."""
        if page is not None:
            self._idle[kind].append(page)

    def close(self) -> None:
        """Close everything."""
        for context in self._contexts.values():
            context.close()

    def _new_context(self, width: int, script: str, options: Iterable[tuple[str, object]]) -> Any:
        size = {"width": width, "height": 800}
        context = self._browser.new_context(
            base_url=self._address, viewport=size, locale="de-DE", **dict(options)
        )
        if script:
            context.add_init_script(script)
        return context


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the sample release; the folder is prepared once for all workers."""
    if find_chromium() is None:
        pytest.skip("no Chromium found; on Debian: apt-get install chromium")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with serving(prepared(shared / "browser-site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser():
    """Start Chromium with a software WebGL, so that maps draw on a machine without graphics."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only here: costs half a second

    # Playwright keeps an event loop in this thread, which Django would take for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=launch_arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(site: Site, browser) -> Iterator[Pages]:
    """Keep the browser's contexts and pages for tests to come."""
    kept = Pages(site.url, browser)
    yield kept
    kept.close()


@pytest.fixture
def visit(site: Site, pages: Pages) -> Iterator[Callable[..., Watched]]:
    """Return a function that opens an address of the site: ``visit("/de/", width=360)``.

    Further keywords are those of playwright's new_context: java_script_enabled,
    color_scheme, reduced_motion, forced_colors … What a page complained about is
    asserted when the test ends.
    """
    opened: list[tuple[Watched, Kind]] = []

    def open_page(address: str, *, width: int = WIDE, script: str = "", **options) -> Watched:
        kind = (width, script, tuple(sorted(options.items())))
        page = Watched(pages.take(kind), site.url)
        opened.append((page, kind))
        page.goto(address)
        return page

    yield open_page
    for page, kind in opened:
        pages.give_back(page.released(), kind)
    assert [complaint for page, _ in opened for complaint in page.complaints] == []


@pytest.fixture
def axe() -> Callable[[Watched], list[str]]:
    """Return a function that lists what axe finds: rule, help and first place."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; run: npm ci")

    def violations(page: Watched) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text())
        return [_told(row) for row in page.evaluate(VIOLATIONS, RULES)]

    return violations


@pytest.fixture
def flaws(axe) -> Callable[[Watched], list[str]]:
    """Return a function that lists what is wrong with an open page: wide first, then as on a telephone.

    For a page whose twin in another language has been looked through, axe at one width (in `by`) will do.
    """

    def found(page: Watched, by: tuple[int, ...] = (WIDE, NARROW)) -> list[str]:
        if page.locator("[data-map]").count():
            wait_for_map(page)
        told = []
        for width in (WIDE, NARROW):
            page.resize(width)
            if width in by:
                told += [f"{page.url} at {width} px: {violation}" for violation in axe(page)]
            if not page.evaluate(WITHIN):
                told.append(f"{page.url} is wider than {width} px")
        page.resize(WIDE)
        return told

    return found


def _told(violation: dict) -> str:
    first = violation["nodes"][0]
    return f"{violation['id']} at {first['html'][:160]}: {first['failureSummary']}"


def wait_for_map(page: Watched, seconds: float = 30) -> None:
    """Wait until the interactive map has taken the place of the drawn one and stands still."""
    page.locator("[data-map]").first.scroll_into_view_if_needed()
    page.wait_for_selector(".map-frame.is-live", timeout=seconds * 1000)
    page.wait_for_timeout(400)
