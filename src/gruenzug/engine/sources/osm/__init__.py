"""OpenStreetMap PBF: green, water, trees, buildings, ways and barriers as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import osmium
import pandas as pd
import shapely
from shapely import Geometry

from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.catalogue import Dataset, Note, some
from gruenzug.engine.sources.municipalities import municipality_table
from gruenzug.engine.sources.osm import rules
from gruenzug.engine.sources.osm.objects import FACTS, HOMES, NODE_KEYS, WAY_KEYS, of_area, of_line, of_node
from gruenzug.engine.sources.osm.relations import Boundaries, Relations, clipped, cut_holes
from gruenzug.engine.sources.osm.rows import Faults, Rows, joined
from gruenzug.engine.sources.osm.stream import NO_LINE, Stream
from gruenzug.engine.sources.osm.wkb import Shapes
from gruenzug.engine.sources.region import SourceSpec
from gruenzug.engine.sources.request import Bounds, Request
from gruenzug.engine.sources.shapes import box_of
from gruenzug.engine.sources.tables import table

_AREAS = ("green", "playgrounds", "buildings", "car_parks", HOMES)
_LINES = ("paths", "roads", "barriers", "tree_rows")
_LARGEST_DEGREES = 60.0


def read_osm(spec: SourceSpec, request: Request) -> Dataset:
    """Read the requested tables from an .osm.pbf file.

    Each pass streams through the file; only tagged objects of the requested
    tables reach Python. ``options.admin_level`` asks for municipalities too,
    see `Boundaries`.

    Raises
    ------
    SourceError
        If the file is truncated, empty or no PBF, or a municipality's
        boundary is not closed.
    """
    wanted = request.tables | ({HOMES} if "buildings" in request.tables else frozenset())
    stream, faults = Stream(spec.path), Faults()
    box = stream.header_box()
    points, areas, edges = (_rows(request, wanted, kind, faults) for kind in ("node", "area", "line"))
    relations = Relations(wanted, Boundaries.from_options(spec.options))
    relations.scan(stream.relations())
    _take_nodes(stream, points, wanted)
    if stream.is_empty():
        raise SourceError(f"{spec.path} holds no nodes; fetch it again")
    _take_ways(stream, areas, edges, wanted, faults)
    lines = relations.lines(stream, faults)
    towns = {"municipalities": Rows(FACTS["municipalities"], "relation", None, faults)}
    relations.build(lines, areas | towns, faults)
    found = _finish(request, [points, areas, edges], relations.holes, lines)
    tables = _tables(found, request)
    if "municipalities" in request.tables:
        tables["municipalities"] = _municipalities(towns["municipalities"], spec)
    seen = _seen([*points.values(), *areas.values(), *edges.values()])
    return Dataset(tables, [spec.path], _extent(box, seen), _notes(faults))


def _rows(request: Request, wanted: Iterable[str], kind: str, faults: Faults) -> dict[str, Rows]:
    names: dict[str, Iterable[str]] = {"node": NODE_KEYS, "area": _AREAS, "line": _LINES}
    prefix = "node" if kind == "node" else "way"
    return {
        name: Rows(FACTS[name], prefix, request.reach(name), faults, as_areas=kind == "area")
        for name in names[kind]
        if name in set(wanted)
    }


def _take_nodes(stream: Stream, points: Mapping[str, Rows], wanted: frozenset[str]) -> None:
    factory = osmium.geom.WKBFactory()
    for node in stream.nodes(_keys(NODE_KEYS, wanted)):
        for name, facts in of_node(node.tags, wanted):
            points[name].add(factory.create_point(node), node.id, *facts)


def _take_ways(
    stream: Stream,
    areas: Mapping[str, Rows],
    edges: Mapping[str, Rows],
    wanted: frozenset[str],
    faults: Faults,
) -> None:
    factory = osmium.geom.WKBFactory()
    for way in stream.ways(_keys(WAY_KEYS, wanted)):
        tags = way.tags
        found = [(areas[name], facts) for name, facts in of_area(tags, wanted)]
        found += [(edges[name], facts) for name, facts in of_line(tags, wanted)]
        if not found:
            continue
        try:
            wkb = factory.create_linestring(way)
        except NO_LINE:
            faults.incomplete.append(f"way/{way.id}")
            continue
        for rows, facts in found:
            rows.add(wkb, way.id, *facts)


def _keys(by_table: Mapping[str, Iterable[str]], wanted: frozenset[str]) -> set[str]:
    return {key for name, keys in by_table.items() if name in wanted for key in keys}


def _finish(
    request: Request,
    groups: list[dict[str, Rows]],
    holes: Mapping[int, tuple[int, ...]],
    lines: Mapping[int, Geometry],
) -> dict[str, tuple[pd.DataFrame, Shapes]]:
    """Return facts and shapes per table, points before ways before relations."""
    parts: dict[str, list[tuple[pd.DataFrame, Shapes]]] = {}
    for group in groups:
        for name, rows in group.items():
            facts, shapes = rows.finish()
            if name in _AREAS:
                shapes = cut_holes(facts["ref"], shapes, holes, lines)
            parts.setdefault(name, []).append(clipped(facts, shapes, request.reach(name)))
    return {
        name: (
            pd.concat([facts for facts, _ in pair], ignore_index=True),
            np.concatenate([s for _, s in pair]),
        )
        for name, pair in parts.items()
    }


def _tables(found: dict[str, tuple[pd.DataFrame, Shapes]], request: Request) -> dict[str, pd.DataFrame]:
    tables = {}
    for name in sorted(request.tables & found.keys()):
        facts, shapes = found[name]
        if name == "buildings":
            facts, shapes = _single(facts, shapes)
            facts = facts.assign(residential=_residential(facts, shapes, found[HOMES][1]))
        tables[name] = table(name, {key: facts[key] for key in facts.columns}, shapes)
    return tables


def _single(facts: pd.DataFrame, shapes: Shapes) -> tuple[pd.DataFrame, Shapes]:
    """Return one row per polygon."""
    parts, origin = shapely.get_parts(shapes, return_index=True)
    return facts.iloc[origin].reset_index(drop=True), parts


def _residential(facts: pd.DataFrame, shapes: Shapes, homes: Shapes) -> pd.Series:
    """Decide for unspecified buildings by size and by the land they stand on."""
    told = facts["residential"].astype("boolean")
    open_questions = np.flatnonzero(told.isna() & (shapely.area(shapes) >= rules.smallest_home_m2()))
    result = told.fillna(value=False).to_numpy(bool)
    centres = shapely.centroid(shapes[open_questions])
    inside, _ = shapely.STRtree(homes).query(centres, predicate="within")
    result[open_questions[np.unique(inside)]] = True
    return pd.Series(result, index=facts.index)


def _municipalities(rows: Rows, spec: SourceSpec) -> pd.DataFrame:
    facts, shapes = rows.finish()
    keys = spec.options.get("keys", {})
    for name in keys:
        if name not in set(facts["name"]):
            raise SourceError(
                f"{spec.path} has no boundary of {name} at that admin_level; correct options.keys"
            )
    if not len(facts):
        raise SourceError(
            f"{spec.path} has no closed boundary of a municipality with a key at that admin_level"
        )
    counties = spec.options.get("kreise", {})
    return municipality_table(facts["ags"], facts["name"], shapes, counties, str(spec.path))[0]


def _seen(rows: Iterable[Rows]) -> Bounds | None:
    """Return the box, in degrees, of all objects that were of use."""
    seen: Bounds | None = None
    for each in rows:
        seen = joined(seen, each.bounds)
    return seen


def _extent(stated: Bounds | None, seen: Bounds | None) -> Geometry:
    """Return where the file speaks: its header's box, else the box of all that was of use.

    Some writers put a quarter of the globe into the header; that is no box.
    """
    if stated is not None and max(stated[2] - stated[0], stated[3] - stated[1]) <= _LARGEST_DEGREES:
        return box_of(stated)
    return box_of(seen) if seen else shapely.Polygon()


def _notes(faults: Faults) -> list[Note]:
    told = (
        (faults.mended, "Objekte mit sich kreuzenden Ringen repariert", "objects with crossing rings mended"),
        (
            faults.unclosed,
            "Flächen ohne geschlossenen Ring ausgelassen",
            "areas without a closed ring left out",
        ),
        (
            faults.incomplete,
            "Objekte, deren Teile in der Datei fehlen, ganz oder teilweise ausgelassen",
            "objects with parts missing from the file, left out wholly or in part",
        ),
    )
    return [
        Note(
            f"{len(set(refs))} {german}: {some(sorted(set(refs)))}.",
            f"{len(set(refs))} {english}: {some(sorted(set(refs)))}.",
        )
        for refs, german, english in told
        if refs
    ]
