"""Supply by zone, such as municipalities: people who have less or more than they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import SourceError
from gruenzug.engine.kernels.disc_cells import PERSON_BITS, SHARE_BITS, Totals
from gruenzug.engine.kernels.disc_supply import Group
from gruenzug.engine.layers.zones import read_polygons
from gruenzug.engine.store.atomic import new_file

Found = Sequence[Mapping[int, Totals]]
"""Zone → totals, first of everyone, then of each group."""


PREFIX = "pop_"
"""Before the name of a group: the column of polygons that has its share of the people there."""

_ONE = 1 << SHARE_BITS
_LOOSE = 1e-6  # by which shares may fail to add up to one


def whole_shares(parts: Sequence[float]) -> list[int]:
    """Return shares in units of ``2**-SHARE_BITS``; the largest takes what rounding leaves."""
    whole = [round(part * _ONE) for part in parts]
    whole[whole.index(max(whole))] += _ONE - sum(whole)
    return whole


def add_up(parts: Sequence[float]) -> bool:
    """Return whether shares add up to one."""
    return abs(sum(parts) - 1.0) <= _LOOSE


def shares_by_zone(path: Path, groups: Sequence[Group]) -> NDArray[np.int64] | None:
    """Return the shares of groups by zone.

    Parameters
    ----------
    path : Path
        Polygons, perhaps with a column `pop_NAME` for each group.
    groups : sequence of Group
        Their shares hold in cells of no zone.

    Returns
    -------
    ndarray of int64, shape (Z + 1, G), or None
        In units of ``2**-SHARE_BITS``, the last row for cells of no zone;
        None if the polygons have no such columns: the shares are the same everywhere.

    Raises
    ------
    SourceError
        If only some groups have a column, or the shares of a zone are not
        numbers from 0 to 1 that add up to 1.
    """
    import pandas as pd  # noqa: PLC0415  half a second that supply without zones need not wait for

    table = read_polygons(path)
    names = [PREFIX + group.name for group in groups]
    known = [name for name in names if name in table.columns]
    if not known:
        return None
    if missing := [name for name in names if name not in known]:
        raise SourceError(f'{path} has a column "{known[0]}", but no "{missing[0]}"; give one for each group')
    told = table[names].apply(pd.to_numeric, errors="coerce").to_numpy(np.float64)
    for row, parts in enumerate(told.tolist(), 1):
        if not all(part >= 0 for part in parts) or not add_up(parts):
            raise SourceError(
                f"{path}, row {row}: {', '.join(names)} must be shares from 0 to 1 that add up to 1"
            )
    rows = [whole_shares(parts) for parts in told.tolist()]
    return np.array([*rows, [group.share for group in groups]], np.int64)


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
    import pandas as pd  # noqa: PLC0415  as above

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
