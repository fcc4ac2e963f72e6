"""Atlas, methods and sources say what the release says, and no more."""

from __future__ import annotations

import html
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.services import import_release
from tests.web.sample_release import SOURCE, build

pytestmark = pytest.mark.django_db


def _page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def _table(page):
    body = page.select_one("table[data-map-table], section[aria-labelledby=tabelle] table").tbody
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"])]
        for row in body.find_all("tr")
    ]


def test_table_ranks_the_towns_and_gives_small_ones_no_rank(client, release):
    rows = _table(_page(client, "/de/atlas/", indicator="acc-ioer-near"))
    assert [row[1] for row in rows] == ["Bochum", "Witten", "Hattingen", "Herdecke"]
    assert [row[0] for row in rows] == ["1", "2", "3", "–"]
    assert rows[0][3] == "92,5 %"
    assert "zur Orientierung" in rows[3][3]


def test_where_less_is_better_the_lowest_comes_first(client, release):
    rows = _table(_page(client, "/de/atlas/", indicator="acc-angst", part="none"))
    assert [row[1] for row in rows] == ["Herdecke", "Hattingen", "Witten", "Bochum"]
    assert rows[0][0] == "1"


def test_many_parts_are_a_list_to_choose_from_few_stand_side_by_side(client, release):
    many = _page(client, "/de/atlas/", indicator="acc-angst", part="none")
    assert many.select_one("select[name=part] option[selected]")["value"] == "none"
    few = _page(client, "/de/atlas/", indicator="green-share")
    assert not few.select("select[name=part]")
    assert len(few.select("nav.tabs a")) == 5


def test_what_is_not_covered_has_no_number_anywhere(client, release):
    page = _page(client, "/de/atlas/", indicator="acc-playground")
    for row in _table(page):
        assert row[3] == "nicht erfasst"
    assert "Für Spielplätze gibt es hier keine Quelle." in page.get_text()
    assert not page.select("svg.choropleth path.ramp-up-1")


def test_where_there_is_nothing_to_measure_the_map_and_the_table_say_so(client, release):
    page = _page(client, "/de/atlas/", indicator="connectivity")
    (witten,) = [row for row in _table(page) if row[1] == "Witten"]
    assert witten[3] == "entfällt"
    assert len(page.select("svg.choropleth path.ramp-void")) == 1
    legend = page.select_one(".legend").get_text()
    assert "entfällt" in legend
    assert "nicht erfasst" not in legend
    method = _page(client, "/de/methoden/connectivity/")
    assert "4 von 4" in method.select_one("[aria-labelledby=werte]").get_text()


def test_a_partly_covered_indicator_ranks_only_what_is_known(client, release):
    rows = _table(_page(client, "/de/atlas/", indicator="trees"))
    assert rows[0][:2] == ["1", "Bochum"]
    assert {row[3] for row in rows[1:]} == {"nicht erfasst"}


def test_table_can_be_sorted_and_cut_to_a_county_by_links(client, release):
    rows = _table(_page(client, "/de/atlas/", indicator="acc-who", sort="name", county="05954"))
    assert [row[1] for row in rows] == ["Hattingen", "Herdecke", "Witten"]


def test_unknown_choices_fall_back_to_something_sensible(client, release):
    page = _page(client, "/de/atlas/", indicator="moon", part="x", sort="y", county="z")
    assert len(_table(page)) == 4


def test_map_and_interactive_map_paint_the_same_classes(client, release):
    page = _page(client, "/de/atlas/", indicator="acc-who")
    drawn = {link["data-key"]: link.path["class"] for link in page.select("svg.choropleth a[data-key]")}
    painted = client.get("/de/atlas/places.json", {"indicator": "acc-who"}).json()["places"]
    assert {key: [place["class"]] for key, place in painted.items()} == drawn


def test_every_part_of_every_indicator_has_a_page(client, release):
    for indicator in indicators().values():
        for part in indicator.parts:
            page = _page(client, "/de/atlas/", indicator=indicator.id, part=part.id)
            assert indicator.title.de in page.get_text()


def test_files_of_the_view_hold_what_the_view_shows(client, release):
    page = _page(client, "/de/atlas/", indicator="acc-who", county="05954")
    links = [link["href"] for link in page.select("ul.downloads a")]
    table = client.get(next(link for link in links if ".csv" in link)).content.decode()
    assert table.count("\n") == 4
    assert "Witten" in table
    assert "Bochum" not in table
    assert table.splitlines()[1].endswith(",probe,true")
    features = client.get(next(link for link in links if ".geojson" in link)).json()
    assert {feature["properties"]["name"] for feature in features["features"]} == {
        "Witten",
        "Hattingen",
        "Herdecke",
    }
    assert features["model"] is True
    assert features["attribution"] == [SOURCE["attribution"]]


