"""Inventory: what there is, by area, by number and by official statistics."""

from __future__ import annotations

import numpy as np

from gruenzug.contract.elements import elements
from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.sums import M2_PER_PERSON, PERCENT_OF_AREA, Sums
from gruenzug.engine.layers.merge import DM2_PER_HA, area_dm2
from gruenzug.engine.layers.region import RegionLayers


def green_share(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of the municipal area that is green, in total and by category."""
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    covered, base = area_dm2(places), region.municipalities.area_dm2
    rows = []
    for part in indicator.parts:
        chosen = tuple(
            e.id for e in elements().values() if e.counts_as_area and part.id in ("total", e.category)
        )
        area = region.units(chosen, public_only=False).area_within(places)
        rows.append(Sums.of_area(part.id, amount=area, known=covered, base=base, factor=PERCENT_OF_AREA))
    return rows


def recreation_area(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Official recreation area per inhabitant."""
    table = region.tables["statistics_recreation"].set_index("ags")["recreation_ha"]
    hectares = table.reindex(region.municipalities.ags).to_numpy(np.float64)
    persons = region.municipalities.inhabitants * 1000
    known = np.isfinite(hectares) & (persons > 0)
    area = np.rint(np.where(known, hectares, 0) * DM2_PER_HA).astype(np.int64)
    covered = np.where(known, persons, 0)
    return [
        Sums(
            indicator.headline.id,
            numerator=area,
            denominator=covered,
            factor=M2_PER_PERSON,
            covered=covered,
            base=persons,
        )
    ]
