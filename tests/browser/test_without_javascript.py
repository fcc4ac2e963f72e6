"""Everything works without JavaScript; it only is less comfortable."""

from tests.browser.conftest import NARROW

OFF = {"java_script_enabled": False}


def test_the_atlas_shows_its_map_and_another_indicator(visit):
    page = visit("/de/atlas/", **OFF)
    assert page.locator("svg.choropleth").is_visible()
    assert page.locator("svg.choropleth a.place").count() == 4
    page.get_by_label("Indikator", exact=True).select_option("green-share")
    page.get_by_role("button", name="Anzeigen").click()
    assert "Grünanteil" in page.inner_text("h1")
    assert "indicator=green-share" in page.url


def test_a_place_on_the_drawn_map_leads_to_its_page(visit):
    page = visit("/de/atlas/", **OFF)
    page.locator("svg.choropleth a.place[data-key='05954036']").click()
    assert page.inner_text("h1") == "Witten"


def test_the_table_sorts_by_its_heads(visit):
    page = visit("/de/atlas/?indicator=acc-who", **OFF)
    page.locator("th a.sort", has_text="Kommune").click()
    names = page.locator("table.table tbody th a").all_inner_texts()
    assert names == sorted(names)
    assert page.locator("th[aria-sort='ascending']").inner_text().strip() == "Kommune"


def test_the_menu_of_a_phone_opens(visit):
    page = visit("/de/", width=NARROW, **OFF)
    page.locator(".menu__button").click()
    assert page.get_by_role("link", name="Methoden").first.is_visible()


def test_the_language_switch_keeps_the_page(visit):
    page = visit("/de/kommunen/bochum/", **OFF)
    page.locator(".languages a[lang='en']").click()
    assert page.inner_text("h1") == "Bochum"
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_table_behind_a_chart_opens(visit):
    page = visit("/de/gestaltung/", **OFF)
    chart = page.locator(".chart--strip")
    chart.locator("summary").click()
    assert chart.locator("tbody tr").count() > 20
