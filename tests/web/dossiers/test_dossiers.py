"""A dossier shows a town's numbers beside those it may be compared with, and where they come from."""

from __future__ import annotations

import csv
import io

import geopandas
import pyogrio
import pytest
from bs4 import BeautifulSoup

from gruenzug.contract.indicators import indicators
from gruenzug.web.atlas.models import Figure, PlaceRecord
from gruenzug.web.dossiers.maps import bounds
from gruenzug.web.dossiers.peers import peer_of, size_class
from tests.web.sample_release import TOWNS, figure_rows

pytestmark = pytest.mark.django_db


def _page(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def _value(indicator, part, place):
    wanted = (indicator, part, place)
    return next(
        row["value"] for row in figure_rows() if (row["indicator"], row["part"], row["place"]) == wanted
    )


def _german(value):
    return f"{value:.1f}".replace(".", ",")


def test_register_lists_all_towns_from_a_to_z(client, release):
    page = _page(client, "/de/kommunen/")
    names = [name for name in (town[0] for town in TOWNS.values()) if name in page.main.get_text()]
    assert sorted(names) == ["Bochum", "Hattingen", "Herdecke", "Witten"]
    letters = [heading.get_text().strip() for heading in page.main.select("h2[id^=buchstabe]")]
    assert letters == ["B", "H", "W"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "HER"}, {"Herdecke"}),
        ({"q": "05954016"}, {"Hattingen"}),
        ({"county": "05911"}, {"Bochum"}),
        ({"q": "t", "county": "05954"}, {"Witten", "Hattingen"}),
        ({"q": "Paris"}, set()),
    ],
)
def test_register_can_be_searched_and_cut_to_a_county(client, release, query, found):
    page = _page(client, "/de/kommunen/", **query)
    shown = {
        link.get_text().strip()
        for link in page.main.select("a[href^='/de/kommunen/']")
        if link["href"].count("/") == 4
    }
    assert shown == found
    assert ("Keine Kommune passt" in page.get_text()) == (not found)


def test_dossier_compares_with_county_region_and_a_town_of_the_same_size(client, release):
    block = _page(client, "/de/kommunen/witten/").select_one("#acc-who")
    rows = {
        row.th.get_text(strip=True): row.td.get_text(strip=True)
        for row in block.select("table.bars--comparison tr")
        if row.td and row.th
    }
    for name, key in (
        ("Witten", "05954036"),
        ("Ennepe-Ruhr-Kreis", "05954"),
        ("Hattingen", "05954016"),
        ("Metropole Ruhr", "ruhr"),
    ):
        assert rows[name] == f"{_german(_value('acc-who', '0.5ha', key))}\u00a0%"


def test_a_city_that_is_its_own_county_is_not_compared_with_itself(client, release):
    block = _page(client, "/de/kommunen/bochum/").select_one("#acc-who")
    names = [row.th.get_text(strip=True) for row in block.select("table.bars--comparison tbody tr")]
    assert names == ["Bochum", "Metropole Ruhr"]


def test_a_number_says_which_part_of_the_indicator_it_is(client, release):
    block = _page(client, "/de/kommunen/witten/").select_one("#acc-angst")
    assert "ab 2 ha in 300 m" in [note.get_text() for note in block.select(".figure__note")]


def test_the_region_is_named_in_the_language_of_the_page(client, release):
    block = _page(client, "/en/municipalities/witten/").select_one("#acc-who")
    assert "Ruhr Metropolis" in block.get_text()


def test_the_choice_of_the_peer_is_explained(client, release):
    witten = " ".join(_page(client, "/de/kommunen/witten/").get_text().split())
    assert "Zum Vergleich: Hattingen (54.438 Menschen) ist in derselben Größenklasse" in witten
    bochum = _page(client, "/de/kommunen/bochum/").get_text()
    assert "In dieser Größenklasse gibt es keine zweite Kommune" in bochum


def test_peer_is_the_nearest_in_population_within_the_class():
    def town(key, population):
        return PlaceRecord(key=key, name=key, population=population)

    here = town("a", 60_000)
    others = [
        here,
        town("b", 99_000),
        town("c", 51_000),
        town("d", 69_000),
        town("e", 49_999),
        town("f", None),
    ]
    assert peer_of(here, others).key == "c"
    assert peer_of(town("x", None), others) is None
    assert size_class(100_000) is not size_class(99_999)


def test_not_covered_is_said_and_never_zero(client, release):
    block = _page(client, "/de/kommunen/witten/").select_one("#acc-playground")
    assert block.select_one(".value").get_text() == "nicht erfasst"
    assert "Für Spielplätze gibt es hier keine Quelle." in block.get_text()
    assert "0,0" not in block.get_text()


