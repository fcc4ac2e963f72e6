"""Points, trees, canopy and green in, what is met of 3-30-300 out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from gruenzug.engine.bands import Workers, raster_source
from gruenzug.engine.cli.run.access_files import name_of_points, persons_of, read_network, xy_of
from gruenzug.engine.cli.run.vector import read_features, refuse_other_crs
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.kernels.segments import FloatArray, IntArray
from gruenzug.engine.layers.nearness import distance_to_green
from gruenzug.engine.layers.people import locate
from gruenzug.engine.layers.rule_3_30_300 import UNKNOWN, Met, Rule, canopy_at, persons_by_parts, rule_met
from gruenzug.engine.layers.sight import (
    NO,
    NO_BUILDING,
    OPEN,
    YES,
    InView,
    Sight,
    building_heights,
    trees_seen,
)
from gruenzug.engine.store.atomic import new_file
from gruenzug.engine.store.features import write_table

_ZONE_NAMES = ("zone", "ags", "id", "name")


@dataclass(frozen=True)
class Files:
    """What to read: `values` of `canopy` mean trees; buildings hide trees, a network leads to green."""

    points: Path
    trees: Path
    canopy: Path
    green: Path
    values: tuple[int, ...]
    zones: Path | None
    buildings: Path | None = None
    network: Path | None = None


def run_rule(
    files: Files, rule: Rule, hectares: float, sight: Sight, outs: tuple[Path, Path | None], workers: Workers
) -> str:
    """Compute and write the tables; return a line that sums them up."""
    homes = read_features(files.points, 0, ["population"])
    persons, xy = persons_of(homes, files.points), xy_of(homes, files.points)
    trees, green = read_features(files.trees, 0), read_features(files.green, 2)
    for frame, path in ((trees, files.trees), (green, files.green)):
        refuse_other_crs(frame, path, homes, files.points)
    _refuse_other_raster(files.canopy, homes, files.points)
    zones = None if files.zones is None else read_features(files.zones, 2)
    if zones is not None and files.zones is not None:
        refuse_other_crs(zones, files.zones, homes, files.points)
    canopy = canopy_at(files.canopy, files.values, xy, rule.around_m, workers)
    distance = distance_to_green(green.geometry.to_numpy(), xy, hectares)
    met = rule_met(xy, shapely.get_coordinates(trees.geometry.to_numpy()), canopy, distance, rule)
    table, line = _table(homes, met), _told(persons, met)
    seen = _seen(files, homes, trees, rule.trees_within_m, sight)
    if seen is not None:
        table, line = _with_view(table, met, seen, rule), f"{line}; {_told_view(persons, seen, rule)}"
    if files.network is not None:
        paths = read_network(files.network, homes, files.points)
        way = distance_to_green(green.geometry.to_numpy(), xy, hectares, paths)
        table, line = _with_way(table, met, seen, way, rule), f"{line}; {_told_way(persons, way, rule)}"
    write_table(outs[0], table)
    if zones is not None and outs[1] is not None:
        _write_zones(outs[1], zones, persons_by_parts(met.parts, _zone(zones, xy), persons, len(zones)))
    return f"{outs[0]}: {line}"


def _seen(
    files: Files, homes: gpd.GeoDataFrame, trees: gpd.GeoDataFrame, radius: float, sight: Sight
) -> InView | None:
    """Read the buildings, if there are any, and look past them."""
    if files.buildings is None:
        return None
    buildings = read_features(files.buildings, 2)
    refuse_other_crs(buildings, files.buildings, homes, files.points)
    heights = building_heights(_numbers(buildings, ("height", "levels"), files.buildings), sight.level_m)
    xy, spots = xy_of(homes, files.points), shapely.get_coordinates(trees.geometry.to_numpy())
    told = _numbers(trees, ("height",), files.trees).get("height", pd.Series(np.nan, trees.index))
    tops = told.where(told > 0, sight.tree_m).to_numpy(np.float64)
    nobody = np.full(len(xy), NO_BUILDING)
    return trees_seen(
        xy, nobody, (spots, tops), (buildings.geometry.to_numpy(), heights), radius, sight.eye_m
    )


def _numbers(frame: gpd.GeoDataFrame, names: tuple[str, ...], path: Path) -> pd.DataFrame:
    """Return the columns that are there as numbers; gaps stay gaps, words are refused."""
    found = pd.DataFrame(index=frame.index)
    for name in names:
        if name in frame.columns:
            found[name] = pd.to_numeric(frame[name], errors="coerce")
            for row in np.flatnonzero(found[name].isna() & frame[name].notna()):
                raise SourceError(
                    f'{path}, row {row + 1}: {name} is "{frame[name].iloc[row]}", not a number; leave it '
                    "empty where it is unknown"
                )
    return found


def _with_view(table: pd.DataFrame, met: Met, seen: InView, rule: Rule) -> pd.DataFrame:
    """Add trees in view, and parts met with those in view instead of those nearby."""
    parts = _parts(met, rule, seen, met.distance)
    return table.assign(trees_seen=seen.least, trees_unsure=seen.most - seen.least, met_seen=parts)


def _with_way(
    table: pd.DataFrame, met: Met, seen: InView | None, way: FloatArray, rule: Rule
) -> pd.DataFrame:
    """Add metres on foot, and parts met on foot, with trees nearby and, where known, with trees in view."""
    added = table.assign(
        walk_m=np.where(np.isfinite(way), way, np.nan), met_walk=_parts(met, rule, None, way)
    )
    return added if seen is None else added.assign(met_seen_walk=_parts(met, rule, seen, way))


def _parts(met: Met, rule: Rule, seen: InView | None, way: FloatArray) -> Any:
    """Return how many parts are met with trees in view, if told, and green within `way`."""
    trees = np.where(met.trees >= rule.trees, YES, NO) if seen is None else seen.enough(rule.trees)
    fulfilled = [trees == YES, met.canopy >= np.float32(rule.share), way <= rule.distance_m]
    parts = pd.array(np.sum(fulfilled, axis=0), "Int8")
    parts[(met.parts == UNKNOWN) | (trees == OPEN)] = pd.NA
    return parts


def _told_way(persons: IntArray, way: FloatArray, rule: Rule) -> str:
    total = int(persons.sum())
    share = 100 * int(persons[way <= rule.distance_m].sum()) / total if total else 0.0
    return f"{share:.1f} % have green within {rule.distance_m:g} m on foot"


def _told_view(persons: IntArray, seen: InView, rule: Rule) -> str:
    enough = seen.enough(rule.trees)
    told = int(persons[enough != OPEN].sum())
    if not told:
        return "heights of buildings are unknown before all trees"
    share = 100 * int(persons[enough == YES].sum()) / told
    line = f"{share:.1f} % have {rule.trees} trees in view"
    rest = int(persons.sum()) - told
    return line + (f", heights are unknown before {rest / 1000:,.0f}" if rest else "")


def _refuse_other_raster(canopy: Path, homes: gpd.GeoDataFrame, points: Path) -> None:
    frame = raster_source(canopy).frame
    if not frame.crs:
        raise SourceError(f"{canopy} does not say its coordinate system; write it into the file")
    if not pyproj.CRS(frame.crs).equals(pyproj.CRS(homes.crs), ignore_axis_order=True):
        raise GridError(f"{canopy} is in {frame.crs_name}, {points} is not; reproject one of them first")


def _table(homes: gpd.GeoDataFrame, met: Met) -> pd.DataFrame:
    parts = pd.array(met.parts, "Int8")
    parts[met.parts == UNKNOWN] = pd.NA
    return pd.DataFrame(
        {
            "point": name_of_points(homes),
            "trees": met.trees,
            "canopy": met.canopy,
            "distance_m": np.where(np.isfinite(met.distance), met.distance, np.nan),
            "met": parts,
            "population": homes["population"].to_numpy(),
        }
    )


def _zone(zones: gpd.GeoDataFrame, xy: FloatArray) -> IntArray:
    return locate(xy, zones.geometry.to_numpy())


def names_of_zones(zones: gpd.GeoDataFrame) -> NDArray[Any]:
    """Name each zone by the first column that can, else by its row, from 1."""
    known = [name for name in _ZONE_NAMES if name in zones.columns]
    return zones[known[0]].to_numpy() if known else np.arange(1, len(zones) + 1)


def _write_zones(path: Path, zones: gpd.GeoDataFrame, milli: IntArray) -> None:
    """Write persons by parts met; shares are of those whose canopy is known."""
    table = pd.DataFrame(
        {"zone": names_of_zones(zones), "population": milli.sum(axis=1) / 1000, "unknown": milli[:, 0] / 1000}
    )
    for parts in range(4):
        table[f"met_{parts}"] = milli[:, parts + 1] / 1000
    told = milli[:, 1:].sum(axis=1)
    table["share_all"] = np.where(told > 0, 100 * milli[:, 4] / np.maximum(told, 1), np.nan)
    with new_file(path) as draft:
        table.to_csv(draft, index=False)


def _told(persons: IntArray, met: Met) -> str:
    total, told = int(persons.sum()), int(persons[met.parts != UNKNOWN].sum())
    if not told:
        return f"the canopy is unknown around all of {total / 1000:,.0f} people"
    every, none = (100 * int(persons[met.parts == parts].sum()) / told for parts in (3, 0))
    line = f"{every:.1f} % of {told / 1000:,.0f} people have all of 3-30-300, {none:.1f} % nothing of it"
    return line + (f"; {(total - told) / 1000:,.0f} live where the canopy is unknown" if told < total else "")
