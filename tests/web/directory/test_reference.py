"""The bodies that ship with the software."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from gruenzug.web.directory.models import ContactGroup, FunctionContact, Kind, Organisation
from gruenzug.web.directory.services.places import link_places
from tests.factories import CountyFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_all_municipalities_counties_and_the_regional_association_are_there(programme):
    count = {kind: Organisation.objects.filter(kind=kind).count() for kind in Kind}
    assert (count[Kind.MUNICIPALITY], count[Kind.COUNTY]) == (53, 4)
    assert Organisation.objects.get(official_key="05113000").name == "Stadt Essen"
    assert Organisation.objects.filter(slug="regionalverband-ruhr").exists()
    assert {"tu-dortmund", "nabu-nrw", "bgmr", "lala-ruhr", "munv-nrw"} <= set(
        Organisation.objects.values_list("slug", flat=True)
    )


def test_what_no_source_confirms_says_so(programme):
    body = Organisation.objects.get(slug="bezirksregierung-arnsberg")
    assert body.status == "partial"
    confirmed = Organisation.objects.filter(status="confirmed")
    assert not confirmed.filter(source_url="").exists()


def test_loading_again_changes_nothing_and_keeps_what_a_person_edited(programme):
    body = Organisation.objects.get(slug="essen")
    body.phone = "0201 88-0"
    body.name = "Essen"
    body.save()
    told = StringIO()
    call_command("load_programme", stdout=told)
    line = next(line for line in told.getvalue().splitlines() if line.startswith("directory:"))
    assert "0 created, 0 updated" in line
    assert "1 kept" in line
    body.refresh_from_db()
    assert (body.name, body.phone) == ("Essen", "0201 88-0")


def test_a_body_that_a_person_deleted_stays_away(programme):
    Organisation.objects.get(slug="mundialis").delete()
    call_command("load_programme", stdout=StringIO())
    assert not Organisation.objects.filter(slug="mundialis").exists()


def test_bodies_find_their_places_whichever_came_first(programme):
    county = CountyFactory(key="05978")
    town = MunicipalityFactory(ags="05978020", county=county)
    seat = MunicipalityFactory(ags="05113000", county=None)
    link_places(seats={"regionalverband-ruhr": "05113000"})
    assert Organisation.objects.get(slug="kamen").municipality == town
    assert Organisation.objects.get(slug="kreis-unna").county == county
    assert Organisation.objects.get(slug="regionalverband-ruhr").municipality == seat
    assert Organisation.objects.get(slug="kamen").position == (town.point_x, town.point_y)


def test_no_reference_contact_names_a_person(programme):
    words = ("Herr", "Frau", "Dr.", "Prof.")
    rows = FunctionContact.objects.values_list("office", "task")
    assert rows
    assert not [row for row in rows if any(word in f"{row[0]} {row[1]}" for word in words)]


def test_groups_for_letters_are_ready(programme):
    kinds = [rule.kind for rule in ContactGroup.objects.get(slug="alle-kommunen").rules.all()]
    assert kinds == ["municipality"]
