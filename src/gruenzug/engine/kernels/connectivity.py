"""Connectivity of habitat: what each patch and each link is worth for a landscape of patches.

Patches are nodes with an area, links have a length, and two patches are as
strongly connected as the shortest path between them is short. Lengths are
whole numbers, so that no path depends on the order of additions; sums of
floating-point numbers are taken in a fixed order that knows nothing of
threads.
"""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.kernels.connectivity_detours import detour_losses
from gruenzug.engine.kernels.connectivity_direct import direct_rows
from gruenzug.engine.kernels.connectivity_graph import HabitatGraph
from gruenzug.engine.kernels.connectivity_strength import strengths

FloatArray = NDArray[np.float64]


class Connectivity(NamedTuple):
    """A connectivity index and what each patch does for it.

    Attributes
    ----------
    total : float
        Sum over all ordered pairs of patches of area × area × strength.
    intra, direct : float
        The parts of `total` within patches and over single links.
    node_intra, node_flux, node_connector : ndarray of float64, shape (N,)
        What of `total` would be lost without a patch: its own area, what goes
        from or to it, what goes through it and has no equal detour.
    """

    total: float
    intra: float
    direct: float
    node_intra: FloatArray
    node_flux: FloatArray
    node_connector: FloatArray


def connectivity(
    area: FloatArray, graph: HabitatGraph, steps: bool, longest: int | None = None
) -> Connectivity:
    """Return the index of a landscape and the importance of every patch in it.

    Parameters
    ----------
    area : ndarray of float64, shape (N,)
        Area, or another attribute, of each patch; 0 for a mere stepping stone.
    graph : HabitatGraph
        Its lengths count in parts of 1 / `NAT`, or are 1 if `steps`.
    steps : bool
        False: strength is exp(-length / NAT), the index is the numerator of
        PC [1]_. True: strength is 1 / (1 + links on the path), the index is
        the numerator of IIC [2]_.
    longest : int, optional
        Longer paths connect nothing; by default all count.

    Returns
    -------
    Connectivity
        The removal of a patch costs ``node_intra + node_flux +
        node_connector``, the fractions of [3]_.

    Raises
    ------
    GridError
        If there is not an area of 0 or more for each patch.

    Notes
    -----
    Exact: with a patch gone, only those paths change that ran through it.
    They are found anew inside the part of the shortest-path tree that hung on
    it (`connectivity_detours`), for all patches at once.

    References
    ----------
    .. [1] Saura, S., Pascual-Hortal, L. (2007). A new habitat availability
       index to integrate connectivity in landscape conservation planning.
       Landscape and Urban Planning 83, 91-103.
    .. [2] Pascual-Hortal, L., Saura, S. (2006). Comparison and development of
       new graph-based landscape connectivity indices. Landscape Ecology 21,
       959-967.
    .. [3] Saura, S., Rubio, L. (2010). A common currency for the different
       ways in which patches and links can contribute to habitat availability
       and connectivity in the landscape. Ecography 33, 523-537.

    Examples
    --------
    Three patches in a row, one link between neighbours; IIC counts steps:

    >>> from gruenzug.engine.kernels.connectivity_graph import habitat_graph
    >>> graph = habitat_graph(3, np.array([0, 1]), np.array([1, 2]), np.array([1, 1]))
    >>> result = connectivity(np.array([1.0, 1.0, 1.0]), graph, steps=True)
    >>> round(result.total, 12), result.node_connector.round(12).tolist()
    (5.666666666667, [0.0, 0.666666666667, 0.0])
    """
    _refuse(area, graph)
    rows, connector = detour_losses(area, graph, steps, links=False, longest=longest)
    near = slice(None) if longest is None else graph.pair_lengths <= longest
    one, two = graph.pairs[near].T
    direct = 2.0 * fsum(area[one] * area[two] * strengths(graph.pair_lengths[near], steps))
    return _indices(area, rows, connector, direct)


def link_losses(area: FloatArray, graph: HabitatGraph, steps: bool, longest: int | None = None) -> FloatArray:
    """Return what of the index would be lost without each link.

    Parameters
    ----------
    area, graph, steps, longest
        As for `connectivity`.

    Returns
    -------
    ndarray of float64, shape (L,)
        In the units of the index, 0 or more.

    Raises
    ------
    GridError
        If there is not an area of 0 or more for each patch.
    """
    _refuse(area, graph)
    return detour_losses(area, graph, steps, links=True, longest=longest)[1]


def direct_connectivity(area: FloatArray, xy: FloatArray, nats_per_metre: float) -> Connectivity:
    """Return the index if every two patches are linked by the straight line between them.

    Parameters
    ----------
    area : ndarray of float64, shape (N,)
        Area of each patch.
    xy : ndarray of float64, shape (N, 2)
        Their places in metres.
    nats_per_metre : float
        Strength is exp(-`nats_per_metre` × distance).

    Returns
    -------
    Connectivity
        As `connectivity` returns it.

    Raises
    ------
    GridError
        If areas and places differ in number.

    Notes
    -----
    No detour is shorter than the straight line, so nothing ever goes through
    a third patch and `node_connector` is 0.
    """
    if len(area) != len(xy):
        raise GridError(f"every patch needs an area and a place, got {len(area)} and {len(xy)}")
    rows = direct_rows(area, np.ascontiguousarray(xy), float(nats_per_metre))
    return _indices(area, rows, np.zeros(len(area)), fsum(rows))


def _indices(area: FloatArray, rows: FloatArray, connector: FloatArray, direct: float) -> Connectivity:
    own = area * area
    intra = fsum(own)
    return Connectivity(fsum([*own, *rows]), intra, direct, own, 2.0 * rows, connector)


def _refuse(area: FloatArray, graph: HabitatGraph) -> None:
    if len(area) != len(graph.starts) - 1:
        raise GridError(f"{len(area)} areas do not fit a graph of {len(graph.starts) - 1} patches")
    if not np.isfinite(area).all() or (area < 0).any():
        raise GridError("every area must be a number of 0 or more")
