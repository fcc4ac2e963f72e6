"""The network of habitats: how much can be reached from where one is, with and without links."""

from __future__ import annotations

import numpy as np

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.structure import mesh
from gruenzug.engine.indicators.sums import HA_WEIGHTED, M2_PER_DM2, PERCENT_OF_AREA, Sums
from gruenzug.engine.layers.habitat import Dispersal
from gruenzug.engine.layers.habitat_network import HabitatNetwork, Reach, patches_around
from gruenzug.engine.layers.merge import area_dm2
from gruenzug.engine.layers.region import RegionLayers


def reachable(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Mean over a place's habitat of the habitat that can be reached, with links and within patches."""
    network = network_of(indicator, region)
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    covered, base = area_dm2(places), region.municipalities.area_dm2
    pieces, count = network.patches.pieces_within(places), len(places)
    inside = np.zeros(count, np.int64)
    np.add.at(inside, pieces.place, pieces.area_dm2)
    found = {
        "": (mesh(pieces, network.reached_dm2, count), inside, HA_WEIGHTED),
        "patch": (mesh(pieces, network.patches.area_dm2, count), inside, HA_WEIGHTED),
        "habitat": (inside, covered, PERCENT_OF_AREA),
    }
    return [
        Sums(
            part.id,
            numerator=above,
            denominator=below,
            factor=factor,
            covered=covered,
            base=base,
            denominator_scale=M2_PER_DM2,
        )
        for part in indicator.parts
        for above, below, factor in [found[part.id]]
    ]


def network_of(indicator: Indicator, region: RegionLayers) -> HabitatNetwork:
    """Return the region's network, with patches around it as far as paths reach."""
    return region.once(("network", indicator.id), lambda: _network(indicator, region))


def _network(indicator: Indicator, region: RegionLayers) -> HabitatNetwork:
    setting = indicator.parameters
    dispersal = Dispersal(setting["dispersal_m"], setting["probability_percent"] / 100)
    reach = Reach(dispersal, setting["link_m"], setting["path_m"])
    units = region.units(indicator.elements, indicator.public_only).at_least(setting["min_area_ha"])
    return HabitatNetwork(patches_around(units, region.municipalities.polygons, reach.path_m), reach)
