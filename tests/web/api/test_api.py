"""The interface answers what pages show, and says what it changed."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from gruenzug.contract.indicators import indicators
from gruenzug.web.api.urls import api
from gruenzug.web.atlas.services import import_release
from tests.web.sample_release import TOWNS, build, figure_rows

SNAPSHOT = Path(__file__).with_name("openapi.json")


@pytest.mark.django_db
def test_municipalities_come_with_key_numbers_and_page(client, release):
    rows = client.get("/api/v1/municipalities").json()
    assert {row["ags"] for row in rows} == set(TOWNS)
    witten = client.get("/api/v1/municipalities/05954036").json()
    assert (witten["name"], witten["population"], witten["county"]) == ("Witten", 96_563, "05954")
    assert witten["url"] == "http://testserver/de/kommunen/witten/"
    assert {row["name"] for row in client.get("/api/v1/municipalities?county=05911").json()} == {"Bochum"}


@pytest.mark.django_db
def test_indicators_come_with_definition_and_what_the_release_made_of_them(client, release):
    rows = {row["id"]: row for row in client.get("/api/v1/indicators").json()}
    assert list(rows) == list(indicators())
    assert rows["acc-playground"]["computed"] == "not_covered"
    assert rows["acc-who"]["definition"]["en"] == indicators()["acc-who"].definition.en
    assert client.get("/api/v1/indicators/acc-who").json() == rows["acc-who"]


@pytest.mark.django_db
def test_figures_can_be_filtered_and_paged(client, release):
    answer = client.get("/api/v1/figures?indicator=acc-who&part=1ha&level=municipality").json()
    assert (answer["release"], answer["model"], answer["count"]) == ("probe", True, 4)
    assert {row["place"] for row in answer["figures"]} == set(TOWNS)
    everything = []
    for offset in range(0, len(figure_rows()), 100):
        everything += client.get(f"/api/v1/figures?limit=100&offset={offset}").json()["figures"]
    assert len(everything) == len(figure_rows())
    assert len({(row["indicator"], row["part"], row["place"]) for row in everything}) == len(everything)


@pytest.mark.django_db
def test_what_is_not_covered_is_null(client, release):
    rows = client.get("/api/v1/figures?indicator=acc-playground").json()["figures"]
    assert {(row["value"], row["status"]) for row in rows} == {(None, "not_covered")}


@pytest.mark.django_db
def test_csv_holds_the_same_figures(client, release):
    response = client.get("/api/v1/figures.csv?indicator=acc-who")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    answer = client.get("/api/v1/figures?indicator=acc-who").json()["figures"]
    assert [(row["place"], float(row["value"])) for row in rows] == [
        (row["place"], row["value"]) for row in answer
    ]


@pytest.mark.django_db
def test_older_releases_can_be_asked(client, release, tmp_path):
    import_release(folder=build(tmp_path / "in" / "next", "next", shift=-10), make_current=True)
    here, there = (
        client.get(f"/api/v1/figures?indicator=acc-who&place=05911000{query}").json()
        for query in ("", "&release=probe")
    )
    assert here["figures"][0]["value"] == pytest.approx(there["figures"][0]["value"] - 10)
    assert [row["name"] for row in client.get("/api/v1/releases").json()] == ["next", "probe"]
    assert client.get("/api/v1/releases/probe").json()["digest"] == there["digest"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["releases", "municipalities", "indicators", "figures", "figures.csv"])
def test_an_unchanged_answer_is_not_sent_twice(client, release, address, tmp_path):
    first = client.get(f"/api/v1/{address}")
    again = client.get(f"/api/v1/{address}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    import_release(folder=build(tmp_path / "in" / "next", "next", shift=-10), make_current=True)
    changed = client.get(f"/api/v1/{address}", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("municipalities/1", 404, "there is no municipality 1"),
        ("indicators/moon", 404, "there is no indicator moon"),
        ("figures?indicator=moon", 404, "there is no indicator moon"),
        ("figures?level=street", 422, "level is street; it must be one of municipality, county, region"),
        ("figures?release=x", 404, "there is no release x"),
    ],
)
def test_a_mistake_gets_one_sentence(client, release, address, status, sentence):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    assert sentence in response.json()["detail"]


@pytest.mark.django_db
def test_says_so_while_no_release_is_loaded(client):
    assert client.get("/api/v1/figures").json() == {"detail": "no release is loaded yet"}


@pytest.mark.django_db
def test_nothing_can_be_written(client, release):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method("/api/v1/municipalities").status_code == 405


def test_the_interface_has_not_changed_unnoticed():
    """After a change that is meant: ``UPDATE_SNAPSHOTS=1 pytest tests/web/api``."""
    now = json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(now, "utf-8")
    assert now == SNAPSHOT.read_text("utf-8")
