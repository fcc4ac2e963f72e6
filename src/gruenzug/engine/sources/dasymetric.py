"""Population of 1 km cells spread on the dwellings inside them, every total kept exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gruenzug.engine.sources.tables import table
from gruenzug.engine.sources.zensus import centres

COARSE_M = 1000


def spread(population_1km: pd.DataFrame, dwellings_100m: pd.DataFrame) -> pd.DataFrame:
    """Spread each 1 km total on its 100 m cells in proportion to their dwellings.

    Parameters
    ----------
    population_1km : DataFrame
        Table `population` with ``cell_m`` 1000.
    dwellings_100m : DataFrame
        Table `dwellings` with ``cell_m`` 100.

    Returns
    -------
    DataFrame
        Table `population`: 100 m cells where the 1 km cell has dwellings; a
        1 km cell without any keeps its total at its own centre.

    Notes
    -----
    Shares are whole thousandths of a person: each cell gets the rounded-down
    share, and what is left goes one by one to the largest remainders, ties to
    the cell further south, then further west. So the sum of each 1 km cell is
    its published total, and the order of rows does not matter.
    """
    coarse = population_1km.sort_values(["cell_y", "cell_x"], ignore_index=True)
    fine = dwellings_100m[dwellings_100m["dwellings"] > 0].sort_values(
        ["cell_y", "cell_x"], ignore_index=True
    )
    homes = _home_cell(fine, coarse)
    fine, homes = fine[homes >= 0], homes[homes >= 0]
    parts = shares(coarse["persons_milli"].to_numpy(), fine["dwellings"].to_numpy(), homes)
    alone = coarse[~np.isin(np.arange(len(coarse)), homes)]
    columns = {
        "cell_m": np.concatenate([fine["cell_m"], alone["cell_m"]]),
        "cell_x": np.concatenate([fine["cell_x"], alone["cell_x"]]),
        "cell_y": np.concatenate([fine["cell_y"], alone["cell_y"]]),
        "persons_milli": np.concatenate([parts, alone["persons_milli"]]),
    }
    kept = columns["persons_milli"] > 0
    columns = {key: values[kept].astype(np.int64) for key, values in columns.items()}
    return table("population", dict(columns), centres(columns["cell_x"], columns["cell_y"]))


def _home_cell(fine: pd.DataFrame, coarse: pd.DataFrame) -> NDArray[np.int64]:
    """Return for each fine cell the row of the coarse cell it lies in, -1 for none."""
    rows = pd.Series(np.arange(len(coarse)), index=pd.MultiIndex.from_arrays(_corner(coarse)))
    found: NDArray[np.int64] = rows.reindex(pd.MultiIndex.from_arrays(_corner(fine)), fill_value=-1).to_numpy(
        np.int64
    )
    return found


def _corner(cells: pd.DataFrame) -> list[NDArray[np.int64]]:
    return [cells[axis].to_numpy(np.int64) // COARSE_M for axis in ("cell_x", "cell_y")]


def shares(
    totals: NDArray[np.int64], weights: NDArray[np.int64], homes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return whole shares of each home's total in proportion to weights.

    Parameters
    ----------
    totals : ndarray of int64, shape (H,)
        What each home has to give.
    weights, homes : ndarray of int64, shape (N,)
        Weight above 0 and home of each receiver; totals times weights stay below 2^63.

    Returns
    -------
    ndarray of int64, shape (N,)
        They add up to the totals; of equal remainders the first one gets more.

    Examples
    --------
    >>> shares(np.array([10]), np.array([1, 1, 1]), np.array([0, 0, 0])).tolist()
    [4, 3, 3]
    """
    sums = np.bincount(homes, weights=weights, minlength=len(totals)).astype(np.int64)
    products = totals[homes] * weights
    parts, remainders = np.divmod(products, sums[homes])
    given = np.zeros(len(totals), dtype=np.int64)
    np.add.at(given, homes, parts)
    left = totals - given
    order = np.lexsort((np.arange(len(homes)), -remainders, homes))
    ranks = np.empty(len(homes), dtype=np.int64)
    starts = np.searchsorted(homes[order], np.arange(len(totals)))
    ranks[order] = np.arange(len(homes)) - starts[homes[order]]
    result: NDArray[np.int64] = parts + (ranks < left[homes])
    return result
