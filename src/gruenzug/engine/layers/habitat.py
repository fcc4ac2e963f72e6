"""Habitat connectivity: patches, links and dispersal in metres → PC, IIC, equivalent connected area."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, sqrt

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.connectivity import (
    Connectivity,
    connectivity,
    direct_connectivity,
    link_losses,
)
from gruenzug.engine.kernels.connectivity_cost import least_cost_links
from gruenzug.engine.kernels.connectivity_graph import HabitatGraph, habitat_graph, lengths_of
from gruenzug.engine.kernels.connectivity_links import links_within
from gruenzug.engine.kernels.connectivity_strength import STEPS
from gruenzug.engine.layers.merge import GeometryArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_EQUAL = 1 + 1e-12  # a link at exactly the smallest probability is made, however its logarithm was rounded


@dataclass(frozen=True)
class Dispersal:
    """How far a species gets: probability exp(-k d) at distance d, k from one known pair.

    Attributes
    ----------
    distance_m : float
        Distance, in metres or units of cost; links up to it count for IIC.
    probability : float
        Probability of a dispersal over that distance, above 0 and below 1.
    min_probability : float
        Links less probable than that are not made; paths over several links
        may be. 0: every link is made.
    """

    distance_m: float
    probability: float
    min_probability: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.distance_m < inf:
            raise GridError(f"the dispersal distance must be above 0 m, got {self.distance_m:g}")
        if not 0 < self.probability < 1:
            raise GridError(f"the probability must lie between 0 and 1, got {self.probability:g}")
        if not 0 <= self.min_probability < 1:
            raise GridError(
                "the smallest probability of a link must be at least 0 and below 1, got "
                f"{self.min_probability:g}"
            )

    @property
    def nats_per_metre(self) -> float:
        """The k of exp(-k d)."""
        return -log(self.probability) / self.distance_m

    @property
    def reach_m(self) -> float:
        """Distance at which a link has the smallest probability; inf if that is 0."""
        if self.min_probability == 0:
            return inf
        return -log(self.min_probability) / self.nats_per_metre * _EQUAL


@dataclass(frozen=True)
class Links:
    """Undirected links between patches.

    Attributes
    ----------
    one, two : ndarray of int64, shape (L,)
        Numbers of the patches at their ends.
    cost : ndarray of float64, shape (L,)
        Metres, or another cost in the units of `Dispersal.distance_m`.
    """

    one: IntArray
    two: IntArray
    cost: FloatArray

    def up_to(self, most: float) -> Links:
        """Return the links that cost at most `most`."""
        near = self.cost <= most
        return Links(self.one[near], self.two[near], self.cost[near])


@dataclass(frozen=True)
class HabitatConnectivity:
    """Connectivity of a landscape.

    Attributes
    ----------
    pc, iic : Connectivity
        Sums over pairs and what each patch does for them.
    pc_links : HabitatGraph or None
        Links of PC; None where every two patches are linked.
    iic_links : HabitatGraph
        Links of IIC.
    """

    pc: Connectivity
    iic: Connectivity
    pc_links: HabitatGraph | None
    iic_links: HabitatGraph

    @property
    def ec_pc(self) -> float:
        """Equivalent connected area: one patch of that size would be as good (PC)."""
        return sqrt(self.pc.total)

    @property
    def ec_iic(self) -> float:
        """Equivalent connected area (IIC)."""
        return sqrt(self.iic.total)


def straight_connectivity(area: FloatArray, xy: FloatArray, dispersal: Dispersal) -> HabitatConnectivity:
    """Return the connectivity of patches linked by the straight distance of their centres.

    Parameters
    ----------
    area : ndarray of float64, shape (N,)
        Areas of the patches, in any unit.
    xy : ndarray of float64, shape (N, 2)
        Their centres in metres.
    dispersal : Dispersal
        Without a smallest probability every two patches are linked.
    """
    near = Links(*links_within(xy, dispersal.distance_m))
    iic_links = _graph(len(area), near, np.full(len(near.cost), STEPS))
    iic = connectivity(area, iic_links, steps=True)
    if dispersal.min_probability == 0:
        pc = direct_connectivity(area, xy, dispersal.nats_per_metre)
        return HabitatConnectivity(pc, iic, None, iic_links)
    pc_links = _probable(len(area), Links(*links_within(xy, dispersal.reach_m)), dispersal)
    return HabitatConnectivity(connectivity(area, pc_links, steps=False), iic, pc_links, iic_links)


def linked_connectivity(area: FloatArray, links: Links, dispersal: Dispersal) -> HabitatConnectivity:
    """Return the connectivity of patches with the given links.

    Parameters
    ----------
    area : ndarray of float64, shape (N,)
        Areas of the patches, in any unit.
    links : Links
        For PC those that are probable enough, for IIC those up to the
        dispersal distance.
    dispersal : Dispersal
        In the units of the links' cost.
    """
    near = links.up_to(dispersal.distance_m)
    iic_links = _graph(len(area), near, np.full(len(near.cost), STEPS))
    pc_links = _probable(len(area), links.up_to(dispersal.reach_m), dispersal)
    return HabitatConnectivity(
        connectivity(area, pc_links, steps=False),
        connectivity(area, iic_links, steps=True),
        pc_links,
        iic_links,
    )


def edge_links(polygons: GeometryArray, most: float) -> Links:
    """Return links between polygons whose edges are at most `most` metres apart, by that distance."""
    one, two = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=most)
    once = one < two
    one, two = one[once].astype(np.int64), two[once].astype(np.int64)
    return Links(one, two, np.asarray(shapely.distance(polygons[one], polygons[two])))


def cost_links(resistance: NDArray[np.float32], patches: NDArray[np.int32], cell: float) -> Links:
    """Return links between patches by least cost over a raster of resistance.

    Parameters
    ----------
    resistance : ndarray of float32, shape (M, N)
        Cost per metre, 0.001 to 1e6; NaN cannot be crossed.
    patches : ndarray of int32, shape (M, N)
        1 for the first patch, 2 for the second …; 0 where there is none.
    cell : float
        Edge length of the cells in metres.

    Returns
    -------
    Links
        Between patches whose areas of growth touch; cost in metres times resistance.
    """
    one, two, cost = least_cost_links(resistance, patches, cell)
    return Links(one - 1, two - 1, cost)


def habitat_layers(
    polygons: GeometryArray, dispersal: Dispersal
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return patches and links of a habitat network with what each is worth.

    Parameters
    ----------
    polygons : ndarray of shapely geometries, shape (N,)
        Patches in EPSG:25832 whose interiors do not overlap.
    dispersal : Dispersal
        With a smallest probability, for links reach from edge to edge.

    Returns
    -------
    patches : GeoDataFrame
        ``patch, area_m2, dPC, dPCintra, dPCflux, dPCconnector, dIIC, …`` in
        per cent; bottlenecks are patches with a large connector part.
    links : GeoDataFrame
        ``one, two, metres, probability, dPC``: shortest lines between edges;
        `dPC` is the per cent of PC that would be lost without the link.

    Raises
    ------
    GridError
        If `dispersal` has no smallest probability.
    """
    if dispersal.min_probability == 0:
        raise GridError("a network of edges needs a smallest probability of a link above 0, such as 0.01")
    area = shapely.area(polygons)
    links = edge_links(polygons, dispersal.reach_m)
    found = linked_connectivity(area, links, dispersal)
    patches = {"patch": np.arange(len(area)), "area_m2": area, **importance(found)}
    return (
        gpd.GeoDataFrame(patches, geometry=list(polygons), crs=CRS),
        _link_layer(polygons, area, links, found, dispersal),
    )


