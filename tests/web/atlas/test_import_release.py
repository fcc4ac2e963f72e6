"""A release is loaded whole or not at all, and a fault is one sentence."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gruenzug.contract.release import FIGURE_COLUMNS, FIGURES, MANIFEST, PLACES
from gruenzug.web.atlas.models import Figure, PlaceRecord, Release
from gruenzug.web.atlas.services import import_release
from gruenzug.web.places.models import County, Municipality, Region
from tests.web.sample_release import build, figure_rows, write_figures, write_manifest

pytestmark = pytest.mark.django_db


def test_loads_figures_places_and_what_they_belong_to(release_folder):
    call_command("import_release", release_folder, "--current")
    release = Release.objects.get()
    assert (release.name, release.is_model, release.is_current) == ("probe", True, True)
    assert release.figures.count() == len(figure_rows())
    witten = Municipality.objects.get(ags="05954036")
    assert witten.county == County.objects.get(key="05954")
    assert witten.population == 96_563
    assert Region.objects.get().name == "Metropole Ruhr"
    figure = release.figures.get(indicator="acc-who", part="0.5ha", municipality=witten)
    assert figure.value == next(
        row["value"]
        for row in figure_rows()
        if (row["indicator"], row["part"], row["place"]) == ("acc-who", "0.5ha", "05954036")
    )


def test_serves_the_files_from_the_folder_of_releases(release_folder, releases_folder):
    call_command("import_release", release_folder)
    assert (releases_folder / "probe" / FIGURES).read_bytes() == (release_folder / FIGURES).read_bytes()


def test_the_same_release_again_changes_nothing(release_folder, capsys):
    call_command("import_release", release_folder, "--current")
    before = list(Figure.objects.values_list("pk", "value")), list(PlaceRecord.objects.values_list("pk"))
    capsys.readouterr()
    call_command("import_release", release_folder, "--current")
    assert "nothing changed" in capsys.readouterr().out
    assert before == (
        list(Figure.objects.values_list("pk", "value")),
        list(PlaceRecord.objects.values_list("pk")),
    )


def test_releases_stand_side_by_side_and_one_is_current(release_folder, tmp_path):
    import_release(folder=release_folder, make_current=True)
    import_release(folder=build(tmp_path / "in" / "next", "next", shift=1))
    assert Release.objects.current().name == "probe"
    import_release(folder=tmp_path / "in" / "next", make_current=True)
    assert Release.objects.current().name == "next"
    assert set(Release.objects.values_list("name", flat=True)) == {"probe", "next"}


def test_the_current_release_says_what_a_place_is_like(release_folder, tmp_path):
    import_release(folder=release_folder, make_current=True)
    folder = build(tmp_path / "in" / "next", "next")
    places = json.loads((folder / PLACES).read_text())
    places["features"][0]["properties"]["population"] = 365_000
    (folder / PLACES).write_text(json.dumps(places))
    write_manifest(folder, json.loads((folder / MANIFEST).read_text()))
    import_release(folder=folder)
    assert Municipality.objects.get(ags="05911000").population == 364_628
    import_release(folder=folder, make_current=True)
    assert Municipality.objects.get(ags="05911000").population == 365_000
    assert Release.objects.get(name="probe").places.get(key="05911000").population == 364_628


def test_another_release_of_the_same_name_is_refused_unless_told(release_folder, tmp_path):
    import_release(folder=release_folder, make_current=True)
    other = build(tmp_path / "in" / "other", "probe", shift=2)
    with pytest.raises(CommandError, match="already loaded with other content"):
        call_command("import_release", other)
    call_command("import_release", other, "--replace")
    assert Release.objects.current().digest == json.loads((other / MANIFEST).read_text())["digest"]


def test_importing_takes_few_queries(release_folder):
    with CaptureQueriesContext(connection) as queries:
        import_release(folder=release_folder, make_current=True)
    assert len(queries) < 60


def _break_manifest(folder, change):
    path = folder / MANIFEST
    content = json.loads(path.read_text())
    change(content)
    write_manifest(folder, content)


def _edit_places(folder, change):
    content = json.loads((folder / PLACES).read_text())
    change(content)
    (folder / PLACES).write_text(json.dumps(content))
    write_manifest(folder, json.loads((folder / MANIFEST).read_text()))


def _edit_figures(folder, rows, columns=None):
    write_figures(folder / FIGURES, rows, columns)
    write_manifest(folder, json.loads((folder / MANIFEST).read_text()))


def _first_row(**changes):
    rows = figure_rows()
    rows[0] |= changes
    return rows


FAULTS = {
    "no folder": (lambda f: [p.unlink() for p in f.iterdir()] and f.rmdir(), "is not a folder"),
    "no manifest": (lambda f: (f / MANIFEST).unlink(), "has no release.json, so the release is unfinished"),
    "manifest is no JSON": (lambda f: (f / MANIFEST).write_text("{"), "is not JSON"),
    "manifest breaks the schema": (
        lambda f: _break_manifest(f, lambda m: m.update(model="yes")),
        r"\$\.model 'yes' is not of type 'boolean'",
    ),
    "unknown indicator": (
        lambda f: _break_manifest(f, lambda m: m["indicators"][0].update(id="acc-moon")),
        "indicator acc-moon is unknown to this version",
    ),
    "manifest was edited": (
        lambda f: (f / MANIFEST).write_text((f / MANIFEST).read_text().replace("Eine Probe", "Keine Probe")),
        "was changed after it was written",
    ),
    "file is missing": (
        lambda f: (f / FIGURES).unlink(),
        "figures.parquet is missing though release.json lists it",
    ),
    "file was cut": (
        lambda f: (f / FIGURES).write_bytes((f / FIGURES).read_bytes()[:-9]),
        r"has \d+ bytes, release.json says \d+",
    ),
    "file was changed": (
        lambda f: (f / PLACES).write_text((f / PLACES).read_text().replace("Witten", "Wetten")),
        "does not match its checksum",
    ),
    "figures are no Parquet": (
        lambda f: (
            (f / FIGURES).write_bytes(b"x"),
            write_manifest(f, json.loads((f / MANIFEST).read_text())),
        ),
        "is not a Parquet file",
    ),
    "column has another type": (
        lambda f: _edit_figures(
            f, [{**r, "value": 1} for r in figure_rows()], {**FIGURE_COLUMNS, "value": "int64"}
        ),
        "column value is int64, the contract says double",
    ),
    "rows are missing": (
        lambda f: _edit_figures(f, figure_rows()[1:]),
        r"has \d+ rows, release.json says \d+",
    ),
    "place is unknown": (
        lambda f: _edit_figures(f, _first_row(place="05999999")),
        "row 1: municipality '05999999' is not in places.geojson",
    ),
    "part is unknown": (lambda f: _edit_figures(f, _first_row(part="3ha")), "has no part '3ha'"),
    "value where none can be": (
        lambda f: _edit_figures(f, _first_row(status="not_covered")),
        "row 1: status not_covered does not go with value",
    ),
    "no value where one must be": (
        lambda f: _edit_figures(f, _first_row(value=None)),
        "row 1: status ok does not go with value None",
    ),
    "value where there is nothing to measure": (
        lambda f: _edit_figures(f, _first_row(status="not_applicable")),
        "row 1: status not_applicable does not go with value",
    ),
    "row is there twice": (
        lambda f: _edit_figures(f, [*figure_rows()[:-1], figure_rows()[0]]),
        "is there twice",
    ),
    "places are no GeoJSON": (
        lambda f: _edit_places(f, lambda c: c.pop("features")),
        "is not a GeoJSON FeatureCollection",
    ),
    "place lacks a property": (
        lambda f: _edit_places(f, lambda c: c["features"][1]["properties"].pop("kreis")),
        "feature 2: property kreis is missing",
    ),
    "place has no polygon": (
        lambda f: _edit_places(f, lambda c: c["features"][1].update(geometry=None)),
        r"feature 2 \(Witten\) has no polygon",
    ),
    "place is there twice": (
        lambda f: _edit_places(f, lambda c: c["features"].append(c["features"][0])),
        "the municipality 05911000 is there twice",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_and_nothing_is_written(fault, release_folder, releases_folder):
    damage, sentence = FAULTS[fault]
    damage(release_folder)
    with pytest.raises(CommandError, match=sentence) as caught:
        call_command("import_release", release_folder)
    assert "\n" not in str(caught.value)
    assert not Release.objects.exists()
    assert not Municipality.objects.exists()
    assert not releases_folder.exists()
