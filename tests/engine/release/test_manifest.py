"""What the manifest says of an indicator that is there in part, or not at all."""

from __future__ import annotations

import pytest

from gruenzug.contract.indicators import indicators
from gruenzug.engine.release.manifest import indicator_entry


def rows(coverage: float) -> list[dict]:
    return [
        {"level": "municipality", "part": part.id, "coverage": coverage}
        for part in indicators()["heat"].parts
    ]


LACKING = {
    "affected": ["burden_heat"], "home": ["cooling", "buildings"], "area": ["cooling"], "park": ["green"]
}  # fmt: skip


def test_an_indicator_none_of_whose_parts_has_its_sources_says_which_are_missing():
    entry = indicator_entry(indicators()["heat"], rows(0.0), ["census"], [], LACKING)
    assert entry["status"] == "not_covered"
    assert entry["reason"]["en"] == (
        "No source of this release provides thermal load, land cover with its cooling, buildings, green areas."
    )


@pytest.mark.parametrize("there", ["area", "park"])
def test_one_part_with_its_sources_makes_it_partial(there):
    lacking = {part: names for part, names in LACKING.items() if part != there}
    entry = indicator_entry(indicators()["heat"], rows(1.0), ["census"], [], lacking)
    assert entry["status"] == "partial"
    assert "so it lacks these parts: people with a high thermal load; " in entry["reason"]["en"]