def importance(found: HabitatConnectivity) -> dict[str, FloatArray]:
    """Return the importance of each patch in per cent: dPC, dIIC and their three fractions."""
    return node_parts("dPC", found.pc) | node_parts("dIIC", found.iic)


def node_parts(name: str, index: Connectivity) -> dict[str, FloatArray]:
    """Return what each patch is worth for one index in per cent, and the three fractions of it."""
    share = 100.0 / index.total if index.total else 0.0
    parts = {"intra": index.node_intra, "flux": index.node_flux, "connector": index.node_connector}
    worth = share * (index.node_intra + index.node_flux + index.node_connector)
    return {name: worth} | {name + part: share * lost for part, lost in parts.items()}


def fractions(index: Connectivity) -> dict[str, float]:
    """Return what of the index is within patches, over single links and over stepping stones, in per cent."""
    if not index.total:
        return {"intra": 0.0, "direct": 0.0, "step": 0.0}
    step = max(0.0, index.total - index.intra - index.direct)
    parts = {"intra": index.intra, "direct": index.direct, "step": step}
    return {name: 100.0 * part / index.total for name, part in parts.items()}


def _link_layer(
    polygons: GeometryArray, area: FloatArray, links: Links, found: HabitatConnectivity, dispersal: Dispersal
) -> gpd.GeoDataFrame:
    """Draw the links of PC, with what each is worth."""
    graph = found.pc_links
    assert graph is not None, "linked_connectivity always has links"  # noqa: S101
    metres = dict(
        zip(zip(links.one.tolist(), links.two.tolist(), strict=True), links.cost.tolist(), strict=True)
    )
    one, two = graph.pairs[:, 0], graph.pairs[:, 1]
    cost = np.array([metres[pair] for pair in map(tuple, graph.pairs.tolist())])
    columns = {
        "one": one,
        "two": two,
        "metres": cost,
        "probability": np.exp(-dispersal.nats_per_metre * cost),
        "dPC": 100.0 * link_losses(area, graph, steps=False) / found.pc.total,
    }
    return gpd.GeoDataFrame(columns, geometry=shapely.shortest_line(polygons[one], polygons[two]), crs=CRS)


def _probable(count: int, links: Links, dispersal: Dispersal) -> HabitatGraph:
    return _graph(count, links, lengths_of(links.cost * dispersal.nats_per_metre))


def _graph(count: int, links: Links, lengths: IntArray) -> HabitatGraph:
    return habitat_graph(count, links.one, links.two, lengths)
