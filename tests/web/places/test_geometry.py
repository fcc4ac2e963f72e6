"""Geometry in plain columns: checked, measured, searchable."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from gruenzug.web.places.geometry import read_geojson
from gruenzug.web.places.models import Municipality

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[7.0, 51.0], [7.01, 51.0], [7.01, 51.01], [7.0, 51.01], [7.0, 51.0]]],
}


def _town(geometry, **fields):
    return Municipality(ags="05000000", name="Probe", slug="probe", geometry=json.dumps(geometry), **fields)


@pytest.mark.django_db
def test_saving_measures_in_metres_and_finds_box_and_label():
    town = _town(SQUARE)
    town.save()
    assert town.box == [7.0, 51.0, 7.01, 51.01]
    assert town.area_m2 == pytest.approx(701.9 * 1112.7, rel=0.01)  # metres of a hundredth degree at 51° N
    assert town.length_m == pytest.approx(2 * (701.9 + 1112.7), rel=0.01)
    assert 7.0 < town.point_x < 7.01


@pytest.mark.django_db
def test_a_label_point_that_was_given_stays():
    town = _town(SQUARE, point_x=7.002, point_y=51.002)
    town.save()
    assert (town.point_x, town.point_y) == (7.002, 51.002)


@pytest.mark.django_db
def test_box_search_finds_what_touches_and_nothing_else():
    _town(SQUARE).save()
    found = Municipality.objects.in_bbox
    assert found(7.01, 51.01, 7.1, 51.1).count() == 1
    assert found(7.0101, 51.01, 7.1, 51.1).count() == 0
    assert found(6, 50, 8, 52).count() == 1


def test_a_third_dimension_is_dropped_and_a_bow_tie_is_mended():
    assert not read_geojson('{"type": "Point", "coordinates": [7, 51, 99]}').has_z
    bow = {"type": "Polygon", "coordinates": [[[7, 51], [7.1, 51.1], [7.1, 51], [7, 51.1], [7, 51]]]}
    assert read_geojson(json.dumps(bow)).is_valid


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nothing", "Die Geometrie ist kein GeoJSON"),
        ('{"type": "Point", "coordinates": []}', "Die Geometrie ist leer."),
        ('{"type": "Point", "coordinates": [374000, 5700000]}', "Die Geometrie liegt nicht in Grad"),
    ],
)
def test_what_is_no_geometry_in_degrees_is_refused_with_a_sentence(text, sentence):
    town = Municipality(ags="1", name="x", slug="x", geometry=text)
    with pytest.raises(ValidationError) as caught:
        town.clean()
    assert sentence in str(caught.value.message_dict["geometry"][0])
