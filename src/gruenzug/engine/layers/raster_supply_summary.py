"""What a supply comes to: the figures of ``summary.json``."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

from gruenzug.engine.bands.frame import Frame
from gruenzug.engine.kernels.disc_cells import PERSON_BITS, SHARE_BITS, Totals
from gruenzug.engine.kernels.disc_supply import Catchment
from gruenzug.engine.layers.raster_supply_case import SupplyCase


def summary_of(
    case: SupplyCase,
    catchment: Catchment,
    frame: Frame,
    partials: list[list[Totals]],
    counted: dict[str, Fraction],
) -> dict[str, Any]:
    """Return the summary of a supply, from the totals of its pieces.

    `partials` has, for each piece, the totals of everyone, of each group and,
    where wanted, of accessible nature; `counted` says which part of the people
    counted for a group belong to it.
    """
    columns = [reduce(Totals.plus, column) for column in zip(*partials, strict=True)]
    whole = columns[0]
    unit = Fraction(frame.cell_area) / 2**catchment.bits
    result = {
        **_extremes("supply", whole, unit),
        **_people_of(whole),
        "cells": whole.cells,
        "demand_m2": case.demand,
        "decay": case.decay,
        "radius_m": sorted({float(shape.radius) for shape in catchment.discs}),
    }
    if case.decay_length is not None:
        result["decay_length_m"] = case.decay_length
    if catchment.groups:
        result["groups"] = {
            name: _people_of(part, share)
            for (name, share), part in zip(counted.items(), columns[1:], strict=False)
        }
    if case.accessible:
        area = Fraction(frame.cell_area) / 2 ** (SHARE_BITS + catchment.discs[0].bits)
        result |= _extremes("accessible", columns[-1], area)
    return result


def _extremes(name: str, found: Totals, unit: Fraction) -> dict[str, Any]:
    numbers = {"sum": found.supply, "min": found.least, "max": found.most}
    return {f"{name}_{which}": float(n * unit) if found.cells else None for which, n in numbers.items()}


def _people_of(found: Totals, share: Fraction = Fraction(1)) -> dict[str, float]:
    unit = share / 2**PERSON_BITS
    return {
        "population": float(found.persons * unit),
        "people_undersupplied": float(found.under * unit),
        "people_oversupplied": float(found.over * unit),
    }
