"""How well habitat patches are connected."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.layers.habitat import (
    Dispersal,
    HabitatConnectivity,
    Links,
    fractions,
    importance,
    linked_connectivity,
    straight_connectivity,
)


def connectivity(
    nodes: pd.DataFrame, dispersal: Dispersal, links: pd.DataFrame | None = None, area: float | None = None
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the connectivity of habitat patches, and what each patch is worth.

    Parameters
    ----------
    nodes : DataFrame
        ``node``, ``area`` and, without `links`, ``x`` and ``y`` in metres.
    dispersal : Dispersal
        How far a species gets.
    links : DataFrame, optional
        ``from``, ``to``, ``cost``; by default straight lines.
    area : float, optional
        Area of the landscape, in the unit of ``nodes.area``; needed for PC and IIC.

    Returns
    -------
    indices : dict
        ``PC PCnum EC_PC IIC IICnum EC_IIC`` and ``fractions`` in per cent.
    patches : DataFrame
        `nodes` with ``dPC``, ``dIIC`` and their parts in per cent.
    """
    sizes = _column(nodes, "area", least=0.0)
    if links is None:
        xy = np.column_stack([_column(nodes, "x"), _column(nodes, "y")])
        found = straight_connectivity(sizes, xy, dispersal)
    else:
        found = linked_connectivity(sizes, _links(nodes, links), dispersal)
    return _indices(found, area), nodes.assign(**importance(found))


def _indices(found: HabitatConnectivity, area: float | None) -> dict[str, Any]:
    whole = None if area is None else area**2
    return {
        "PC": None if whole is None else found.pc.total / whole,
        "PCnum": found.pc.total,
        "EC_PC": found.ec_pc,
        "IIC": None if whole is None else found.iic.total / whole,
        "IICnum": found.iic.total,
        "EC_IIC": found.ec_iic,
        "fractions": fractions(found.pc),
    }


def _column(table: pd.DataFrame, name: str, least: float = -np.inf) -> NDArray[np.float64]:
    if name not in table.columns:
        known = ", ".join(map(str, table.columns))
        raise GridError(f"the table has no column {name}; it has {known}")
    numbers = pd.to_numeric(table[name], errors="coerce").tolist()
    values: NDArray[np.float64] = np.array(numbers, np.float64)
    for row in np.flatnonzero(~(np.isfinite(values) & (values >= least))):
        raise GridError(f"{name} of row {row} is {table[name].iloc[row]}; it must be a number")
    return values


def _links(nodes: pd.DataFrame, links: pd.DataFrame) -> Links:
    number = {name: place for place, name in enumerate(nodes["node"])}
    ends = []
    for column in ("from", "to"):
        for row, name in enumerate(links[column]):
            if name not in number:
                raise GridError(f"{column} of link {row} is {name}, which is no node")
        ends.append(np.array([number[name] for name in links[column]], dtype=np.int64))
    return Links(ends[0], ends[1], _column(links, "cost", least=0.0))
