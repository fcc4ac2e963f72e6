"""The ground of the region: outlines, large lines, blocks and their uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely import Geometry

from gruenzug.engine.modelregion.arrange import Kind, Line, arrange
from gruenzug.engine.modelregion.chance import Floats, Ints, chances, salt_of
from gruenzug.engine.modelregion.cutting import cut_blocks
from gruenzug.engine.modelregion.facts import HECTARE, Town
from gruenzug.engine.modelregion.fields import CELL, Fields, survey
from gruenzug.engine.modelregion.landuse import Blocks, assign
from gruenzug.engine.modelregion.mesh import FACE, NEXT, ORIGIN, Mesh, face_areas, face_centres
from gruenzug.engine.modelregion.outlines import Outlines, draw_outlines
from gruenzug.engine.modelregion.roads import main_roads
from gruenzug.engine.modelregion.scales import Scale
from gruenzug.engine.modelregion.skeleton import Course, courses, water_of
from gruenzug.engine.modelregion.uses import Use

RING = 2500.0  # metres mapped beyond the border
THIN = 9.0  # metres: area over half the perimeter below which a face is a verge

# Size in hectares of the parts that paths cut green areas into.
PATHS = {
    Use.PARK: 0.9,
    Use.CEMETERY: 0.7,
    Use.ALLOTMENTS: 0.7,
    Use.RECREATION: 1.2,
    Use.FOREST: 7.0,
    Use.HEATH: 5.0,
    Use.SPOIL_TIP: 6.0,
    Use.GOLF: 9.0,
}

Progress = Callable[[str], None]


@dataclass
class Terrain:
    """The ground; arrays have one row per face of the mesh, face 0 is the world outside.

    Attributes
    ----------
    towns : tuple of Town
        The generated municipalities.
    outlines : list of Geometry
        Their polygons.
    lines : list of Course
        Rivers, canals, motorways and railways.
    area : Geometry
        What is mapped: the region and a ring around it.
    mesh : Mesh
        All blocks.
    fields : Fields
        Slowly changing properties.
    town : ndarray of int64
        Index into `towns`, -1 beyond the border.
    use : ndarray of int64
        Codes of `Use`.
    block : ndarray of int64
        Block that a face is part of: paths cut blocks, streets bound them.
    size, centre : ndarray of float64
        Area in square metres and centroid.
    """

    towns: tuple[Town, ...]
    outlines: list[Geometry]
    lines: list[Course]
    area: Geometry
    mesh: Mesh
    fields: Fields
    town: Ints
    use: Ints
    block: Ints
    size: Floats
    centre: Floats

    @cached_property
    def polygons(self) -> np.ndarray:
        """The polygon of every face (of face 0: an empty one)."""
        return face_polygons(self.mesh)

    @cached_property
    def line_kinds(self) -> Ints:
        """The kind of every line of the mesh."""
        return line_kinds(self.mesh)


def make_terrain(towns: Sequence[Town], scale: Scale, seed: int, progress: Progress) -> Terrain:
    """Return the ground of the whole region, or of the municipalities of `scale`."""
    lines = courses(seed)
    water = water_of(lines)
    drawn = draw_outlines(towns, shapely.buffer(water, 400.0), seed)
    chosen = np.array([n for n, town in enumerate(towns) if not scale.ags or town.ags in scale.ags])
    progress(f"outlines of {len(chosen)} municipalities")
    area = _mapped_area(drawn, chosen)
    mesh = arrange(_large_lines(drawn, chosen, lines, towns, water, area, seed), area)
    fields = survey(towns, chosen, drawn, lines, area, seed, (scale.town_grain, scale.land_grain))
    town, use = _skeleton_faces(mesh, drawn, chosen, lines)
    mesh.wanted[:] = np.where(use == Use.NONE, 0.0, -1.0)
    mesh.wanted[0] = -1.0
    cut_blocks(mesh, fields.size, fields.corner, CELL, salt_of(seed, "block"), (0.07, scale.street_step))
    town, use = town[mesh.parent], use[mesh.parent]
    progress(f"{len(use)} blocks between streets")
    blocks = Blocks(face_centres(mesh), face_areas(mesh), town, use)
    use[1:] = assign(_without_outside(blocks), towns, fields, lines, _joinable(mesh, town, seed), seed)
    block = _cut_paths(mesh, use, scale, fields, seed)
    place = np.full(len(towns) + 1, -1)
    place[chosen] = np.arange(len(chosen))
    return Terrain(
        towns=tuple(towns[n] for n in chosen),
        outlines=[drawn.polygons[n] for n in chosen],
        lines=lines,
        area=area,
        mesh=mesh,
        fields=fields,
        town=place[town[block]],
        use=use[block],
        block=block,
        size=face_areas(mesh),
        centre=face_centres(mesh),
    )


def _mapped_area(drawn: Outlines, chosen: Ints) -> Geometry:
    """Return the chosen municipalities and a ring around them."""
    region = shapely.union_all(np.array(drawn.polygons)[chosen])
    return shapely.set_precision(shapely.simplify(shapely.buffer(region, RING, quad_segs=4), 60.0), 0.01)


def _large_lines(
    drawn: Outlines,
    chosen: Ints,
    lines: list[Course],
    towns: Sequence[Town],
    water: Geometry,
    area: Geometry,
    seed: int,
) -> list[Line]:
    """Return borders, sides of rivers, motorways and railways, and main roads."""
    own = shapely.boundary(np.array(drawn.polygons)[chosen])
    border = shapely.linestrings
    arcs = [arc for arc in drawn.arcs if shapely.covers(own, border(arc)).any()]
    found = [Line(Kind.BORDER, arc) for arc in arcs]
    sides = {
        Kind.BANK: ("river", "canal"),
        Kind.MOTORWAY_SIDE: ("motorway",),
        Kind.RAILWAY_SIDE: ("railway",),
    }
    for kind, names in sides.items():
        whole = shapely.union_all([line.area for line in lines if line.kind in names], grid_size=0.01)
        rings = shapely.get_rings(shapely.get_parts(whole))
        found += [Line(kind, shapely.get_coordinates(ring)) for ring in rings]
    people = np.array([town.population for town in towns])
    tracks = shapely.union_all([line.area for line in lines if line.kind in {"motorway", "railway"}])
    return found + main_roads(drawn.sites, people, water, tracks, area, seed)


def _skeleton_faces(mesh: Mesh, drawn: Outlines, chosen: Ints, lines: list[Course]) -> tuple[Ints, Ints]:
    """Return municipality and use (only of what large lines decide) of every face."""
    polygons = face_polygons(mesh)
    inner = shapely.point_on_surface(polygons)
    town = np.full(len(polygons), -1)
    which, owner = shapely.STRtree(np.array(drawn.polygons)[chosen]).query(inner, predicate="within")
    town[which] = chosen[owner]
    use = np.full(len(polygons), int(Use.NONE))
    perimeter = shapely.length(polygons)
    use[2 * shapely.area(polygons) < THIN * perimeter] = Use.VERGE
    areas = np.array([line.area for line in lines])
    codes = {"railway": Use.RAILWAY, "motorway": Use.MOTORWAY, "canal": Use.CANAL, "river": Use.RIVER}
    which, line = shapely.STRtree(areas).query(inner, predicate="within")
    for kind, code in codes.items():
        use[which[np.array([lines[n].kind == kind for n in line], dtype=bool)]] = code
    town[0], use[0] = -1, Use.NONE
    return town, use


def face_polygons(mesh: Mesh) -> np.ndarray:
    """Return the polygon of every face (of face 0: an empty one)."""
    order = ring_order(mesh)
    face = mesh.edges[order, FACE]
    keep = face > 0
    rings = mesh.nodes[mesh.edges[order[keep], ORIGIN]]
    start = np.flatnonzero(np.r_[True, np.diff(face[keep]) != 0])
    closed = np.insert(rings, np.r_[start[1:], len(rings)], rings[start], axis=0)
    index = np.insert(face[keep], np.r_[start[1:], len(rings)], face[keep][start])
    polygons = np.full(len(mesh.first), shapely.Polygon())
    polygons[1:] = shapely.polygons(shapely.linearrings(closed, indices=index - 1))
    return polygons


def ring_order(mesh: Mesh) -> Ints:
    """Return the half-edges face by face, each face in the order of its ring."""
    step = mesh.edges[:, NEXT].tolist()
    order: list[int] = []
    for start in mesh.first.tolist():
        here = start
        while True:
            order.append(here)
            here = step[here]
            if here == start:
                break
    return np.array(order)


def _without_outside(blocks: Blocks) -> Blocks:
    return Blocks(blocks.centre[1:], blocks.area[1:], blocks.town[1:], blocks.use[1:])


def _joinable(mesh: Mesh, town: Ints, seed: int) -> tuple[Ints, Ints]:
    """Return pairs of blocks (counted without face 0) that a park may join."""
    left, right = mesh.edges[0::2, FACE].astype(np.int64), mesh.edges[1::2, FACE].astype(np.int64)
    kind = line_kinds(mesh)[mesh.line]
    minor = kind == Kind.STREET
    minor |= (kind == Kind.TERTIARY) & (chances(salt_of(seed, "join"), mesh.line) < 0.2)
    keep = minor & (town[left] == town[right]) & (left != right) & (left > 0) & (right > 0)
    return left[keep] - 1, right[keep] - 1


def line_kinds(mesh: Mesh) -> Ints:
    """Return the kind of every line, those cut later included."""
    kinds = np.full(len(mesh.size), int(Kind.STREET))
    kinds[: len(mesh.kinds)] = mesh.kinds
    return kinds


def _cut_paths(mesh: Mesh, use: Ints, scale: Scale, fields: Fields, seed: int) -> Ints:
    """Cut parks and woods by paths; return for each face the block it is part of."""
    mesh.wanted[:] = -1.0
    for code, hectares in PATHS.items():
        grain = scale.land_grain if code == Use.FOREST else scale.town_grain
        mesh.wanted[use == code] = hectares * grain * HECTARE
    mesh.parent[:] = np.arange(len(use))
    cut_blocks(mesh, fields.size, fields.corner, CELL, salt_of(seed, "path"), (0.16, scale.street_step))
    return mesh.parent.astype(np.int64)
