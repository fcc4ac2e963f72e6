"""Put all large lines into one plane: where they cross they share a node, and faces lie between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import Geometry

from gruenzug.engine.modelregion.chance import Floats, Ints
from gruenzug.engine.modelregion.mesh import Mesh, build

_NEAR = 0.03  # metres between a noded line and its source


class Kind(IntEnum):
    """What a line of the mesh is; where two coincide, the smaller number wins."""

    EDGE = 0  # end of the mapped area
    BANK = 1
    MOTORWAY_SIDE = 2
    RAILWAY_SIDE = 3
    PRIMARY = 4
    SECONDARY = 5
    TERTIARY = 6
    BORDER = 7
    STREET = 8  # cut later


@dataclass(frozen=True)
class Line:
    """A line to arrange."""

    kind: Kind
    points: Floats


def arrange(lines: list[Line], area: Geometry) -> Mesh:
    """Return the mesh of all lines inside `area`; `mesh.kinds` names the kind of each line."""
    sources, kinds = _clipped(lines, area)
    noded = shapely.get_parts(shapely.union_all(sources, grid_size=0.01))
    owner = _owners(noded, sources, kinds)
    noded, begin = _turned(noded, sources[owner])
    points, ends, part = _segments(noded)
    along = _along(points, ends, part, begin)
    keep = _main_part(ends, len(points))
    ends, line, along = ends[keep], owner[part[keep]], along[keep]
    used, ends = np.unique(ends, return_inverse=True)
    mesh = build(points[used], ends.reshape(-1, 2), line, along, len(sources))
    mesh.kinds = kinds
    return mesh


def _clipped(lines: list[Line], area: Geometry) -> tuple[np.ndarray, Ints]:
    """Return the parts of all lines inside `area`, its own boundary first."""
    whole = np.array([shapely.linestrings(line.points) for line in lines])
    shapely.prepare(area)
    cut = ~shapely.contains_properly(area, whole)
    whole[cut] = shapely.intersection(whole[cut], area)
    parts, of = shapely.get_parts(whole, return_index=True)
    straight = shapely.get_type_id(parts) == 1
    kinds = np.array([line.kind for line in lines])[of[straight]]
    rim = shapely.get_parts(shapely.boundary(area))
    sources = np.concatenate([rim, parts[straight]])
    return sources, np.concatenate([np.full(len(rim), Kind.EDGE), kinds])


def _owners(noded: np.ndarray, sources: np.ndarray, kinds: Ints) -> Ints:
    """Return for each noded line the source it came from."""
    middle = shapely.line_interpolate_point(noded, 0.5, normalized=True)
    a, b = shapely.STRtree(sources).query(middle, predicate="dwithin", distance=_NEAR)
    order = np.lexsort([b, kinds[b], a])
    found, at = np.unique(a[order], return_index=True)
    owner = np.zeros(len(noded), dtype=np.int64)
    owner[found] = b[order][at]
    return owner


def _segments(noded: np.ndarray) -> tuple[Ints, Ints, Ints]:
    """Return nodes in centimetres, the two nodes of each segment, and the noded line it is part of."""
    coordinates, part = shapely.get_coordinates(noded, return_index=True)
    cells = np.round(coordinates * 100).astype(np.int64)
    points, node = np.unique(cells, axis=0, return_inverse=True)
    node = node.ravel()
    inner = part[1:] == part[:-1]
    ends = np.column_stack([node[:-1], node[1:]])[inner]
    real = ends[:, 0] != ends[:, 1]
    ends, part = ends[real], part[1:][inner][real]
    _, once = np.unique(np.sort(ends, axis=1), axis=0, return_index=True)
    once.sort()
    return points, ends[once], part[once]


def _main_part(ends: Ints, count: int) -> np.ndarray:
    """Return which segments belong to the largest connected part and lead somewhere."""
    keep = np.ones(len(ends), dtype=bool)
    while True:
        degree = np.bincount(ends[keep].ravel(), minlength=count)
        dead = keep & (degree[ends] == 1).any(axis=1)
        if not dead.any():
            break
        keep &= ~dead
    graph = coo_matrix((np.ones(int(keep.sum())), (ends[keep, 0], ends[keep, 1])), shape=(count, count))
    label = connected_components(graph, directed=False)[1]
    main = np.bincount(label[ends[keep, 0]]).argmax()
    return np.asarray(keep & (label[ends[:, 0]] == main))


def _turned(noded: np.ndarray, source: np.ndarray) -> tuple[np.ndarray, Floats]:
    """Return noded lines turned the way of their sources, and how far along those they start."""
    step = np.minimum(shapely.length(noded) / 2, 0.5)
    start = shapely.line_locate_point(source, shapely.line_interpolate_point(noded, 0.0))
    ahead = shapely.line_locate_point(source, shapely.line_interpolate_point(noded, step))
    back = np.where(shapely.is_closed(source) & (np.abs(ahead - start) > 2), ahead > start, ahead < start)
    begin = np.where(back, start - shapely.length(noded), start)
    return np.where(back, shapely.reverse(noded), noded), np.round(begin, 2)


def _along(points: Ints, ends: Ints, part: Ints, begin: Floats) -> Floats:
    """Return how far along its source each segment starts."""
    step = (points[ends[:, 1]] - points[ends[:, 0]]) / 100.0
    total = np.concatenate([[0.0], np.cumsum(np.sqrt((step * step).sum(axis=1)))])[:-1]
    fresh = np.flatnonzero(np.r_[True, np.diff(part) != 0])
    along: Floats = begin[part] + total - np.repeat(total[fresh], np.diff(np.r_[fresh, len(part)]))
    return along
