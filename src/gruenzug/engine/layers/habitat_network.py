"""The habitat network of a region: patches, links from edge to edge, and what each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf, sqrt

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.engine.errors import GridError
from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.connectivity import Connectivity, connectivity, link_losses
from gruenzug.engine.kernels.connectivity_graph import HabitatGraph, habitat_graph, lengths_of
from gruenzug.engine.kernels.connectivity_strength import SURE
from gruenzug.engine.layers.habitat import Dispersal, Links, edge_links, node_parts
from gruenzug.engine.layers.merge import DM2, DM2_PER_HA
from gruenzug.engine.layers.units import Units

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_EQUAL = 1 + 1e-12  # a path of exactly the largest length counts, however its links were rounded


@dataclass(frozen=True)
class Reach:
    """How far a species gets.

    Attributes
    ----------
    dispersal : Dispersal
        Probability of one known distance.
    link_m : float
        Patches are linked up to this distance from edge to edge.
    path_m : float
        Paths over several links count up to this length.
    """

    dispersal: Dispersal
    link_m: float
    path_m: float

    def __post_init__(self) -> None:
        if not 0 < self.link_m <= self.path_m < inf:
            raise GridError(
                f"links must reach farther than 0 m and no farther than paths, got {self.link_m:g} m and "
                f"{self.path_m:g} m"
            )
        if self.link_m * self.dispersal.nats_per_metre > SURE:
            raise GridError(f"nobody gets over a link of {self.link_m:g} m; take a shorter one")

    @property
    def longest(self) -> int:
        """Length of the longest path in the whole numbers of the kernels."""
        return int(self._lengths(np.array([self.path_m * _EQUAL]))[0])

    def graph(self, count: int, links: Links) -> HabitatGraph:
        """Return links as the kernels understand them."""
        return habitat_graph(count, links.one, links.two, self._lengths(links.cost))

    def _lengths(self, metres: FloatArray) -> IntArray:
        return lengths_of(metres * self.dispersal.nats_per_metre)


@dataclass(frozen=True)
class HabitatNetwork:
    """Patches of one habitat and the ways between them.

    Attributes
    ----------
    patches : Units
        Merged areas; their interiors do not overlap.
    reach : Reach
        How far a species gets.
    """

    patches: Units
    reach: Reach

    @cached_property
    def links(self) -> Links:
        """Links by the distance between edges in metres, in ascending order of their ends."""
        found = edge_links(self.patches.polygons, self.reach.link_m)
        order = np.lexsort((found.two, found.one))
        return Links(found.one[order], found.two[order], found.cost[order])

    @cached_property
    def graph(self) -> HabitatGraph:
        """The links; in the order of `links`."""
        return self.reach.graph(len(self.patches.polygons), self.links)

    @cached_property
    def index(self) -> Connectivity:
        """PC in square decimetres times square decimetres, and what each patch does for it."""
        return connectivity(self._area, self.graph, steps=False, longest=self.reach.longest)

    @cached_property
    def reached_dm2(self) -> IntArray:
        """Area that can be reached from each patch, its own included, each by its probability."""
        flux = self.index.node_flux
        others = np.divide(flux, 2 * self._area, out=np.zeros_like(flux), where=self._area > 0)
        return self.patches.area_dm2 + np.rint(others).astype(np.int64)

    @property
    def ec_ha(self) -> float:
        """Equivalent connected area: a single patch of that size would be as good."""
        return sqrt(self.index.total) / DM2_PER_HA

    def patch_layer(self) -> gpd.GeoDataFrame:
        """Return the patches with what they are worth.

        Columns: patch (0, 1 …), area_m2, reached_ha, dPC and its parts
        dPCintra, dPCflux, dPCconnector in per cent, bottleneck (1 is the patch
        without which most ways between others are lost; null: none is).
        """
        columns = {
            "patch": np.arange(len(self._area)),
            "area_m2": self._area / DM2,
            "reached_ha": self.reached_dm2 / DM2_PER_HA,
            **node_parts("dPC", self.index),
        }
        frame = gpd.GeoDataFrame(columns, geometry=list(self.patches.polygons), crs=CRS)
        return frame.assign(bottleneck=_ranked(self.index.node_connector))[
            [*columns, "bottleneck", "geometry"]
        ]

    def link_layer(self) -> gpd.GeoDataFrame:
        """Return the links as shortest lines between edges.

        Columns: one, two (patches), metres, probability, dPC (per cent of PC
        lost without the link), bottleneck (1 is the link whose loss costs
        most; null: there is another way as short).
        """
        links, graph = self.links, self.graph
        lost = link_losses(self._area, graph, steps=False, longest=self.reach.longest)
        share = 100.0 / self.index.total if self.index.total else 0.0
        columns = {
            "one": links.one,
            "two": links.two,
            "metres": links.cost,
            "probability": np.exp(-self.reach.dispersal.nats_per_metre * links.cost),
            "dPC": share * lost,
            "bottleneck": _ranked(lost),
        }
        shapes = self.patches.polygons
        lines = shapely.shortest_line(shapes[links.one], shapes[links.two])
        return gpd.GeoDataFrame(columns, geometry=lines, crs=CRS)

    @cached_property
    def _area(self) -> FloatArray:
        return self.patches.area_dm2.astype(np.float64)


def patches_around(units: Units, places: NDArray[np.object_], distance_m: float) -> Units:
    """Return the units in places or at most `distance_m` metres away from them."""
    whole = shapely.union_all(places)
    shapely.prepare(whole)
    return units.chosen(shapely.dwithin(whole, units.polygons, distance_m))


def _ranked(lost: FloatArray) -> pd.arrays.IntegerArray:
    """Return 1, 2, 3 … by loss, the same for the same loss; none where nothing is lost."""
    costly = np.sort(lost[lost > 0])[::-1]
    ranks = np.searchsorted(-costly, -lost, side="left") + 1
    return pd.arrays.IntegerArray(ranks.astype(np.int32), lost <= 0)
