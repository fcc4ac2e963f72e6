"""Polygons, points and perhaps a network in, one table of distances out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gruenzug.engine.cli.run.vector import read_features, refuse_other_crs
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.grid import CRS
from gruenzug.engine.kernels.segments import FloatArray
from gruenzug.engine.layers.nearness import distance_to_green
from gruenzug.engine.layers.network import Network, network_of
from gruenzug.engine.sources import read_source
from gruenzug.engine.sources.catalogue import LICENCES
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.store.features import write_table

_MILLI = 1000
_NAMES = ("point", "id")


def run_access(
    green: Path, points: Path, out: Path, hectares: float, within: float, network: Path | None
) -> str:
    """Compute and write the table of distances; return a line that sums it up."""
    if not 0 <= hectares < np.inf:
        raise GridError(f"--min-area-ha must be 0 or more, got {hectares:g}")
    if not 0 <= within < np.inf:
        raise GridError(f"--within must be 0 m or more, got {within:g}")
    homes = read_features(points, 0, ["population"])
    persons_milli = persons_of(homes, points)
    parks = read_features(green, 2)
    refuse_other_crs(parks, green, homes, points)
    paths = None if network is None else read_network(network, homes, points)
    distance = distance_to_green(parks.geometry.to_numpy(), xy_of(homes, points), hectares, paths)
    write_table(out, _table(homes, distance, within))
    share, total = _share(persons_milli, distance <= within), persons_milli.sum() / _MILLI
    line = f"{out}: {share:.1f} % of {total:,.0f} people have green of at least {hectares:g} ha within "
    if network is None:
        return f"{line}{within:g} m"
    return f"{line}{within:g} m on foot; {_share(persons_milli, np.isinf(distance)):.1f} % have no way to any"


def xy_of(homes: gpd.GeoDataFrame, path: Path) -> FloatArray:
    """Return the coordinates of single points."""
    shapes = homes.geometry.to_numpy()
    for row in np.flatnonzero(shapely.get_type_id(shapes) != shapely.GeometryType.POINT):
        raise SourceError(
            f"{path}, row {row + 1}: there is a {shapes[row].geom_type}; split it into single points"
        )
    return np.ascontiguousarray(shapely.get_coordinates(shapes))


def persons_of(homes: gpd.GeoDataFrame, path: Path) -> NDArray[np.int64]:
    """Return thousandths of persons, so that their sum is exact."""
    persons = pd.to_numeric(homes["population"], errors="coerce").to_numpy(dtype=float)
    for row in np.flatnonzero(~(np.isfinite(persons) & (persons >= 0))):
        value = homes["population"].iloc[row]
        raise SourceError(f"{path}, row {row + 1}: population is {value}; it must be a number of 0 or more")
    milli: NDArray[np.int64] = np.rint(persons * _MILLI).astype(np.int64)
    return milli


def _share(persons_milli: NDArray[np.int64], reached: NDArray[np.bool_]) -> float:
    total = int(persons_milli.sum())
    return 100.0 * int(persons_milli[reached].sum()) / total if total else 0.0


def name_of_points(homes: gpd.GeoDataFrame) -> NDArray[Any]:
    """Name each point by its column `point` or `id`, else by its row, from 0."""
    known = [name for name in _NAMES if name in homes.columns]
    return homes[known[0]].to_numpy() if known else np.arange(len(homes))


def _table(homes: gpd.GeoDataFrame, distance: FloatArray, within: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "point": name_of_points(homes),
            "distance_m": np.where(np.isfinite(distance), distance, np.nan),
            "within": distance <= within,
            "population": homes["population"].to_numpy(),
        }
    )


def read_network(path: Path, homes: gpd.GeoDataFrame, points: Path) -> Network:
    """Read paths from OpenStreetMap, moved to where the homes are, or lines in their coordinate system."""
    if path.suffix.lower() == ".pbf":
        spec = SourceSpec(
            id="network",
            kind="osm-pbf",
            path=path,
            title="",
            publisher="",
            licence=LICENCES["odbl-1.0"],
            attribution="",
            vintage="",
            url="",
            provides=frozenset({"paths"}),
        )
        paths = read_source(spec).tables["paths"]
        if not len(paths):
            raise SourceError(f"{path} holds no path that people may walk; take an extract with ways")
        return network_of((paths if homes.crs == CRS else paths.to_crs(homes.crs)).geometry.to_numpy())
    lines = read_features(path, 1)
    refuse_other_crs(lines, path, homes, points)
    return network_of(lines.geometry.to_numpy())
