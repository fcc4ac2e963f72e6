"""The way through a page with the keyboard alone."""

import pytest

from tests.browser.conftest import NARROW

FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return {
    name: (e.innerText || e.getAttribute('aria-label') || e.name || e.tagName).trim().slice(0, 40),
    seen: box.width > 0 && box.height > 0,
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    tall: box.height,
  };
}"""


def walk(page, most: int = 400) -> list[dict]:
    """Press Tab until the focus leaves the page; return every stop."""
    stops = []
    for _step in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("address", ["/de/", "/de/kommunen/", "/de/methoden/acc-who/", "/de/gestaltung/"])
def test_every_stop_can_be_seen_and_is_marked(visit, address):
    stops = walk(visit(address))
    assert len(stops) > 8
    assert [stop["name"] for stop in stops if not (stop["seen"] and stop["marked"])] == []


def test_the_first_stop_leads_past_the_navigation(visit):
    page = visit("/de/methoden/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_drawn_map_is_no_obstacle_course(visit):
    """Fifty places would be fifty stops; the table beside holds the same links."""
    page = visit("/de/atlas/", java_script_enabled=False)
    assert page.locator("svg a.place[tabindex='-1']").count() == page.locator("svg a.place").count() > 0


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(visit):
    page = visit("/de/", width=NARROW)
    button = page.locator(".menu__button")
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu__panel").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.menu__panel') !== null")
    page.keyboard.press("Escape")
    assert not page.locator(".menu__panel").is_visible()
    assert page.evaluate("document.activeElement.matches('.menu__button')")


def test_targets_on_a_phone_are_large_enough_for_a_thumb(visit):
    """WCAG 2.5.8 asks for 24 px; what stands alone has more."""
    page = visit("/de/", width=NARROW)
    page.locator(".menu__button").click()
    sizes = page.evaluate(
        "[...document.querySelectorAll('.menu a, .languages a, .button')].map(e => e.getBoundingClientRect().height)"
    )
    assert sizes
    assert min(sizes) >= 40
