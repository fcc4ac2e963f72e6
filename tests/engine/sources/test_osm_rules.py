"""What tags mean: elements, access, paths, barriers and homes."""

from __future__ import annotations

import math

import pytest

from gruenzug.contract.elements import elements
from gruenzug.engine.sources.osm import rules
from gruenzug.engine.sources.osm.objects import of_area, of_line


def green(**tags):
    return [
        (found.element, found.public)
        for found in rules.green_of({k.replace("__", ":"): v for k, v in tags.items()})
    ]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"leisure": "park"}, [("park", True)]),
        ({"leisure": "park", "access": "private"}, [("park", False)]),
        ({"leisure": "park", "access": "private", "foot": "yes"}, [("park", True)]),
        ({"leisure": "park", "access": "yes", "fee": "yes"}, [("park", False)]),
        ({"leisure": "garden"}, [("garden", False)]),
        ({"leisure": "garden", "access": "yes"}, [("garden", True)]),
        ({"leisure": "garden", "garden__type": "botanical"}, [("garden", True)]),
        ({"leisure": "pitch"}, [("pitch", False)]),
        ({"leisure": "pitch", "access": "permissive"}, [("pitch", True)]),
        ({"landuse": "allotments"}, [("allotments", False)]),
        ({"landuse": "cemetery"}, [("cemetery", True)]),
        ({"natural": "wood", "landuse": "forest"}, [("forest", True)]),
        ({"landuse": "grass", "leisure": "playground"}, [("playground", True)]),
        ({"man_made": "spoil_heap", "natural": "wood"}, [("spoil_tip", True)]),
        ({"natural": "water", "water": "river"}, [("water_flowing", True)]),
        ({"natural": "water", "water": "pond"}, [("water_standing", True)]),
        ({"natural": "water"}, [("water_standing", True)]),
        ({"landuse": "brownfield"}, [("brownfield", False)]),
        ({"landuse": "farmland"}, []),
        ({"leisure": "nature_reserve"}, [("nature_reserve", True)]),
        ({"leisure": "nature_reserve", "landuse": "forest"}, [("forest", True), ("nature_reserve", True)]),
        ({"boundary": "protected_area", "protect_class": "4"}, [("nature_reserve", True)]),
        ({"boundary": "protected_area", "protect_class": "5"}, []),
        ({"leisure": "nature_reserve", "protection_title": "Landschaftsschutzgebiet"}, []),
    ],
)
def test_tags_make_an_element_with_its_access(tags, expected):
    assert sorted(green(**tags)) == sorted(expected)


def test_every_rule_names_an_element_of_the_catalogue_and_every_element_has_a_rule():
    named = {
        rule.element.id for values in rules._index().values() for found in values.values() for rule in found
    }
    assert named == set(elements())


@pytest.mark.parametrize(
    ("tags", "walkable"),
    [
        ({"highway": "footway"}, True),
        ({"highway": "residential"}, True),
        ({"highway": "track"}, True),
        ({"highway": "path", "access": "private"}, False),
        ({"highway": "path", "access": "no", "foot": "designated"}, True),
        ({"highway": "track", "foot": "no"}, False),
        ({"highway": "cycleway"}, False),
        ({"highway": "cycleway", "foot": "yes"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "trunk"}, False),
        ({"highway": "primary", "motorroad": "yes"}, False),
        ({"highway": "secondary", "foot": "use_sidepath"}, False),
        ({"highway": "service", "access": "customers"}, False),
        ({"highway": "proposed"}, False),
        ({"railway": "platform"}, False),
    ],
)
def test_people_walk_where_they_may(tags, walkable):
    assert bool([name for name, _ in of_line(tags, {"paths"})]) == walkable


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"railway": "rail"}, "railway"),
        ({"railway": "light_rail"}, "railway"),
        ({"railway": "tram"}, None),
        ({"railway": "disused"}, None),
        ({"railway": "rail", "bridge": "yes"}, None),
        ({"railway": "rail", "bridge": "no"}, "railway"),
        ({"railway": "subway", "tunnel": "yes"}, None),
        ({"highway": "motorway_link"}, "motorway"),
        ({"highway": "primary"}, None),
        ({"waterway": "canal"}, "river"),
        ({"waterway": "stream"}, None),
        ({"waterway": "river", "tunnel": "culvert"}, None),
    ],
)
def test_barriers_are_at_grade(tags, kind):
    assert rules.barrier_kind(tags) == kind


def test_a_road_knows_its_bridge_and_tunnel():
    assert list(of_line({"highway": "motorway", "bridge": "viaduct"}, {"roads"})) == [
        ("roads", ("motorway", True, False))
    ]
    assert list(of_line({"highway": "service", "tunnel": "building_passage"}, {"roads"})) == [
        ("roads", ("service", False, True))
    ]
    assert list(of_line({"highway": "footway"}, {"roads"})) == []


@pytest.mark.parametrize(
    ("tags", "lived_in"),
    [
        ({"building": "apartments"}, True),
        ({"building": "yes"}, None),
        ({"building": "yes", "shop": "bakery"}, False),
        ({"building": "garage"}, False),
    ],
)
def test_homes_are_told_by_their_tag_or_left_to_their_surroundings(tags, lived_in):
    assert rules.residence(tags) is lived_in


@pytest.mark.parametrize(("text", "count"), [("3", 3.0), ("2.5", 2.5), ("2,5", 2.5)])
def test_storeys_are_numbers(text, count):
    assert rules.levels({"building:levels": text}) == count


@pytest.mark.parametrize("text", ["3;4", "many", "-1", "1000", ""])
def test_storeys_that_are_none_are_unknown(text):
    assert math.isnan(rules.levels({"building:levels": text}))


@pytest.mark.parametrize(("text", "metres"), [("12", 12.0), ("12.5 m", 12.5), ("8,5m", 8.5)])
def test_heights_are_in_metres(text, metres):
    assert rules.height_m({"height": text}) == metres


@pytest.mark.parametrize("text", ["40'", "12 ft", "high", "-3", "3;4", ""])
def test_heights_in_other_words_are_unknown(text):
    assert math.isnan(rules.height_m({"height": text}))


def test_a_building_is_never_green_and_a_ruin_no_building():
    assert list(of_area({"building": "yes", "leisure": "park"}, {"green"})) == []
    assert [
        name for name, _ in of_area({"building": "ruins", "leisure": "park"}, {"green", "buildings"})
    ] == ["green"]


def test_only_wanted_tables_are_served():
    tags = {"leisure": "playground", "name": "Spielplatz"}
    assert list(of_area(tags, {"playgrounds"})) == [("playgrounds", (True,))]
    assert list(of_area(tags, {"green"})) == [("green", ("playground", True, "Spielplatz"))]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"amenity": "parking", "surface": "asphalt"}, [("asphalt", True)]),
        ({"amenity": "parking", "parking": "surface", "surface": "grass_paver"}, [("grass_paver", False)]),
        ({"amenity": "parking", "parking": "street_side"}, [(None, None)]),
        ({"amenity": "parking", "surface": "wood"}, [("wood", None)]),
        ({"amenity": "parking", "parking": "underground"}, []),
        ({"amenity": "parking", "parking": "multi-storey"}, []),
        ({"amenity": "parking", "building": "yes"}, []),
        ({"amenity": "bicycle_parking", "surface": "asphalt"}, []),
    ],
)
def test_a_car_park_is_on_the_ground_and_sealed_if_its_surface_says_so(tags, expected):
    assert list(of_area(tags, {"car_parks"})) == [("car_parks", facts) for facts in expected]
