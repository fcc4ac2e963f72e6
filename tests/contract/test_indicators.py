"""The catalogue of indicators says all that a method page, a figure and an export need."""

from __future__ import annotations

import pytest

from gruenzug.contract.elements import categories, elements
from gruenzug.contract.indicators import UNITS, indicators
from gruenzug.engine.indicators import FUNCTIONS
from gruenzug.engine.sources.tables import CANOPY, COLUMNS, GRIDS

LEITTHEMEN = {"lebenswert", "klimaangepasst", "artenreich", "klimagerecht", "zirkulaer"}

every = pytest.mark.parametrize("indicator", indicators().values(), ids=lambda i: i.id)


def test_each_indicator_has_a_function_and_each_function_an_indicator():
    assert set(indicators()) == set(FUNCTIONS)


@every
def test_keys_lead_somewhere(indicator):
    assert indicator.leitthema in LEITTHEMEN
    assert indicator.status in {"confirmed", "partial"}
    assert set(indicator.elements) <= set(elements())
    assert set(indicator.needs) <= {*COLUMNS, CANOPY, *GRIDS}
    for part in indicator.parts:
        assert set(part.needs) <= {*COLUMNS, CANOPY, *GRIDS}
        assert part.unit in UNITS
        assert part.direction in {"up", "down"}


@every
def test_parts_have_ids_of_their_own(indicator):
    ids = [part.id for part in indicator.parts]
    assert len(ids) == len(set(ids))
    assert indicator.part(ids[0]) is indicator.headline


@every
def test_texts_exist_in_all_languages(indicator):
    texts = [
        indicator.title,
        indicator.question,
        indicator.definition,
        *(part.title for part in indicator.parts),
    ]
    for text in texts:
        assert all((text.de, text.en, text.simple))
        assert text.in_language("en") == text.en
        assert text.in_language("de-simple") == text.simple
    assert len(indicator.limits["de"]) == len(indicator.limits["en"]) > 0


@every
def test_a_confirmed_definition_names_its_address(indicator):
    if indicator.status == "confirmed":
        assert indicator.source.url.startswith("http")


def test_every_element_belongs_to_a_category():
    assert {element.category for element in elements().values()} == set(categories())


def test_published_thresholds_are_those_of_the_sources():
    """A slip in the data file would be a wrong number in 53 dossiers."""
    known = indicators()
    assert known["acc-ioer-near"].parameters == {"distance_m": 300, "min_area_ha": 1}
    assert known["acc-ioer-far"].parameters == {"distance_m": 700, "min_area_ha": 10}
    assert (known["acc-ioer-near"].scope, known["acc-dns"].scope) == (50_000, 20_001)
    assert known["acc-angst"].parameters["tiers"] == [[2, 300], [20, 2000], [100, 5000], [500, 10_000]]
    assert known["sup-berlin-near"].parameters["guide_m2_per_person"] == 6
    assert known["sup-berlin-near"].parameters["distance_m"] == 500
