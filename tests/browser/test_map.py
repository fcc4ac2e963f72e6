"""The interactive map: it comes when it can, the list beside it is the equal way."""

import json
import re

from tests.browser.conftest import NARROW, wait_for_map

ATLAS = "/de/atlas/?indicator=acc-who"
NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : real.call(this, kind, ...rest);
};
"""


def test_the_map_is_labelled_and_takes_the_place_of_the_drawn_one(visit):
    page = visit(ATLAS)
    assert page.locator("svg.choropleth").is_visible()
    wait_for_map(page)
    canvas = page.locator(".maplibregl-canvas")
    assert canvas.get_attribute("aria-label").startswith("Öffentliches Grün")
    assert not page.locator("svg.choropleth").is_visible()
    assert page.locator(".legend").is_visible()


def test_without_webgl_the_drawn_map_stays_with_its_links(visit):
    page = visit(ATLAS, script=NO_WEBGL)
    page.wait_for_selector(".map-frame.is-failed", timeout=20_000)
    assert page.locator("svg.choropleth a.place").count() == 4
    assert page.locator("svg.choropleth").is_visible()
    assert not page.locator(".map-canvas").is_visible()


def test_a_map_without_tiles_leaves_the_drawn_one(visit):
    page = visit("/de/methoden/")
    page.route(re.compile(r"\.pmtiles"), lambda route: route.abort())
    page.goto(ATLAS)
    page.wait_for_selector(".map-frame.is-failed", timeout=20_000)
    assert page.locator("svg.choropleth").is_visible()
    page.forgive("pmtiles")
    page.forgive("ERR_FAILED")


def test_by_keyboard_one_chooses_the_place_in_the_middle_and_reads_it(visit):
    page = visit(ATLAS)
    wait_for_map(page)
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(600)  # the map glides
    page.keyboard.press("Enter")
    page.wait_for_selector(".maplibregl-popup")
    said = page.inner_text(".map-status")
    assert re.match(r"(Bochum|Witten|Hattingen|Herdecke): \d", said)
    assert page.evaluate("document.activeElement.closest('.maplibregl-popup') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(".maplibregl-popup", state="detached")
    assert page.inner_text(".map-status") == ""


def test_a_row_of_the_table_shows_its_place_and_the_address_remembers_it(visit):
    page = visit(ATLAS)
    wait_for_map(page)
    page.get_by_role("button", name="Witten auf der Karte zeigen").click()
    page.wait_for_url(re.compile("municipality=05954036"))
    assert page.inner_text(".map-status").startswith("Witten:")
    assert "is-current" in page.locator("tr[data-key='05954036']").get_attribute("class")


def test_a_link_shows_the_same_map_again(visit):
    page = visit(f"{ATLAS}&municipality=05911000&view=10.50/51.4700/7.2200")
    wait_for_map(page)
    assert page.inner_text(".map-status").startswith("Bochum:")
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("+")
    page.wait_for_url(re.compile(r"view=11\.\d"))
    view = re.search(r"view=([\d.]+)/([\d.]+)/([\d.]+)", page.url)
    assert 11 <= float(view[1]) <= 12
    assert abs(float(view[2]) - 51.47) < 0.05
    assert "municipality=05911000" in page.url
    assert "indicator=acc-who" in page.url


def test_whoever_prefers_no_motion_gets_none(visit):
    page = visit(ATLAS, reduced_motion="reduce")
    wait_for_map(page)
    page.get_by_role("button", name="Hattingen auf der Karte zeigen").click()
    page.wait_for_timeout(100)
    before = page.url
    page.wait_for_timeout(800)
    assert page.url == before


def test_the_map_can_be_reached_and_left_by_keyboard_on_a_phone(visit):
    page = visit(ATLAS, width=NARROW)
    wait_for_map(page)
    page.locator(".maplibregl-canvas").focus()
    for _step in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.map-canvas')")


def test_a_layer_is_switched_on_kept_in_the_address_and_answers_a_click(visit):
    """The sample's towns play the green spaces."""
    page = visit("/de/methoden/")
    page.route(re.compile(r"/de/atlas/\?"), _with_green_layer)
    page.goto(ATLAS)
    wait_for_map(page)
    page.get_by_label("Grünflächen").check()
    assert "layers=green" in page.url
    assert page.locator(".map-layers__legend").inner_text().split("\n") == ["Wald", "Park", "Wiese", "Halde"]
    page.wait_for_timeout(800)  # its tiles come
    page.locator(".maplibregl-canvas").click(position={"x": 250, "y": 200})
    page.wait_for_selector(".map-popup__name")
    assert page.inner_text(".map-popup__name") in ("Bochum", "Witten", "Hattingen", "Herdecke")
    assert page.inner_text(".map-status") == ""


def _with_green_layer(route) -> None:
    answer = route.fetch()
    body = answer.text()
    address = re.search(r'"url":"([^"]*basemap\.pmtiles[^"]*)"', body).group(1)
    titles = ("Wald", "Park", "Wiese", "Halde")
    legend = [{"colour": f"#00{k}{k}{k}{k}", "title": title} for k, title in enumerate(titles)]
    layer = {
        "id": "green",
        "kind": "vector",
        "title": "Grünflächen",
        "url": address,
        "layers": ["municipalities"],
    }
    tiles = json.dumps({**layer, "legend": legend}, ensure_ascii=False)
    route.fulfill(response=answer, body=body.replace('"tiles":[', f'"tiles":[{tiles},', 1))


def test_the_map_changes_its_colours_with_the_reader(visit):
    page = visit(ATLAS)
    wait_for_map(page)
    day = page.locator(".maplibregl-canvas").screenshot()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1500)
    assert page.locator(".maplibregl-canvas").screenshot() != day
