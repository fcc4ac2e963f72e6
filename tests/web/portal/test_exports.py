"""Every list is also a file, from one entry."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import translation
from openpyxl import load_workbook

from gruenzug.web.core.exports import Column, Entry, Listing, as_response, listings, register
from tests.web.sample_release import TOWNS

ATOM = "{http://www.w3.org/2005/Atom}"


def _listing(**fields):
    columns = (
        Column("title", "", lambda row: row["title"]),
        Column("count", "", lambda row: row.get("count")),
    )
    return Listing(
        "probe", "Probe", "Eine Probe", columns, lambda request: [{"title": "=1+1", "count": 0}], **fields
    )


def _content(listing, extension):
    return as_response(RequestFactory().get("/probe"), listing, extension).content.decode()


def test_text_a_spreadsheet_would_run_is_made_plain_and_zero_is_not_empty():
    rows = list(csv.reader(io.StringIO(_content(_listing(), "csv"))))
    assert rows == [["title", "count"], ["'=1+1", "0"]]


FUNDS = Listing(
    "funds",
    "Mittel: 2026/27",
    "Was bewilligt wurde",
    (
        Column("ags", translation.gettext_lazy("Kommune"), lambda row: "05911000"),
        Column("granted_on", "bewilligt am", lambda row: row),
        Column("eur", "Betrag", lambda row: "1250.50"),
        Column("is_open", "offen", lambda row: True),
        Column("note", "Bemerkung", lambda row: "=HYPERLINK(1)"),
    ),
    lambda request: ["2026-05-04", ""],
    about=lambda request: {"licence": "CC BY 4.0"},
)


def _funds(language, address, extension):
    with translation.override(language):
        return as_response(RequestFactory().get(address), FUNDS, extension).content


def test_a_workbook_has_headings_in_words_and_cells_to_count_with():
    book = load_workbook(io.BytesIO(_funds("en", "/en/data/funds.xlsx", "xlsx")))
    table, notes = book.worksheets
    assert table.title == "Mittel  2026 27"
    head, first, second = table.values
    assert head == ("Municipality", "bewilligt am", "Betrag", "offen", "Bemerkung")
    assert first[1].isoformat() == "2026-05-04T00:00:00"
    assert (first[0], *first[2:]) == ("05911000", 1250.5, "yes", "'=HYPERLINK(1)")
    assert second[1] is None
    assert ("licence", "CC BY 4.0") in notes.values
    assert ("granted_on", "bewilligt am") in notes.values


def test_csv_in_words_is_written_as_spreadsheet_programs_of_the_language_read_it():
    address = "/funds.csv?heads=words"
    german = _funds("de", address, "csv").decode("utf-8-sig").splitlines()
    assert german[:2] == [
        "Kommune;bewilligt am;Betrag;offen;Bemerkung",
        "05911000;04.05.2026;1250,50;ja;'=HYPERLINK(1)",
    ]
    english = _funds("en", address, "csv").decode("utf-8-sig").splitlines()
    assert english[1] == "05911000,2026-05-04,1250.50,yes,'=HYPERLINK(1)"


def test_a_list_is_offered_only_in_formats_it_can_fill():
    assert _listing().formats == ["csv", "xlsx", "json"]
    assert _listing(geometry=lambda row: "").formats == ["csv", "xlsx", "json", "geojson"]
    with pytest.raises(KeyError):
        _content(_listing(), "atom")


def test_feed_has_an_entry_for_each_dated_row():
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
    feed = _content(_listing(entry=lambda request, row: Entry("Titel", "/de/x/", moment)), "atom")
    entry = ET.fromstring(feed).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "http://testserver/de/x/"
    assert entry.findtext(f"{ATOM}updated") == "2026-11-01T12:00:00+00:00"


def test_a_name_can_be_taken_once():
    with pytest.raises(ValueError, match="a list named figures is registered already"):
        register(Listing("figures", "", "", (), lambda request: []))


@pytest.mark.django_db
def test_every_list_can_be_had_in_every_format_it_offers(client, release):
    page = BeautifulSoup(client.get("/de/daten/").content, "html.parser")
    offered = {
        link["href"] for link in page.select("ul.downloads a") if link["href"].startswith("/de/daten/")
    }
    assert len(offered) == sum(len(listing.formats) for listing in listings().values()) >= 7
    for address in offered:
        response = client.get(address)
        assert response.status_code == 200, address
        assert _is_whole(address, response.content), address


@pytest.mark.django_db
def test_search_engines_find_every_list_as_a_data_set(client, release):
    page = BeautifulSoup(client.get("/de/daten/").content, "html.parser")
    told = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert told["@type"] == "DataCatalog"
    assert {row["name"] for row in told["dataset"]} == {str(row.title) for row in listings().values()}
    for row in told["dataset"]:
        assert page.find(id=row["url"].partition("#")[2]), row["url"]
        assert all(part["contentUrl"].startswith("http") for part in row["distribution"])


def _is_whole(address: str, content: bytes) -> bool:
    """Whether a file is what its name says, with every column, rows or none."""
    name, extension = address.rsplit("/", 1)[1].split(".")
    if extension == "csv":
        head = next(csv.reader(io.StringIO(content.decode())))
        return head == [column.name for column in listings()[name].columns]
    if extension == "xlsx":
        head, *_rows = load_workbook(io.BytesIO(content)).worksheets[0].values
        return list(head) == [str(column.meaning) for column in listings()[name].columns]
    if extension == "json":
        return json.loads(content)["name"] == name and isinstance(json.loads(content)["data"], list)
    if extension == "geojson":
        return json.loads(content)["type"] == "FeatureCollection"
    if extension == "gpkg":
        return content.startswith(b"SQLite format 3\0")
    return ET.fromstring(content).tag == f"{ATOM}feed"


@pytest.mark.django_db
def test_every_column_is_explained(client, release):
    for listing in listings().values():
        for column in listing.columns:
            assert str(column.meaning), f"{listing.name}.{column.name}"


@pytest.mark.django_db
def test_municipalities_as_geojson_hold_outline_and_numbers(client, release):
    content = client.get("/de/daten/municipalities.geojson").json()
    assert {feature["properties"]["ags"] for feature in content["features"]} == set(TOWNS)
    assert {feature["geometry"]["type"] for feature in content["features"]} == {"Polygon"}


@pytest.mark.django_db
def test_a_list_that_is_not_there_leads_to_all_lists(client, release):
    for name in ("nothing.csv", "figures.atom", "figures.exe"):
        response = client.get(f"/de/daten/{name}")
        assert response.status_code == 404
        assert "Hier stehen alle offenen Daten." in response.content.decode()
