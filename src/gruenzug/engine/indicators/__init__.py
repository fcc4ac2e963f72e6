"""Indicators: one module per family, one function per indicator; `compute` runs one of them."""

from __future__ import annotations

from collections.abc import Callable

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators import access, burden, inventory, land, network, structure, supply, trees
from gruenzug.engine.indicators.figures import Row, figures_of, not_covered
from gruenzug.engine.indicators.sums import Sums
from gruenzug.engine.layers.region import RegionLayers

FUNCTIONS: dict[str, Callable[[Indicator, RegionLayers], list[Sums]]] = {
    "acc-ioer-near": access.one_distance,
    "acc-ioer-far": access.one_distance,
    "acc-dns": access.one_distance,
    "acc-who": access.one_distance,
    "acc-walk": access.on_foot,
    "acc-angst": access.tiers,
    "sup-berlin-near": supply.berlin_near,
    "sup-galk": supply.galk,
    "env-justice": burden.burdened,
    "sup-erhol": inventory.recreation_area,
    "green-share": inventory.green_share,
    "structure": structure.landscape,
    "morphology": structure.patterns,
    "connectivity": network.reachable,
    "trees": trees.single,
    "canopy-share": trees.canopy_share,
    "rule-3-30-300": trees.rule,
    "acc-playground": access.playgrounds,
    "sealing": land.sealing,
    "runoff": land.held_back,
    "heat": land.heat,
}


def missing_tables(indicator: Indicator, region: RegionLayers) -> list[str]:
    """Return the tables the indicator needs and no source provides."""
    return [name for name in indicator.needs if not region.has(name)]


def missing_of_parts(indicator: Indicator, region: RegionLayers) -> dict[str, list[str]]:
    """Return the parts that lack tables of their own, and which."""
    lacking = {part.id: [name for name in part.needs if region.lacks(name)] for part in indicator.parts}
    return {part: names for part, names in lacking.items() if names}


def compute(indicator: Indicator, region: RegionLayers, region_id: str) -> list[Row]:
    """Return all figures of one indicator; without its sources they are all ``not_covered``."""
    places = region.municipalities
    if missing_tables(indicator, region):
        return list(not_covered(indicator, places, region_id))
    sums = FUNCTIONS[indicator.id](indicator, region)
    reported = {one.part for one in sums}
    rows = list(figures_of(indicator, sums, places, region.inhabitants, region_id))
    lacking = [row for row in not_covered(indicator, places, region_id) if row["part"] not in reported]
    return rows + lacking