def test_a_place_without_what_an_indicator_speaks_of_is_told_so(client, release):
    block = _page(client, "/de/kommunen/witten/").select_one("#connectivity")
    assert block.select_one(".value").get_text() == "entfällt"
    assert block.select_one(".bars__value").get_text() == "entfällt"
    assert "es gibt hier nichts, worauf sich der Wert beziehen kann" in block.get_text()
    assert "nicht erfasst" not in block.get_text()


def test_a_place_of_which_the_sources_know_little_is_told_so(client, release):
    place = Figure.objects.filter(indicator="connectivity", level="municipality", status="not_applicable")
    assert place.update(status="not_covered", coverage=0.3)
    block = _page(client, "/de/kommunen/witten/").select_one("#connectivity")
    assert "reichen hier nur über einen kleinen Teil" in block.get_text()
    assert "reichen nicht bis hierher" not in block.get_text()


def test_orientation_is_flagged_with_the_scope_of_the_definition(client, release):
    block = " ".join(_page(client, "/de/kommunen/herdecke/").select_one("#acc-ioer-near").get_text().split())
    assert "zur Orientierung" in block
    assert "Die Definition gilt ab 50.000 Einwohnern" in block
    assert "Rang" not in block


def test_every_number_leads_to_its_method_and_sources(client, release):
    page = _page(client, "/de/kommunen/witten/")
    for indicator in indicators().values():
        links = [link["href"] for link in page.select(f"#{indicator.id} a")]
        assert f"/de/methoden/{indicator.id}/" in links
        assert "/de/quellen/" in links
    assert "CC0 1.0" in page.select_one("#acc-who").get_text()


def test_official_statistics_are_shown_and_unpublished_ones_are_not_zero(client, release):
    text = " ".join(_page(client, "/de/kommunen/witten/").get_text().split())
    assert "96.563" in text
    assert "41,4 %" in text  # 3,000 of 7,240 ha settlement
    release.places.filter(key="05954036").update(population=None, area_ha=None, land_use=None)
    page = _page(client, "/de/kommunen/witten/").select_one("section[aria-labelledby=lage]").get_text()
    assert page.count("nicht veröffentlicht") == 2


def test_print_view_opens_everything(client, release):
    page = _page(client, "/de/kommunen/witten/druck/")
    folded = [part for part in page.main.select("details.disclosure") if not part.has_attr("open")]
    assert not folded


def test_towns_follow_each_other_round_the_corner(client, release):
    page = _page(client, "/de/kommunen/bochum/")
    assert page.select_one("a[rel=prev]")["href"] == "/de/kommunen/witten/"
    assert page.select_one("a[rel=next]")["href"] == "/de/kommunen/hattingen/"


def test_unknown_town_gets_a_sentence_and_the_list(client, release):
    response = client.get("/de/kommunen/paris/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "Diese Kommune kennen wir nicht." in text
    assert "Hier finden Sie alle von A bis Z." in text
    assert 'href="/de/kommunen/"' in text


def test_csv_has_every_figure_with_release_and_coverage(client, release):
    response = client.get("/de/kommunen/witten.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    parts = sum(len(indicator.parts) for indicator in indicators().values())
    assert len(rows) == 3 * parts
    assert {row["release"] for row in rows} == {"probe"}
    assert {row["model"] for row in rows} == {"true"}
    playground = [row for row in rows if row["indicator"] == "acc-playground"]
    assert {(row["value"], row["status"]) for row in playground} == {("", "not_covered")}


def test_geopackage_opens_in_gdal_with_outline_figures_and_sources(client, release, tmp_path):
    response = client.get("/de/kommunen/witten.gpkg")
    path = tmp_path / "witten.gpkg"
    path.write_bytes(response.content)
    assert {name for name, _kind in pyogrio.list_layers(path)} == {
        "municipality",
        "figures",
        "sources",
        "about",
    }
    town = geopandas.read_file(path, layer="municipality")
    assert town.crs.to_epsg() == 25832
    assert (town.ags[0], town.name[0], town.population[0]) == ("05954036", "Witten", 96_563)
    assert 2e8 < town.area[0] < 2.2e8
    figures = pyogrio.read_dataframe(path, layer="figures")
    row = figures[
        (figures.indicator == "acc-who") & (figures.part == "0.5ha") & (figures.level == "municipality")
    ].iloc[0]
    assert row.value == _value("acc-who", "0.5ha", "05954036")
    about = pyogrio.read_dataframe(path, layer="about").set_index("name").value
    assert about["model"] == "true"


def test_the_map_extract_shows_the_town_and_its_neighbours_only():
    assert bounds("M10 10l5 0 0 -4 -5 4z") == (10, 6, 15, 10)
    assert bounds("M0 0l2 2zM-5 1l1 9z") == (-5, 0, 2, 10)
