"""Print, forced colours and the model banner."""

from tests.browser.conftest import wait_for_map


def test_print_leaves_out_what_paper_cannot_do_and_keeps_the_drawn_map(visit):
    page = visit("/de/atlas/")
    wait_for_map(page)
    page.emulate_media(media="print")
    assert page.locator("svg.choropleth").is_visible()
    for gone in (".map-canvas", ".navigation", ".filters", ".footer"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("h1").is_visible()


def test_print_has_dark_ink_on_white_even_by_night(visit):
    page = visit("/de/", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink, paper = page.evaluate(
        "[getComputedStyle(document.querySelector('h1')).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_forced_colours_keep_bars_and_map_classes_apart(visit):
    page = visit("/de/gestaltung/", forced_colors="active")
    fills = page.evaluate(
        "[...document.querySelectorAll('.chart--map .place path:first-child')].map(e => getComputedStyle(e).fill)"
    )
    assert len(set(fills)) >= 5
    bar, track = page.evaluate(
        "['.bar', '.track'].map(s => getComputedStyle(document.querySelector(s)).fill)"
    )
    assert bar != track


def test_model_data_is_announced_on_every_page_of_a_model_release(visit):
    for address in ("/de/", "/de/atlas/", "/de/kommunen/bochum/", "/de/quellen/"):
        banner = visit(address).locator(".model-banner")
        assert banner.is_visible()
        assert "Modelldaten" in banner.inner_text()
