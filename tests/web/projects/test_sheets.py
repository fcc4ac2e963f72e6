"""Projects as a spreadsheet: taken along, changed, brought back with a preview; a town's own and no others."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gruenzug.web.projects.models import Project
from tests.factories import HandlungszielFactory, ProjectFactory

pytestmark = pytest.mark.django_db

BASE = "/admin/tabellen/projects/"


def taken_along(client) -> list[dict[str, str]]:
    content = client.get(f"{BASE[:-1]}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def brought_back(client, rows: list[dict[str, str]]):
    """Upload rows; return the page that shows what would change."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("projekte.csv", stream.getvalue().encode())
    return client.post(BASE, {"file": file}, follow=True)


def carried_out(client, page):
    address = f"{BASE}{page.context['upload'].pk}/uebernehmen/"
    return client.post(address, {"shown": page.context["plan"].fingerprint}, follow=True)


def sentences(page) -> str:
    return " ".join(error.sentence for row in page.context["plan"].rows for error in row.errors)


def test_what_is_brought_back_unchanged_changes_nothing(team, place):
    ProjectFactory(title_de="Park", towns=[place], aims=[HandlungszielFactory()])
    page = brought_back(team, taken_along(team))
    assert page.context["plan"].counts["unchanged"] == 1
    assert not page.context["plan"].does_something


def test_changes_are_shown_before_they_are_written(team, place):
    project = ProjectFactory(title_de="Park", state="planned", towns=[place])
    (row,) = taken_along(team)
    page = brought_back(team, [{**row, "Titel": "Parkanlage", "Stand": "in Arbeit"}])
    project.refresh_from_db()
    assert project.title_de == "Park"
    carried_out(team, page)
    project.refresh_from_db()
    assert (project.title_de, project.state) == ("Parkanlage", "underway")
    assert project.history.filter(kind="state", state="underway").exists(), (
        "a state is moved, not overwritten"
    )


def test_a_wrong_cell_keeps_its_line_out_and_says_why(team, place):
    ProjectFactory(title_de="Park", towns=[place])
    (row,) = taken_along(team)
    wrong = {**row, "Kommunen": "Entenhausen", "Stand": "halb fertig", "Beginn": "gestern"}
    page = brought_back(team, [wrong])
    told = sentences(page)
    for part in ("Entenhausen", "„halb fertig“ kennen wir nicht", "„gestern“ ist kein Datum"):
        assert part in told
    assert not page.context["plan"].does_something


def test_an_editor_takes_along_and_brings_back_the_own_towns_projects_only(editor, town, other_town, place):
    own = ProjectFactory(title_de="Eigener Park", body=town, towns=[place])
    foreign = ProjectFactory(title_de="Fremder Park", body=other_town)
    (row,) = taken_along(editor)
    assert row["Titel"] == "Eigener Park"
    page = brought_back(editor, [row, {**row, "Kennung": str(foreign.pk), "Titel": "Gekapert"}])
    assert "gibt es für Sie nicht" in sentences(page)
    new = {**dict.fromkeys(row, ""), "Titel": "Neuer Park", "Kommunen": "Herne", "Stand": "geplant"}
    page = brought_back(editor, [row, new])
    assert sentences(page) == ""
    carried_out(editor, page)
    foreign.refresh_from_db()
    assert foreign.title_de == "Fremder Park"
    made = Project.objects.exclude(pk__in=(own.pk, foreign.pk)).get()
    assert (made.title_de, made.body, made.visibility) == ("Neuer Park", town, "draft")
