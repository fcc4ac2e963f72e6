"""What a figure depends on is what was looked at for it, also by others before."""

from __future__ import annotations

from functools import cached_property

from gruenzug.contract.indicators import indicators
from gruenzug.engine.indicators import compute
from gruenzug.engine.layers.region import RegionLayers
from tests.engine.regions import green, hectares, lines, people, region


def looked_at(layers: RegionLayers, indicator: str) -> set[str]:
    with layers.seen.recorded() as names:
        compute(indicators()[indicator], layers, "r")
    return names


def small() -> RegionLayers:
    tables = {"population": people([(500, 500, 10)]), "green": green([("park", hectares(0, 0, 200, 200))])}
    return region(**tables, roads=lines("primary", []))


def test_an_indicator_sees_the_tables_it_computes_with():
    assert looked_at(small(), "sup-berlin-near") >= {
        "population",
        "green",
        "barriers",
        "roads",
        "municipalities",
    }
    assert "roads" not in looked_at(small(), "green-share")


def test_what_is_shared_counts_for_everyone_who_takes_it():
    layers = small()
    alone = looked_at(small(), "acc-who")
    looked_at(layers, "acc-dns")
    assert looked_at(layers, "acc-who") == alone


def test_a_table_that_is_not_there_is_looked_at_too():
    assert "trees" in looked_at(small(), "trees")
    assert "canopy" in looked_at(small(), "canopy-share")


def test_going_through_all_tables_is_recorded():
    layers = small()
    with layers.seen.recorded() as names:
        assert "population" in list(layers.tables)
    assert "*" in names


def test_no_shared_layer_hides_what_it_looked_at():
    assert not [name for name, value in vars(RegionLayers).items() if isinstance(value, cached_property)]
