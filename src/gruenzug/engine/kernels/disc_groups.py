"""Supply of groups whose shares of the people differ from zone to zone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.disc_cells import SHARE_BITS
from gruenzug.engine.kernels.disc_supply import Catchment, Supply, ratio_of, summed
from gruenzug.engine.kernels.zonal import Spans

ByteArray = NDArray[np.uint8]
IntArray = NDArray[np.int64]

_WHOLE = 1 << SHARE_BITS

_serial: Any = njit(cache=True, nogil=True)


def zone_of_cells(
    spans: Spans, corner: tuple[int, int], shape: tuple[int, int], none: int
) -> NDArray[np.int64]:
    """Return the zone of each cell of a part of a raster.

    Parameters
    ----------
    spans : Spans
        Cells of the zones in the whole raster.
    corner : tuple of int
        Row and column, in the whole raster, of the first cell of the part; may be below 0.
    shape : tuple of int
        Rows and columns of the part.
    none : int
        Number for cells in no zone, larger than that of any zone.

    Returns
    -------
    ndarray of int64
        The smallest zone where several overlap.
    """
    zone = np.full(shape, none, np.int64)
    _fill(spans.row - corner[0], spans.start - corner[1], spans.end - corner[1], spans.zone, zone)
    return zone


def people_of_groups(persons: IntArray, zone: IntArray, shares: IntArray) -> IntArray:
    """Return the people of each group.

    Parameters
    ----------
    persons : ndarray of int64, shape (M, N)
        As `disc_supply.masked` returns them.
    zone : ndarray of int64, shape (M, N)
        As `zone_of_cells` returns it.
    shares : ndarray of int64, shape (Z + 1, G)
        Share of each group by zone, the last row for cells in none; every row
        adds up to ``2**SHARE_BITS``.

    Returns
    -------
    ndarray of int64, shape (G, M, N)
        They add up to `persons` in every cell.

    Raises
    ------
    GridError
        If the shares of a zone do not add up to one.
    """
    if (shares.sum(axis=1) != _WHOLE).any() or (shares < 0).any():
        raise GridError(
            f"the shares of groups must add up to one in zone {np.argmax(shares.sum(axis=1) != _WHOLE)}"
        )
    result = np.empty((shares.shape[1], *persons.shape), np.int64)
    _split(persons, zone, np.cumsum(shares, axis=1), result)
    return result


def supply_of_groups(
    land: ByteArray, groups: IntArray, catchment: Catchment, zone: IntArray, shares: IntArray
) -> Supply:
    """Return `disc_supply.supply` for groups whose shares differ from zone to zone.

    Parameters
    ----------
    land : ndarray of uint8, shape (M + 4 * reach, N + 4 * reach)
        Classes of land.
    groups : ndarray of int64, shape (G, M + 4 * reach, N + 4 * reach)
        As `people_of_groups` returns them.
    catchment : Catchment
        Nature, and the search radius of each group.
    zone, shares
        As for `people_of_groups`; the supply of everyone is the mean over the
        groups by their shares where they live.

    Returns
    -------
    Supply
        Of everyone and of each group; exact sums.

    Notes
    -----
    As in `disc_supply.supply`, with sum_g sum_i w_ij^g P_i^g reaching the nature at j.
    """
    reached = np.zeros(tuple(n - 2 * catchment.reach for n in land.shape), np.int64)
    for number, disc in enumerate(catchment.discs):
        far = [people for people, group in zip(groups, catchment.groups, strict=True) if group.disc == number]
        reached += summed(disc, np.sum(far, axis=0), catchment)
    ratio = ratio_of(land, reached, catchment, catchment.shares())
    supplied = [summed(disc, ratio, catchment) for disc in catchment.discs]
    parts = [supplied[group.disc] for group in catchment.groups]
    return Supply(mixed_by_zone(parts, inner_of(zone, 2 * catchment.reach), shares), parts)


def accessible_of_groups(land: ByteArray, catchment: Catchment, zone: IntArray, shares: IntArray) -> IntArray:
    """Return `disc_supply.accessible`, the mean over the groups by their shares in each zone.

    Parameters
    ----------
    land, catchment, zone, shares
        As for `supply_of_groups`.

    Returns
    -------
    ndarray of int64, shape (M, N)
        In the units of `disc_supply.accessible`.
    """
    nature = catchment.shares()[inner_of(land, catchment.reach)]
    reached = [summed(disc, nature, catchment) for disc in catchment.discs]
    parts = [reached[group.disc] for group in catchment.groups]
    return mixed_by_zone(parts, inner_of(zone, 2 * catchment.reach), shares)


def mixed_by_zone(parts: list[IntArray], zone: IntArray, shares: IntArray) -> IntArray:
    """Return the mean of `parts`, one for each group, by the shares in the zone of each cell."""
    total = np.zeros(zone.shape, np.int64)
    for number, part in enumerate(parts):
        _add_share(np.ascontiguousarray(part), np.ascontiguousarray(zone), shares[:, number], total)
    return total


def inner_of(values: NDArray[Any], margin: int) -> NDArray[Any]:
    """Return an array without `margin` cells on each side."""
    return values[margin : values.shape[0] - margin, margin : values.shape[1] - margin]


@_serial
def _fill(rows, begins, ends, zones, result):  # type: ignore[no-untyped-def]
    for n in range(len(rows)):
        y = rows[n]
        if 0 <= y < result.shape[0]:
            for x in range(max(0, begins[n]), min(result.shape[1], ends[n])):
                result[y, x] = min(result[y, x], zones[n])


@_serial
def _split(persons, zone, upto, result):  # type: ignore[no-untyped-def]
    """Give each group what lies between two running shares, so that nobody is lost by rounding."""
    for y in range(persons.shape[0]):
        for x in range(persons.shape[1]):
            given = np.int64(0)
            for g in range(result.shape[0]):
                to = _part(persons[y, x], upto[zone[y, x], g])
                result[g, y, x] = to - given
                given = to


@_serial
def _add_share(part, zone, share, total):  # type: ignore[no-untyped-def]
    for y in range(part.shape[0]):
        for x in range(part.shape[1]):
            total[y, x] += _part(part[y, x], share[zone[y, x]])


@_serial
def _part(value, share):  # type: ignore[no-untyped-def]
    """Return a share of a number, rounded down, without overflow."""
    return (value >> SHARE_BITS) * share + (((value & (_WHOLE - 1)) * share) >> SHARE_BITS)
