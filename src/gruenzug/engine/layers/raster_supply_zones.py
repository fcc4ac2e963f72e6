"""Supply by zone, such as municipalities: people who have less or more than they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from pathlib import Path

import pandas as pd

from gruenzug.engine.kernels.disc_cells import PERSON_BITS, Totals
from gruenzug.engine.store.atomic import new_file

Found = Sequence[Mapping[int, Totals]]
"""Zone → totals, first of everyone, then of each group."""


def write_zones(
    path: Path, names: Sequence[int | str], parts: Sequence[Found], groups: Mapping[str, Fraction]
) -> None:
    """Write a CSV file with a row for each zone, in the order of `names`.

    Parameters
    ----------
    path : Path
        The file: zone, cells, population, people_undersupplied,
        people_oversupplied, and these three for each group. A zone without a
        known cell has 0 cells and no other number.
    names : sequence of int or str
        Of the zones, by number.
    parts : sequence of Found
        Of all pieces of the raster.
    groups : mapping of str to Fraction
        Name of a group → its share of the people.
    """
    columns: dict[str, list[object]] = {"zone": list(names)}
    for place, (group, share) in enumerate({"": Fraction(1), **groups}.items()):
        sums = [_sum(place, zone, parts) for zone in range(len(names))]
        if not group:
            columns["cells"] = [one.cells for one in sums]
        end = f"_{group}" if group else ""
        unit = share / 2**PERSON_BITS
        for name in ("persons", "under", "over"):
            title = {"persons": "population", "under": "people_undersupplied", "over": "people_oversupplied"}
            columns[title[name] + end] = [
                float(getattr(one, name) * unit) if one.cells else None for one in sums
            ]
    with new_file(path) as draft:
        pd.DataFrame(columns).to_csv(draft, index=False)


def _sum(place: int, zone: int, parts: Sequence[Found]) -> Totals:
    return reduce(Totals.plus, (part[place].get(zone, Totals()) for part in parts), Totals())
