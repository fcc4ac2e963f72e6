"""Structure of the landscape: how large patches of green are, how many, what shape they have."""

from __future__ import annotations

import numpy as np
import shapely

from gruenzug.contract.elements import elements
from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators.sums import (
    HA_PER_PIECE,
    HA_WEIGHTED,
    M2_PER_DM2,
    M_PER_HA,
    MICRO,
    PER_KM2,
    PERCENT_OF_AREA,
    IntArray,
    Sums,
)
from gruenzug.engine.layers.merge import area_dm2
from gruenzug.engine.layers.morphology import CLASSES, Grid, Morphology
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.units import Pieces, Units

_DM2_SQUARED = 10**8  # in a square metre times a hectare
_WHOLE = 10**6


def landscape(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Effective mesh size, number, mean size and edge of green patches; borders cut none of them."""
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    covered, base = area_dm2(places), region.municipalities.area_dm2
    patches = _patches(indicator, region, cut=False)
    pieces = patches.pieces_within(places)
    count = len(places)
    inside = _added(pieces, pieces.area_dm2, count)
    number = _added(pieces, _shares(pieces, patches), count)
    found = {
        "": (mesh(pieces, patches.area_dm2, count), covered, HA_WEIGHTED, M2_PER_DM2),
        "size": (inside, number, HA_PER_PIECE, MICRO),
        "number": (number, covered, PER_KM2, M2_PER_DM2),
        "edge": (patches.edge_within(places), covered, M_PER_HA, M2_PER_DM2),
    }
    if region.has("roads"):
        parts = _patches(indicator, region, cut=True)
        cut = mesh(parts.pieces_within(places), parts.area_dm2, count)
        found["roads"] = cut, covered, HA_WEIGHTED, M2_PER_DM2
    return [
        Sums(
            part.id,
            numerator=above,
            denominator=below,
            factor=factor,
            covered=covered,
            base=base,
            denominator_scale=scale,
        )
        for part in indicator.parts
        if part.id in found
        for above, below, factor, scale in [found[part.id]]
    ]


def patterns(indicator: Indicator, region: RegionLayers) -> list[Sums]:
    """Share of the green by the classes of MSPA."""
    found = morphology_of(indicator, region)
    places = region.municipalities.covered_by(region.extents_of(indicator.needs))
    cells = found.cells_within(places)
    green = np.sum([cells[name] for name in CLASSES], axis=0) * found.cell_dm2
    known = cells["known"] * found.cell_dm2
    base = found.cells_within(region.municipalities.polygons)["all"] * found.cell_dm2
    return [
        Sums(
            part.id,
            numerator=cells[part.id] * found.cell_dm2,
            denominator=green,
            factor=PERCENT_OF_AREA,
            covered=known,
            base=base,
            denominator_scale=M2_PER_DM2,
        )
        for part in indicator.parts
    ]


def morphology_of(indicator: Indicator, region: RegionLayers) -> Morphology:
    """Return the patterns of all green that counts as area, in the region and around it."""
    return region.once(("morphology", indicator.id), lambda: _morphology(indicator, region))


def mesh(pieces: Pieces, value_dm2: IntArray, count: int) -> IntArray:
    """Return for each place the area of its pieces, each times a value of its unit.

    Parameters
    ----------
    pieces : Pieces
        What of each unit lies in each place.
    value_dm2 : ndarray of int64, shape (N,)
        The unit's value in square decimetres: its whole area for the
        effective mesh size.
    count : int
        Number of places.

    Returns
    -------
    ndarray of int64, shape (count,)
        Square metres times hectares, each sum exact and rounded once.
    """
    sums = np.zeros(count, dtype=object)
    np.add.at(sums, pieces.place, pieces.area_dm2.astype(object) * value_dm2[pieces.unit].astype(object))
    whole: IntArray = ((sums + _DM2_SQUARED // 2) // _DM2_SQUARED).astype(np.int64)
    return whole


def _morphology(indicator: Indicator, region: RegionLayers) -> Morphology:
    setting = indicator.parameters
    grid = Grid(setting["cell_m"], setting["edge_m"], setting["connectivity"], setting["margin_m"])
    bounds = shapely.total_bounds(region.municipalities.polygons)
    green = region.units(_counted(), public_only=False).polygons
    return Morphology(green, bounds, region.extents_of(indicator.needs), grid)


def _counted() -> tuple[str, ...]:
    return tuple(e.id for e in elements().values() if e.counts_as_area)


def _patches(indicator: Indicator, region: RegionLayers, cut: bool) -> Units:
    """Return all green that counts as area, merged, without the smallest patches."""
    least = indicator.parameters["min_area_ha"]
    return region.units(_counted(), public_only=False, cut=cut).at_least(least)


def _shares(pieces: Pieces, patches: Units) -> IntArray:
    """Return how much of its patch each piece is, in millionths."""
    shares: IntArray = np.rint(pieces.area_dm2 / patches.area_dm2[pieces.unit] * _WHOLE).astype(np.int64)
    return shares


def _added(pieces: Pieces, values: IntArray, count: int) -> IntArray:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, pieces.place, values)
    return sums
