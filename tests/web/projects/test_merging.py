"""Two entries for one project: found, shown side by side, merged, and parted again."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.projects.models import FormerAddress, ListEntry, Merge, Project
from gruenzug.web.projects.selectors.duplicates import all_pairs, differing_fields, like
from gruenzug.web.projects.services.merging import merge_projects, tell_apart, undo_merge
from gruenzug.web.projects.services.submissions import submit
from tests.factories import MunicipalityFactory, ProjectFactory, ProjectListFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def point(lon: float, lat: float) -> dict:
    return {"locating": "exact", "geometry": json.dumps({"type": "Point", "coordinates": [lon, lat]})}


def reasons(first, second) -> list[str]:
    return next(pair.reasons for pair in like(first) if pair.second == second)


def test_likeness_is_told_by_name_place_and_time(place):
    first = ProjectFactory(
        title_de="Sportplatz Görresstraße entsiegeln", begins_on=dt.date(2020, 1, 1), **point(7.2, 51.5)
    )
    second = ProjectFactory(
        title_de="Ehemaliger Sportplatz Goerresstrasse: Entsiegelung",
        begins_on=dt.date(2021, 1, 1),
        **point(7.201, 51.5),
    )
    ProjectFactory(title_de="Quartierspark Holsterhausen", **point(7.2, 51.5))
    told = reasons(first, second)
    assert told[0].startswith("Titel zu ")
    assert told[1] == "69\xa0m entfernt"
    assert told[2] == "1 Jahr auseinander"
    assert [{pair.first, pair.second} for pair in all_pairs()] == [{first, second}]


def test_half_alike_names_are_shown_only_where_the_place_says_the_same(place):
    first = ProjectFactory(title_de="Grüner Schulhof Nordstern", towns=[place])
    near = ProjectFactory(title_de="Schulhof Nordstern entsiegeln", towns=[place])
    far = ProjectFactory(title_de="Schulhof Nordstern entsiegeln", towns=[MunicipalityFactory()])
    assert near in {pair.second for pair in like(first)}
    assert far not in {pair.second for pair in like(first)}


def test_side_by_side_dates_are_as_exact_as_known_and_costs_readable():
    first = ProjectFactory(begins_on=dt.date(2020, 1, 1), dates_precision="year", total_cost=Decimal(160_000))
    rows = {row["label"]: row for row in differing_fields(first, ProjectFactory())}
    assert rows["Beginn"]["values"] == ["2020", ""]
    assert rows["Gesamtkosten in Euro"]["values"][0].replace("\xa0", " ") == "160.000 €"
    assert rows["Beginn"]["differ"]


def test_what_stays_is_filled_and_the_other_address_leads_there(client):
    keep = ProjectFactory(title_de="Park am Teich", slug="park-am-teich", visibility="public", website="")
    gone = ProjectFactory(
        title_de="Teichpark", slug="teichpark", visibility="public", website="https://example.org/", trees=7
    )
    listed = ListEntry.objects.create(project=gone, list=ProjectListFactory())
    merge = merge_projects(keep=keep, remove=gone, by=None)
    keep.refresh_from_db()
    listed.refresh_from_db()
    assert (keep.title_de, keep.website, keep.trees) == ("Park am Teich", "https://example.org/", 7)
    assert listed.project == keep
    response = client.get("/de/projekte/teichpark/")
    assert (response.status_code, response["Location"]) == (301, "/de/projekte/park-am-teich/")
    restored = undo_merge(merge=merge, by=None)
    listed.refresh_from_db()
    keep.refresh_from_db()
    assert (restored.slug, listed.project, keep.website, keep.trees) == ("teichpark", restored, "", None)
    assert not FormerAddress.objects.exists()
    assert client.get("/de/projekte/teichpark/").status_code == 200


def test_who_handed_in_what_exists_already_learns_where_it_is(moderator):
    keep = ProjectFactory(title_de="Taschenpark Bahnhof", visibility="public")
    submission = SubmissionFactory()
    gone = submit(submission=submission, content=submission.content)
    page = moderator.get("/admin/projekte/gemeldet/").content.decode()
    assert "Vielleicht dasselbe Projekt" in page
    moderator.post(f"/admin/projekte/doppelte/{keep.pk}/{gone.pk}/", {"keep": str(keep.pk)})
    assert not Project.objects.filter(pk=gone.pk).exists()
    mail = OutgoingMail.objects.order_by("-pk").first()
    assert mail.subject == "Ihr Projekt steht schon im Register"
    assert keep.get_absolute_url() in mail.text
    moderator.post(f"/admin/projekte/trennen/{Merge.objects.get().pk}/")
    assert Project.objects.filter(title_de=gone.title_de).exists()


def test_two_that_were_told_apart_are_not_shown_again():
    first, second = (ProjectFactory(title_de="Park am Teich") for _ in range(2))
    assert like(first)
    tell_apart(first=first, second=second, by=None)
    assert like(first) == all_pairs() == []
