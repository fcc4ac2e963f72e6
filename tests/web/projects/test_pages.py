"""The register as visitors and machines use it: filters with counts, comparison, files, and money for a project."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from gruenzug.web.core.search import reindex
from gruenzug.web.funding.documents.layers import as_geojson
from gruenzug.web.projects.selectors.funding import check_address, plan_of
from tests.factories import MunicipalityFactory, ProjectFactory, ProjectListFactory
from tests.web.funding.ledger import granted

pytestmark = pytest.mark.django_db

POINT = {"locating": "exact", "geometry": json.dumps({"type": "Point", "coordinates": [7.2, 51.5]})}


@pytest.fixture
def register(place):
    """Three public projects and one that nobody may see."""
    shown = {"visibility": "public", "towns": [place]}
    ProjectFactory(
        title_de="Dachbegrünung am Rathaus", slug="dach", measures=["green-roof"], state="done", **shown
    )
    ProjectFactory(
        title_de="Teichpark", slug="teich", state="underway", total_cost=Decimal("1234.50"), **shown, **POINT
    )
    ProjectFactory(
        title_de="Allee", slug="allee", state="underway", visibility="public", towns=[MunicipalityFactory()]
    )
    ProjectFactory(title_de="Geheimer Garten", slug="geheim", visibility="submitted", towns=[place])
    reindex(["projects.project"])


def page(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def titles(client, query: str = "") -> set[str]:
    return {found.get_text() for found in page(client, f"/de/projekte/{query}").select(".projects__title")}


def test_filters_narrow_the_list_and_say_what_each_choice_would_leave(client, register):
    assert titles(client) == {"Dachbegrünung am Rathaus", "Teichpark", "Allee"}
    assert titles(client, "?state=underway&municipality=herne") == {"Teichpark"}
    assert titles(client, "?q=begr%C3%BCnung") == {"Dachbegrünung am Rathaus"}
    options = [tag.get_text() for tag in page(client, "/de/projekte/?municipality=herne").select("option")]
    assert "in Arbeit (1)" in options
    assert "umgesetzt (1)" in options


def test_what_is_not_public_is_found_nowhere(client, register):
    for address in ("/de/projekte/geheim/", "/de/projekte/geheim/geodaten.gpkg"):
        assert client.get(address).status_code == 404
    for extension in ("csv", "geojson", "atom", "json"):
        assert "Geheim" not in client.get(f"/de/daten/projects.{extension}").content.decode()
    assert "Geheim" not in client.get("/de/projekte/karte.json").content.decode()


def test_up_to_three_stand_side_by_side(client, register):
    shown = page(client, "/de/projekte/vergleich/?p=dach&p=teich&p=allee&p=geheim")
    assert len(shown.select("main thead th[scope=col]")) == 3
    assert "nur die ersten drei" in shown.main.get_text()


def test_files_hold_the_same_selection_and_no_invented_place(client, register):
    rows = list(
        csv.DictReader(io.StringIO(client.get("/de/daten/projects.csv?state=underway").content.decode()))
    )
    assert {row["title"] for row in rows} == {"Teichpark", "Allee"}
    features = client.get("/de/daten/projects.geojson").json()["features"]
    shapes = {row["properties"]["title"]: row["geometry"] for row in features}
    assert shapes["Teichpark"] == {"type": "Point", "coordinates": [7.2, 51.5]}
    located = {row["properties"]["title"]: row["properties"]["locating"] for row in features}
    assert located["Dachbegrünung am Rathaus"] == "municipality"


def test_a_project_leads_from_its_page_to_the_funding_that_may_fit(client, place, town):
    project = ProjectFactory(
        title_de="Hof",
        visibility="public",
        state="planned",
        body=town,
        towns=[place],
        measures=["unsealing", "trees"],
        total_cost=Decimal("160000.50"),
        begins_on=dt.date(2027, 3, 1),
        ends_on=dt.date(2028, 2, 29),
        planned_area_m2=1200.0,
    )
    plan = plan_of(project)
    assert (plan.applicant, plan.ags, plan.months) == ("municipality", "05916000", 12)
    assert plan.circumstances == {"not-begun": True}
    address = check_address(project)
    assert page(client, project.get_absolute_url()).select_one(f'a[href="{address}"]')
    form = client.get(address).context["form"]
    assert form.is_valid()
    assert form.plan() == plan


def test_a_grants_map_shows_the_projects_it_pays_for(place):
    grant = granted("10.00")
    for project in (
        ProjectFactory(title_de="Teichpark", towns=[place], **POINT),
        ProjectFactory(title_de="Irgendwo in Herne", towns=[place]),
    ):
        project.grants.set([grant])
        project.save()
    features = json.loads(as_geojson([grant]))["features"]
    assert {row["properties"]["place"] for row in features} == {"Teichpark", "Irgendwo in Herne"}
    known = {
        row["properties"]["place"]: json.loads(row["properties"]["facts"])["locating"] for row in features
    }
    assert known == {"Teichpark": "exact", "Irgendwo in Herne": "municipality"}


def test_lists_stand_side_by_side_each_with_its_own_number(client, register):
    listed = ProjectListFactory(short_name_de="Lückenschlüsse", published_count=27)
    assert "27" in page(client, "/de/projekte/listen/").main.get_text()
    assert listed.key in client.get("/de/daten/project-lists.csv").content.decode()
