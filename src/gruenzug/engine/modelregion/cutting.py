"""Cut the faces of a mesh into blocks, each cut a street that runs from side to side.

Compiled, because a region has some hundred thousand cuts and each looks at all
corners of a block. Every choice is drawn from a hash of the place, so a block
is cut the same way whatever was cut before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gruenzug.engine.modelregion.chance import Floats, Ints
from gruenzug.engine.modelregion.mesh import FACE, FACES, HALF_EDGES, LINES, NEXT, NODES, ORIGIN, PREVIOUS, Mesh

_RING = 60_000  # corners a block may have
_TRIES = 9
_ROOM = 400  # free rows that one cut may need



class _Tables(NamedTuple):
    """The arrays of a mesh, as compiled code sees them."""

    nodes: Floats
    edges: NDArray[np.int32]
    line: NDArray[np.int32]
    along: Floats
    first: NDArray[np.int32]
    wanted: Floats
    parent: NDArray[np.int32]
    size: Floats
    count: Ints


class _Ground(NamedTuple):
    """What decides how to cut: wanted sizes by place, seed, how far streets swerve, metres between their points."""

    grid: Floats
    west: float
    south: float
    cell: float
    salt: np.uint64
    bend: float
    step: float


def cut_blocks(mesh: Mesh, grid: Floats, corner: tuple[float, float], cell: float, salt: int, swerve: tuple[float, float]) -> None:
    """Cut every face down to the size wanted there.

    Parameters
    ----------
    mesh : Mesh
        Changed in place.
    grid : ndarray of float64, shape (R, C)
        Size of blocks in square metres, by place; row 0 in the south.
    corner : tuple of float
        South-western corner of the grid.
    cell : float
        Edge length of its cells in metres.
    salt : int
        Seed of all choices.
    swerve : tuple of float
        How far streets may swerve, as a share of their length, and the metres between their points.
    """
    ring = np.zeros(_RING, dtype=np.int64)
    side = np.zeros((_RING, 3))
    ground = _Ground(grid, corner[0], corner[1], cell, np.uint64(salt), *swerve)
    start = 1
    while start < mesh.count[FACES]:
        mesh.room_for(max(2000, int(mesh.count[FACES]) // 2))
        start = _cut_from(start, _Tables(*(getattr(mesh, name) for name in _Tables._fields)), ground, ring, side)
    mesh.trim()


@njit(cache=True, error_model="numpy")
def _cut_from(start, t, ground, ring, side):  # type: ignore[no-untyped-def]
    """Cut faces from number `start` on; return where to go on when the room is used up."""
    face = start
    while face < t.count[FACES]:
        if t.wanted[face] >= 0:
            while True:
                if t.count[FACES] + 2 >= len(t.first) or t.count[NODES] + _ROOM >= len(t.nodes) or t.count[HALF_EDGES] + 2 * _ROOM >= len(t.edges) or t.count[LINES] + 2 >= len(t.size):
                    return face
                if not _cut(face, t, ground, ring, side):
                    break
        face += 1
    return face


@njit(cache=True, error_model="numpy")
def _chance(salt, a, b, c):  # type: ignore[no-untyped-def]
    """Return a number in 0..1 for three whole numbers."""
    state = salt
    for key in (a, b, c):
        state = state + np.uint64(0x9E3779B97F4A7C15) + np.uint64(np.int64(key))
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state = state ^ (state >> np.uint64(31))
    return float(state >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True, error_model="numpy")
def _walk(face, t, ring):  # type: ignore[no-untyped-def]
    """Fill `ring` with the half-edges of a face; return how many there are."""
    start = t.first[face]
    here, n = start, 0
    while True:
        ring[n] = here
        n += 1
        here = t.edges[here, NEXT]
        if here == start or n >= len(ring):
            return n


@njit(cache=True, error_model="numpy")
def _moments(t, ring, n):  # type: ignore[no-untyped-def]
    """Return area, centroid and the long axis of a ring, and how much longer it is."""
    bx, by = t.nodes[t.edges[ring[0], ORIGIN]]
    area = sx = sy = xx = yy = xy = 0.0
    for k in range(n):
        a, b = t.nodes[t.edges[ring[k], ORIGIN]], t.nodes[t.edges[ring[(k + 1) % n], ORIGIN]]
        ax, ay, cx, cy = a[0] - bx, a[1] - by, b[0] - bx, b[1] - by
        w = ax * cy - ay * cx
        area += w / 2
        sx += (ax + cx) * w / 6
        sy += (ay + cy) * w / 6
        xx += (ax * ax + ax * cx + cx * cx) * w / 12
        yy += (ay * ay + ay * cy + cy * cy) * w / 12
        xy += (ax * cy + 2 * ax * ay + 2 * cx * cy + cx * ay) * w / 24
    if area <= 0:
        return area, bx, by, 1.0, 0.0, 1.0
    mx, my = sx / area, sy / area
    xx, yy, xy = xx / area - mx * mx, yy / area - my * my, xy / area - mx * my
    root = np.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy)
    large, small = (xx + yy) / 2 + root, max((xx + yy) / 2 - root, 1e-6)
    ux, uy = (xy, large - xx) if abs(large - xx) > abs(large - yy) else (large - yy, xy)
    length = np.sqrt(ux * ux + uy * uy)
    if length < 1e-9:
        return area, bx + mx, by + my, 1.0, 0.0, 1.0
    return area, bx + mx, by + my, ux / length, uy / length, np.sqrt(large / small)


@njit(cache=True, error_model="numpy")
def _longest(t, ring, n):  # type: ignore[no-untyped-def]
    """Return the direction of the longest straight side of a ring."""
    best, ux, uy = 0.0, 1.0, 0.0
    k = 0
    while k < n:
        a = t.nodes[t.edges[ring[k], ORIGIN]]
        b = t.nodes[t.edges[ring[(k + 1) % n], ORIGIN]]
        dx, dy = b[0] - a[0], b[1] - a[1]
        reach = 1
        while reach < 6:  # go on while the next corner bends little
            c = t.nodes[t.edges[ring[(k + reach + 1) % n], ORIGIN]]
            ex, ey = c[0] - b[0], c[1] - b[1]
            if abs(dx * ey - dy * ex) > 0.06 * np.sqrt((dx * dx + dy * dy) * (ex * ex + ey * ey)):
                break
            dx, dy, b = dx + ex, dy + ey, c
            reach += 1
        length = np.sqrt(dx * dx + dy * dy)
        if length > best:
            best, ux, uy = length, dx / length, dy / length
        k += 1
    return ux, uy


@njit(cache=True, error_model="numpy")
def _cut(face, t, ground, ring, side):  # type: ignore[no-untyped-def]
    """Cut one face in two if it is too large; return whether it was cut."""
    n = _walk(face, t, ring)
    area, cx, cy, ux, uy, stretch = _moments(t, ring, n)
    i, j = int(round(cx)), int(round(cy))
    want = t.wanted[face]
    if want == 0:
        row = min(max(int((cy - ground.south) / ground.cell), 0), ground.grid.shape[0] - 1)
        column = min(max(int((cx - ground.west) / ground.cell), 0), ground.grid.shape[1] - 1)
        want = ground.grid[row, column]
    if n >= len(ring) or area < want * (1.15 + 0.7 * _chance(ground.salt, i, j, 1)):
        return False
    lx, ly = _longest(t, ring, n)
    if abs(lx * uy - ly * ux) > abs(lx * ux + ly * uy):
        lx, ly = -ly, lx
    if (abs(lx * ux + ly * uy) > 0.86 or stretch < 1.35):
        ux, uy = lx, ly
    snap = 0.2 * np.sqrt(want)
    for attempt in range(_TRIES):
        turn = 0.16 * (_chance(ground.salt, i, j, 10 + attempt) - 0.5) * (1 + attempt / 2)
        if attempt == 4:
            ux, uy = -uy, ux
        norm = np.sqrt(1 + turn * turn)
        ax, ay = (ux - uy * turn) / norm, (uy + ux * turn) / norm
        shift = (_chance(ground.salt, i, j, 30 + attempt) - 0.5) * 0.35 * np.sqrt(area * stretch)
        found = _across(t, ring, n, side, cx + ax * shift, cy + ay * shift, -ay, ax, snap, attempt)
        if found[0] < 0:
            continue
        strict = 0.24 if attempt < 6 else 0.12
        if _try_street(face, found, strict * area, area, t, ground, ring, n, i, j):
            return True
    return False


@njit(cache=True, error_model="numpy")
def _across(t, ring, n, side, px, py, dx, dy, snap, attempt):  # type: ignore[no-untyped-def]
    """Return where a line through a ring leaves and enters it: two places, each a ring index and a share of that edge.

    A share of 0 means the corner itself. The first index is -1 if no good way was found.
    """
    crossings = 0
    for k in range(n):
        a, b = t.nodes[t.edges[ring[k], ORIGIN]], t.nodes[t.edges[ring[(k + 1) % n], ORIGIN]]
        da = (a[0] - px) * dy - (a[1] - py) * dx
        db = (b[0] - px) * dy - (b[1] - py) * dx
        if (da > 0) == (db > 0):
            continue
        share = da / (da - db)
        side[crossings, 0] = k
        side[crossings, 1] = share
        side[crossings, 2] = (a[0] + share * (b[0] - a[0]) - px) * dx + (a[1] + share * (b[1] - a[1]) - py) * dy
        crossings += 1
    if crossings < 2:
        return -1, 0.0, -1, 0.0
    _sort(side, crossings)
    best, low = -1.0, -1
    for m in range(0, crossings - 1, 2):
        s, e = side[m, 2], side[m + 1, 2]
        worth = (e - s) + (1e9 if s <= 0 <= e and attempt < 3 else 0.0)
        if worth > best:
            best, low = worth, m
    high = low + 1
    k1, s1 = _snapped(t, ring, n, int(side[low, 0]), side[low, 1], dx, dy, snap, attempt)
    k2, s2 = _snapped(t, ring, n, int(side[high, 0]), side[high, 1], dx, dy, snap, attempt)
    if k1 < 0 or k2 < 0 or (k1 == k2):
        return -1, 0.0, -1, 0.0
    return k1, s1, k2, s2


@njit(cache=True, error_model="numpy")
def _sort(side, count):  # type: ignore[no-untyped-def]
    """Sort the first rows by their third column, in place; there are few."""
    for m in range(1, count):
        k = m
        while k > 0 and side[k - 1, 2] > side[k, 2]:
            for column in range(3):
                side[k - 1, column], side[k, column] = side[k, column], side[k - 1, column]
            k -= 1


@njit(cache=True, error_model="numpy")
def _snapped(t, ring, n, k, share, dx, dy, snap, attempt):  # type: ignore[no-untyped-def]
    """Move a crossing to a corner if one is near; refuse (-1) crossings at a narrow angle."""
    a, b = t.nodes[t.edges[ring[k], ORIGIN]], t.nodes[t.edges[ring[(k + 1) % n], ORIGIN]]
    ex, ey = b[0] - a[0], b[1] - a[1]
    length = np.sqrt(ex * ex + ey * ey)
    if attempt < 6 and abs(ex * dy - ey * dx) < 0.45 * length:
        return -1, 0.0
    near, far = share * length, (1 - share) * length
    if near < snap and near <= far:
        return k, 0.0
    if far < snap:
        return (k + 1) % n, 0.0
    return k, share


@njit(cache=True, error_model="numpy")
def _try_street(face, found, least, area, t, ground, ring, n, i, j):  # type: ignore[no-untyped-def]
    """Cut `face` along a street between two places of its ring, if both parts are large enough."""
    k1, s1, k2, s2 = found
    path = np.zeros((16, 2))
    _place(t, ring, n, k1, s1, path[0])
    points = 2
    _place(t, ring, n, k2, s2, path[1])
    dx, dy = path[1, 0] - path[0, 0], path[1, 1] - path[0, 1]
    length = np.sqrt(dx * dx + dy * dy)
    if length < 8:
        return False
    part = _part_area(t, ring, n, k1, s1, k2, s2, path)
    if part < least or area - part < least:
        return False
    points = min(15, 2 + int(length / ground.step))
    ex, ey = path[1, 0], path[1, 1]
    for scale in (1.0, 0.0):
        bulge = scale * ground.bend * 2 * (_chance(ground.salt, i, j, 50) - 0.5)
        wave = scale * ground.bend * 1.2 * (_chance(ground.salt, i, j, 51) - 0.5)
        for m in range(1, points):
            s = m / (points - 1)
            off = (4 * s * (1 - s) * bulge + 10 * s * (1 - s) * (1 - 2 * s) * wave) * length
            path[m, 0] = np.round((path[0, 0] + s * (ex - path[0, 0]) - dy / length * off) * 100) / 100
            path[m, 1] = np.round((path[0, 1] + s * (ey - path[0, 1]) + dx / length * off) * 100) / 100
        path[points - 1, 0], path[points - 1, 1] = ex, ey
        if _free(t, ring, n, k1, s1, k2, s2, path, points):
            _split(face, k1, s1, k2, s2, path, points, area, t, ring)
            return True
    return False


@njit(cache=True, error_model="numpy")
def _place(t, ring, n, k, share, out):  # type: ignore[no-untyped-def]
    """Write the coordinates of a place on a ring."""
    a, b = t.nodes[t.edges[ring[k], ORIGIN]], t.nodes[t.edges[ring[(k + 1) % n], ORIGIN]]
    if share == 0:
        out[0], out[1] = a[0], a[1]
    else:
        out[0] = np.round((a[0] + share * (b[0] - a[0])) * 100) / 100
        out[1] = np.round((a[1] + share * (b[1] - a[1])) * 100) / 100


@njit(cache=True, error_model="numpy")
def _part_area(t, ring, n, k1, s1, k2, s2, path):  # type: ignore[no-untyped-def]
    """Return the area of the part from the first place on to the second."""
    bx, by = path[0]
    total = 0.0
    px, py = 0.0, 0.0
    k = (k1 + 1) % n
    stop = k2 if s2 == 0 else (k2 + 1) % n
    while k != stop:
        qx, qy = t.nodes[t.edges[ring[k], ORIGIN], 0] - bx, t.nodes[t.edges[ring[k], ORIGIN], 1] - by
        total += px * qy - py * qx
        px, py = qx, qy
        k = (k + 1) % n
    qx, qy = path[1, 0] - bx, path[1, 1] - by
    return (total + px * qy - py * qx) / 2


@njit(cache=True, error_model="numpy")
def _free(t, ring, n, k1, s1, k2, s2, path, points):  # type: ignore[no-untyped-def]
    """Say whether a street keeps clear of all sides of its block but the two it joins."""
    for k in range(n):
        a, b = t.nodes[t.edges[ring[k], ORIGIN]], t.nodes[t.edges[ring[(k + 1) % n], ORIGIN]]
        at_start = k == k1 or (s1 == 0 and (k + 1) % n == k1)
        at_end = k == k2 or (s2 == 0 and (k + 1) % n == k2)
        for m in range(points - 1):
            if (at_start and m == 0) or (at_end and m == points - 2):
                if points == 2 or not (at_start and at_end):
                    continue
            if _meet(a[0], a[1], b[0], b[1], path[m, 0], path[m, 1], path[m + 1, 0], path[m + 1, 1]):
                return False
    return True


@njit(cache=True, error_model="numpy")
def _meet(ax, ay, bx, by, cx, cy, dx, dy):  # type: ignore[no-untyped-def]
    """Say whether two segments touch."""
    one = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    two = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    three = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    four = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    return (one >= 0) != (two > 0) and (three >= 0) != (four > 0)


@njit(cache=True, error_model="numpy")
def _put(t, half, origin, following, previous, face):  # type: ignore[no-untyped-def]
    """Write one half-edge."""
    t.edges[half, ORIGIN], t.edges[half, NEXT] = origin, following
    t.edges[half, PREVIOUS], t.edges[half, FACE] = previous, face


@njit(cache=True, error_model="numpy")
def _node_at(half, share, x, y, t):  # type: ignore[no-untyped-def]
    """Return the half-edge that starts at a place, cutting the edge there if need be."""
    if share == 0:
        return half
    twin = half ^ 1
    node = t.count[NODES]
    t.nodes[node, 0], t.nodes[node, 1] = x, y
    t.count[NODES] += 1
    even = t.count[HALF_EDGES]
    t.count[HALF_EDGES] += 2
    odd = even + 1
    new, back = (even, odd) if half % 2 == 0 else (odd, even)
    _put(t, new, node, t.edges[half, NEXT], half, t.edges[half, FACE])
    _put(t, back, t.edges[twin, ORIGIN], twin, t.edges[twin, PREVIOUS], t.edges[twin, FACE])
    t.edges[t.edges[half, NEXT], PREVIOUS] = new
    t.edges[t.edges[twin, PREVIOUS], NEXT] = back
    t.edges[half, NEXT] = new
    t.edges[twin, PREVIOUS] = back
    t.edges[twin, ORIGIN] = node
    old, fresh = half // 2, even // 2
    t.line[fresh] = t.line[old]
    start = t.nodes[t.edges[2 * (old if half % 2 == 0 else fresh), ORIGIN]]
    passed = t.along[old] + np.sqrt((start[0] - x) ** 2 + (start[1] - y) ** 2)
    if half % 2 == 0:
        t.along[fresh] = passed
    else:
        t.along[fresh] = t.along[old]
        t.along[old] = passed
    return new


@njit(cache=True, error_model="numpy")
def _split(face, k1, s1, k2, s2, path, points, area, t, ring):  # type: ignore[no-untyped-def]
    """Put a street into a face; the part to its left keeps the number, the other gets a new one."""
    from_a = _node_at(ring[k1], s1, path[0, 0], path[0, 1], t)
    from_b = _node_at(ring[k2], s2, path[points - 1, 0], path[points - 1, 1], t)
    to_a, to_b = t.edges[from_a, PREVIOUS], t.edges[from_b, PREVIOUS]
    fresh, street = t.count[FACES], t.count[LINES]
    t.count[FACES] += 1
    t.count[LINES] += 1
    t.size[street] = area
    before, after = to_a, from_a
    here = t.edges[from_a, ORIGIN]
    passed = 0.0
    for m in range(1, points):
        even = t.count[HALF_EDGES]
        t.count[HALF_EDGES] += 2
        if m == points - 1:
            there = t.edges[from_b, ORIGIN]
        else:
            there = t.count[NODES]
            t.nodes[there] = path[m]
            t.count[NODES] += 1
        _put(t, even, here, -1, before, face)
        _put(t, even + 1, there, after, -1, fresh)
        t.edges[before, NEXT] = even
        t.edges[after, PREVIOUS] = even + 1
        t.line[even // 2], t.along[even // 2] = street, passed
        passed += np.sqrt((t.nodes[there, 0] - t.nodes[here, 0]) ** 2 + (t.nodes[there, 1] - t.nodes[here, 1]) ** 2)
        before, after, here = even, even + 1, there
    t.edges[before, NEXT] = from_b
    t.edges[from_b, PREVIOUS] = before
    t.edges[to_b, NEXT] = after
    t.edges[after, PREVIOUS] = to_b
    walk = after
    while True:
        t.edges[walk, FACE] = fresh
        walk = t.edges[walk, NEXT]
        if walk == after:
            break
    t.first[face], t.first[fresh] = from_b, from_a
    t.wanted[fresh], t.parent[fresh] = t.wanted[face], t.parent[face]
