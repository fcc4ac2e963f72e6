"""The roof of the Ruhr-Konferenz: five fields, what is known by name, what is not, and a way to propose."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from gruenzug.web.projects.models import Project, Submission
from gruenzug.web.projects.services.submissions import submit
from tests.factories import MunicipalityFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def test_what_is_not_known_by_name_is_counted_and_not_invented(client, programme):
    Project.objects.all().delete()
    page = client.get("/de/ruhr-konferenz/").content.decode()
    assert "Von 74 Projekten sind hier 2 mit Namen erfasst. 72 sind noch nicht erfasst." in " ".join(
        page.split()
    )


def test_the_list_grows_with_the_register(client, programme):
    ProjectFactory(visibility="public", field_of_action="mobility", lead_project="Radschnellweg Ruhr")
    page = BeautifulSoup(client.get("/de/ruhr-konferenz/").content, "html.parser")
    text = " ".join(page.main.get_text(" ").split())
    assert "sind hier 3 mit Namen erfasst" in text
    mobility = page.select("ol.entries > li")[0]
    assert "Radschnellweg Ruhr" in mobility.get_text()
    assert mobility.select_one('a[href="/de/projekte/?field=mobility"]')
    ProjectFactory(visibility="draft", field_of_action="economy", lead_project="Geheim")
    assert "Geheim" not in client.get("/de/ruhr-konferenz/").content.decode()


def test_a_project_is_proposed_under_the_roof(client, programme):
    page = BeautifulSoup(client.get("/de/projekte/melden/?field=economy").content, "html.parser")
    assert page.select_one("[name=field_of_action] option[selected]")["value"] == "economy"
    town = MunicipalityFactory()
    content = {
        "title": "Gewerbegebiet mit Bäumen",
        "summary_de": "Hundert Bäume.",
        "state": "planned",
        "measures": ["park"],
        "municipality": town.pk,
        "body_name": "Industrie- und Handelskammer",
        "field_of_action": "economy",
    }
    project = submit(submission=Submission.objects.create(email="p7@example.org"), content=content)
    assert project.field_of_action == "economy"
