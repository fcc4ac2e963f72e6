"""The region in memory: tables, and what indicators share, each computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.engine.kernels.segment_bins import SegmentBins, bin_segments
from gruenzug.engine.layers.boundaries import boundary_segments
from gruenzug.engine.layers.canopy import Canopy
from gruenzug.engine.layers.cut import cut_by_lines
from gruenzug.engine.layers.homes import Homes, at_home
from gruenzug.engine.layers.merge import GeometryArray, merge_touching
from gruenzug.engine.layers.network import Network, network_of
from gruenzug.engine.layers.people import People, people_of
from gruenzug.engine.layers.places import Municipalities, municipalities_of
from gruenzug.engine.layers.seen import Seen, SeenMapping
from gruenzug.engine.layers.shares import ShareGrid
from gruenzug.engine.layers.units import Units
from gruenzug.engine.layers.walkers import Walkers
from gruenzug.engine.sources.tables import CANOPY, GRIDS

CUTTING_ROADS = frozenset(
    kind + link
    for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")
    for link in ("", "_link")
) | {"unclassified", "residential", "living_street"}
"""Roads that cut a green space in two; service roads, tracks and paths do not."""

_BARRIER_BIN_M = 250.0
_Result = TypeVar("_Result")


def _once(computed: Callable[[RegionLayers], _Result]) -> Callable[[RegionLayers], _Result]:
    """Compute a property once; `functools.cached_property` would hide what it looked at."""

    @wraps(computed)
    def kept(region: RegionLayers) -> _Result:
        return region.once((computed.__name__,), lambda: computed(region))

    return kept


class RegionLayers:
    """What indicators compute on.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The tables of `engine.sources`, in EPSG:25832; one that no source
        provides is missing.
    extents : mapping of str to geometry or None
        Where the sources of each table speak; None means everywhere.
    canopy : Canopy, optional
        Tree crowns, if a source tells them.
    grids : mapping of str to ShareGrid, optional
        Those of `tables.GRIDS` that the sources tell.

    Attributes
    ----------
    seen : Seen
        Records which tables anyone looks at, also through what is computed
        once and shared.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        extents: Mapping[str, shapely.Geometry | None],
        canopy: Canopy | None = None,
        grids: Mapping[str, ShareGrid] | None = None,
    ) -> None:
        self.seen = Seen()
        self.tables = SeenMapping(tables, self.seen)
        self.extents = SeenMapping(extents, self.seen)
        self._canopy = canopy
        self._grids = grids or {}
        self._kept: dict[tuple[Any, ...], tuple[Any, frozenset[str]]] = {}

    @property
    def canopy(self) -> Canopy | None:
        """Tree crowns, if a source tells them."""
        self.seen.add(CANOPY)
        return self._canopy

    def grid(self, name: str) -> ShareGrid:
        """Return a grid of shares; LookupError if no source tells it."""
        self.seen.add(name, *GRIDS[name])
        return self._grids[name]

    def has(self, name: str) -> bool:
        """Return whether a source provides the table, the canopy or the grid."""
        if name in GRIDS:
            self.seen.add(name, *GRIDS[name])
            return name in self._grids
        return self.canopy is not None if name == CANOPY else name in self.tables

    def lacks(self, name: str) -> bool:
        """Return whether no source provides the table, or one without rows."""
        return not self.has(name) or (name in self.tables and not len(self.tables[name]))

    def once(self, key: tuple[Any, ...], computed: Callable[[], _Result]) -> _Result:
        """Return what `computed` gives, for all who ask with the same `key`."""
        if key not in self._kept:
            with self.seen.recorded() as names:
                value = computed()
            self._kept[key] = value, frozenset(names)
        result: _Result
        result, looked_at = self._kept[key]
        self.seen.add(*looked_at)
        return result

    @property
    @_once
    def municipalities(self) -> Municipalities:
        """The municipalities, ordered by AGS."""
        statistics = self.tables.get("statistics_population")
        known = (
            {} if statistics is None else dict(zip(statistics["ags"], statistics["inhabitants"], strict=True))
        )
        return municipalities_of(self.tables["municipalities"], known)

    @property
    @_once
    def people(self) -> People:
        """Everyone, as points."""
        return people_of(self.tables["population"], self.municipalities.polygons)

    @property
    @_once
    def children(self) -> People:
        """Children under 10, as points."""
        return people_of(self.tables["children"], self.municipalities.polygons)

    @property
    @_once
    def at_home(self) -> Homes:
        """Everyone at home, and which building that is."""
        return at_home(self.people, self.tables["buildings"])

    @property
    def homes(self) -> People:
        """Everyone, at the residential buildings of their cells."""
        return self.at_home.people

    @property
    @_once
    def inhabitants(self) -> NDArray[np.int64]:
        """Inhabitants per municipality: the official number, else the sum of the grid."""
        official = self.municipalities.inhabitants
        if "population" not in self.tables:
            return official
        grid = self.people.sum_by_municipality(len(self.municipalities)) // 1000
        return np.where(official > 0, official, grid)

    def extents_of(self, needs: tuple[str, ...]) -> list[shapely.Geometry]:
        """Return the extents that limit `needs`; those that reach everywhere are left out."""
        limits = [self.extents.get(name) for name in needs]
        return [limit for limit in limits if limit is not None]

    def units(self, elements: tuple[str, ...], public_only: bool, cut: bool = False) -> Units:
        """Return the merged green units of `elements`; with `cut`, split by roads."""
        key = ("units", tuple(sorted(elements)), public_only, cut)
        return self.once(key, lambda: self._units(elements, public_only, cut))

    @property
    @_once
    def playgrounds(self) -> tuple[Units, GeometryArray]:
        """Public playgrounds: those mapped as areas, merged, and those mapped as points."""
        table = self.tables["playgrounds"]
        shapes: GeometryArray = table.geometry.to_numpy()[table["public"].to_numpy(bool)]
        areal = shapely.get_dimensions(shapes) == 2
        return Units(merge_touching(shapes[areal])), shapes[~areal]

    @property
    @_once
    def network(self) -> Network:
        """Every way people may walk."""
        return network_of(self.tables["paths"].geometry.to_numpy())

    @property
    @_once
    def walkers(self) -> Walkers:
        """Everyone, on foot."""
        return Walkers(self.people, self.network)

    @property
    @_once
    def walking_children(self) -> Walkers:
        """Children under 10, on foot."""
        return Walkers(self.children, self.network)

    def barriers(self, big_water_ha: float) -> SegmentBins:
        """Return railways, motorways, rivers and the shores of waters of at least that size."""
        water = self.units(("water_standing", "water_flowing"), public_only=False).at_least(big_water_ha)
        lines = self.tables["barriers"].geometry.to_numpy()
        return bin_segments(*boundary_segments(np.concatenate([lines, water.polygons])), size=_BARRIER_BIN_M)

    def _units(self, elements: tuple[str, ...], public_only: bool, cut: bool) -> Units:
        if cut:
            return Units(cut_by_lines(self.units(elements, public_only).polygons, self._cutting_roads))
        return Units(self._merged(elements, public_only))

    def _merged(self, elements: tuple[str, ...], public_only: bool) -> GeometryArray:
        table = self.tables["green"]
        chosen = table["element"].isin(elements)
        if public_only:
            chosen &= table["public"]
        return merge_touching(table.geometry.to_numpy()[chosen.to_numpy(bool)])

    @property
    @_once
    def _cutting_roads(self) -> GeometryArray:
        if "roads" not in self.tables:
            return np.array([], dtype=object)
        table = self.tables["roads"]
        cutting = table["kind"].isin(CUTTING_ROADS) & ~table["bridge"] & ~table["tunnel"]
        roads: GeometryArray = table.geometry.to_numpy()[cutting.to_numpy(bool)]
        return roads