def test_a_value_for_a_few_people_says_how_few(client, release):
    release.figures.filter(indicator="acc-who", place="05954036").update(
        status="orientation", coverage=0.004, persons=23, denominator=23
    )
    rows = {row[1]: row for row in _table(_page(client, "/de/atlas/", indicator="acc-who"))}
    assert rows["Witten"][0] == "–"
    assert rows["Witten"][5] == "unter 1 %"
    assert list(rows)[-1] == "Witten"  # after all that have a rank
    block = " ".join(_page(client, "/de/kommunen/witten/").select_one("#acc-who").get_text().split())
    assert "Die Quellen erfassen unter 1 % dieses Orts" in block
    assert "23 von 23 Menschen" in block
    assert "Die Definition gilt ab" not in block


def test_method_page_states_definition_thresholds_limits_and_source(client, release):
    page = _page(client, "/de/methoden/acc-angst/").get_text()
    indicator = indicators()["acc-angst"]
    assert indicator.definition.de in page
    assert "ab 500\u00a0ha" in page
    assert "in 10.000\u00a0m" in page
    for line in indicator.limits["de"]:
        assert line in page
    assert indicator.source.title in page


def test_every_indicator_has_a_method_page_in_both_languages(client, release):
    for indicator in indicators().values():
        for address in (f"/de/methoden/{indicator.id}/", f"/en/methods/{indicator.id}/"):
            page = client.get(address).content.decode()
            language = address[1:3]
            assert html.escape(indicator.definition.in_language(language), quote=False)[:60] in html.unescape(
                page
            ) or (indicator.definition.in_language(language)[:60] in html.unescape(page))


def test_no_parameter_is_shown_by_its_raw_key(client, release):
    for indicator in indicators().values():
        page = _page(client, f"/de/methoden/{indicator.id}/")
        terms = [term.get_text() for term in page.select("section[aria-labelledby=schwellen] dt")]
        assert len(terms) >= len(indicator.parameters)
        assert not [term for term in terms if re.search(r"[a-z]_[a-z]", term)]


def test_method_page_works_before_any_release_is_loaded(client, db):
    assert "Noch ist kein Datenstand geladen" in _page(client, "/de/methoden/acc-who/").get_text()


def test_sources_page_names_licence_vintage_attribution_and_checksums(client, release):
    page = _page(client, "/de/quellen/").get_text(" ")
    for fact in (
        SOURCE["title"],
        SOURCE["licence"]["title"],
        SOURCE["vintage"],
        SOURCE["attribution"],
        "0" * 64,
    ):
        assert fact in page
    assert "Zwei Ringe wurden geschlossen." in page
    assert release.digest in page
    assert "Two rings were closed." in _page(client, "/en/sources/").get_text(" ")


def test_a_file_says_what_its_layer_says_as_a_whole(client, release):
    note = {"de": "So gut wie ein einziger Wald von 12 ha.", "en": "As good as a single wood of 12 ha."}
    path = release.manifest["files"][0]["path"]
    entry = {"id": "woods", "path": path, "kind": "vector", "title": {"de": "Wälder", "en": "Woods"}}
    release.manifest["layers"].append(entry | {"sources": [], "note": note})
    release.save()
    assert note["de"] in _page(client, "/de/quellen/").get_text(" ")
    assert note["en"] in _page(client, "/en/sources/").get_text(" ")


def test_an_older_release_stays_citable_and_links_stay_within_it(client, release, tmp_path):
    import_release(folder=build(tmp_path / "in" / "next", "next", shift=-10), make_current=True)
    older = _page(client, "/de/atlas/", release="probe", indicator="acc-who")
    assert _table(older)[0][3] == "91,0 %"
    assert _table(_page(client, "/de/atlas/", indicator="acc-who"))[0][3] == "81,0 %"
    towns = [
        link["href"]
        for link in older.select("table[data-map-table] tbody a, section[aria-labelledby=tabelle] tbody a")
    ]
    assert towns
    assert all(link.endswith("?release=probe") for link in towns)
    assert "91,0" in _page(client, towns[0]).get_text()
    for page in (older, _page(client, "/de/atlas/", release="next"), _page(client, "/de/atlas/")):
        assert ("nicht den aktuellen" in page.get_text()) == (page is older)
    menu = [link["href"] for link in older.select("nav.navigation a") if "/kommunen/" in link["href"]]
    assert menu == ["/de/kommunen/?release=probe"]


def test_an_unknown_release_is_said_to_be_unknown(client, release):
    response = client.get("/de/atlas/", {"release": "nirgends"})
    assert response.status_code == 404
    assert "Diesen Datenstand kennen wir nicht." in response.content.decode()


def test_pages_say_so_while_no_release_is_loaded(client, db):
    response = client.get(reverse("atlas:map"))
    assert response.status_code == 404
    assert "Noch ist kein Datenstand geladen" in response.content.decode()
    assert "Noch ist kein Datenstand geladen" in _page(client, "/de/quellen/").get_text()


def test_model_data_is_announced_on_every_page_and_real_data_is_not(client, release, tmp_path):
    addresses = [
        "/de/atlas/",
        "/de/kommunen/",
        "/de/kommunen/witten/",
        "/de/methoden/",
        "/de/quellen/",
        "/de/daten/",
    ]
    for address in addresses:
        assert _page(client, address).select_one(".model-banner"), address
    import_release(folder=build(tmp_path / "in" / "real", "real", model=False), make_current=True)
    for address in addresses:
        assert not _page(client, address).select_one(".model-banner"), address
