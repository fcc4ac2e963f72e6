"""From sums per municipality to figures of every level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruenzug.contract.indicators import Indicator
from gruenzug.contract.release import LEAST_COVERAGE
from gruenzug.engine.indicators.sums import Sums
from gruenzug.engine.layers.places import Municipalities

Row = dict[str, Any]


def figures_of(
    indicator: Indicator,
    sums: list[Sums],
    places: Municipalities,
    inhabitants: NDArray[np.int64],
    region_id: str,
) -> Iterator[Row]:
    """Yield the rows of `figures.parquet` for one indicator, headline first, municipalities by AGS.

    A municipality below the definition's scope gets a value for orientation
    that enters no county and no region; where no municipality is in scope, the
    county's or region's value is for orientation, too.
    """
    in_scope = inhabitants >= indicator.scope
    for one in sums:
        for number, ags in enumerate(places.ags.tolist()):
            here = np.arange(len(places)) == number
            yield _row(indicator, one, "municipality", ags, here, orientation=not in_scope[number])
        for kreis in dict.fromkeys(places.kreis.tolist()):
            yield _sum_row(indicator, one, "county", kreis, places.kreis == kreis, in_scope)
        yield _sum_row(indicator, one, "region", region_id, np.ones(len(places), np.bool_), in_scope)


def not_covered(indicator: Indicator, places: Municipalities, region_id: str) -> Iterator[Row]:
    """Yield rows without a value, for an indicator none of whose sources is there."""
    nothing = np.zeros(len(places), np.int64)
    sums = [
        Sums(part.id, numerator=nothing, denominator=nothing, factor=1.0, covered=nothing, base=nothing)
        for part in indicator.parts
    ]
    yield from figures_of(indicator, sums, places, np.full(len(places), indicator.scope), region_id)


def _sum_row(
    indicator: Indicator,
    sums: Sums,
    level: str,
    place: str,
    members: NDArray[np.bool_],
    in_scope: NDArray[np.bool_],
) -> Row:
    chosen = members & in_scope
    if chosen.any():
        return _row(indicator, sums, level, place, chosen, orientation=False)
    return _row(indicator, sums, level, place, members, orientation=True)


def _row(
    indicator: Indicator, sums: Sums, level: str, place: str, chosen: NDArray[np.bool_], orientation: bool
) -> Row:
    covered, base = int(sums.covered[chosen].sum()), int(sums.base[chosen].sum())
    below = None if sums.denominator is None else int(sums.denominator[chosen].sum())
    enough = covered > 0 and covered >= LEAST_COVERAGE * base
    key: Mapping[str, Any] = {"indicator": indicator.id, "part": sums.part, "level": level, "place": place}
    if covered == 0 or below == 0:
        return {
            **key,
            "value": None,
            "persons": None,
            "denominator": None,
            "coverage": covered / base if base else 0.0,
            "status": "not_applicable" if enough else "not_covered",
        }
    above = int(sums.numerator[chosen].sum())
    return {
        **key,
        "value": above * sums.factor / (1 if below is None else below),
        "persons": None if sums.persons is None else int(sums.persons[chosen].sum()) / 1000,
        "denominator": None if below is None else below * sums.denominator_scale,
        "coverage": covered / base,
        "status": "orientation" if orientation or not enough else "ok",
    }
