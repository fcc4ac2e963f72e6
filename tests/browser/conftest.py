"""A real Chromium on a real server with the production settings and a small release.

The server is a process of its own with its own folder, so nothing it does
touches the database of other tests. Every page is watched: a message on the
console, a script error, a request that fails or goes elsewhere fails the test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Watched, find_chromium, launch_arguments
from tests.browser.site import Site, prepared, serving

WIDE, NARROW = 1280, 360
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
VIOLATIONS = """async tags => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"], iframes: false});
  return found.violations.map(one => ({...one, nodes: one.nodes.slice(0, 1)}));
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


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
def context_for(site: Site, browser) -> Iterator[Callable[..., object]]:
    """Return a function that gives pages of the same kind the same browser context, so its cache is warm."""
    contexts: dict[tuple, object] = {}

    def context(width: int, script: str, options: dict) -> object:
        key = (width, script, *sorted(options.items()))
        if key not in contexts:
            size = {"width": width, "height": 800}
            contexts[key] = browser.new_context(base_url=site.url, viewport=size, locale="de-DE", **options)
            if script:
                contexts[key].add_init_script(script)
        return contexts[key]

    yield context
    for made in contexts.values():
        made.close()


@pytest.fixture
def visit(site: Site, context_for) -> Iterator[Callable[..., Watched]]:
    """Return a function that opens an address of the site: ``visit("/de/", width=360)``.

    Further keywords are those of playwright's new_context: java_script_enabled,
    color_scheme, reduced_motion, forced_colors … What a page complained about is
    asserted when the test ends.
    """
    opened: list[Watched] = []

    def open_page(address: str, *, width: int = WIDE, script: str = "", **options) -> Watched:
        page = Watched(context_for(width, script, options).new_page(), site.url)
        opened.append(page)
        page.goto(address)
        return page

    yield open_page
    for page in opened:
        page.close()
    assert [complaint for page in opened for complaint in page.complaints] == []


@pytest.fixture
def axe() -> Callable[[Watched], list[str]]:
    """Return a function that lists what axe finds: rule, help and first place."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; run: npm ci")

    def violations(page: Watched) -> list[str]:
        page.evaluate(AXE.read_text())
        return [_told(row) for row in page.evaluate(VIOLATIONS, RULES)]

    return violations


def _told(violation: dict) -> str:
    first = violation["nodes"][0]
    return f"{violation['id']} at {first['html'][:160]}: {first['failureSummary']}"


def wait_for_map(page: Watched, seconds: float = 30) -> None:
    """Wait until the interactive map has taken the place of the drawn one and stands still."""
    page.locator("[data-map]").first.scroll_into_view_if_needed()
    page.wait_for_selector(".map-frame.is-live", timeout=seconds * 1000)
    page.wait_for_timeout(400)
