"""The compiled part of cutting: how one face is cut in two.

All of it is in one file, for a compiled function does not notice a change in
another file. ``t``, ``ground`` and ``room`` are the named tuples of `cutting`,
``ring`` and ``xy`` the half-edges of a face and where they start.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from gruenzug.engine.modelregion.mesh import FACE, FACES, HALF_EDGES, LINES, NEXT, NODES, ORIGIN, PREVIOUS

_entrance: Any = njit(cache=True, error_model="numpy")  # keeps all it calls, too
_compiled: Any = njit(error_model="numpy")

_TRIES = 9
_ROOM = 400  # free rows that one cut may need


@_entrance
def cut_from(start, t, ground, room):  # type: ignore[no-untyped-def]
    """Cut faces from number `start` on; return where to go on when the room is used up."""
    face = start
    while face < t.counts[FACES]:
        if t.wanted[face] >= 0:
            while True:
                if _is_full(t):
                    return face
                if not _cut(face, t, ground, room):
                    break
        face += 1
    return face


@_compiled
def _is_full(t):  # type: ignore[no-untyped-def]
    """Say whether one more cut might not fit."""
    faces_or_lines = t.counts[FACES] + 2 >= len(t.first) or t.counts[LINES] + 2 >= len(t.size)
    nodes_or_edges = t.counts[NODES] + _ROOM >= len(t.nodes) or t.counts[HALF_EDGES] + 2 * _ROOM >= len(
        t.edges
    )
    return faces_or_lines or nodes_or_edges


@_compiled
def _chance(salt, a, b, c):  # type: ignore[no-untyped-def]
    """Return a number in 0..1 for three whole numbers."""
    state = salt
    for key in (a, b, c):
        state = state + np.uint64(0x9E3779B97F4A7C15) + np.uint64(np.int64(key))
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state = state ^ (state >> np.uint64(31))
    return float(state >> np.uint64(11)) / 9007199254740992.0


@_compiled
def _walk(face, t, ring, xy):  # type: ignore[no-untyped-def]
    """Fill in the half-edges of a face and where they start (closed); return how many there are."""
    start = t.first[face]
    here, n = start, 0
    while True:
        ring[n] = here
        xy[n] = t.nodes[t.edges[here, ORIGIN]]
        n += 1
        here = t.edges[here, NEXT]
        if here == start or n >= len(ring) - 1:
            xy[n] = xy[0]
            return n


@_compiled
def _moments(xy, n):  # type: ignore[no-untyped-def]
    """Return area, centroid and the long axis of a ring, and how much longer it is."""
    bx, by = xy[0]
    area = sx = sy = xx = yy = cross = 0.0
    for k in range(n):
        a, b = xy[k], xy[k + 1]
        ax, ay, cx, cy = a[0] - bx, a[1] - by, b[0] - bx, b[1] - by
        w = ax * cy - ay * cx
        area += w / 2
        sx += (ax + cx) * w / 6
        sy += (ay + cy) * w / 6
        xx += (ax * ax + ax * cx + cx * cx) * w / 12
        yy += (ay * ay + ay * cy + cy * cy) * w / 12
        cross += (ax * cy + 2 * ax * ay + 2 * cx * cy + cx * ay) * w / 24
    if area <= 0:
        return area, bx, by, 1.0, 0.0, 1.0
    mx, my = sx / area, sy / area
    xx, yy, cross = xx / area - mx * mx, yy / area - my * my, cross / area - mx * my
    root = np.sqrt((xx - yy) * (xx - yy) / 4 + cross * cross)
    large, small = (xx + yy) / 2 + root, max((xx + yy) / 2 - root, 1e-6)
    ux, uy = (cross, large - xx) if abs(large - xx) > abs(large - yy) else (large - yy, cross)
    length = np.sqrt(ux * ux + uy * uy)
    if length < 1e-9:
        return area, bx + mx, by + my, 1.0, 0.0, 1.0
    return area, bx + mx, by + my, ux / length, uy / length, np.sqrt(large / small)


@_compiled
def _longest(xy, n):  # type: ignore[no-untyped-def]
    """Return the direction of the longest straight side of a ring."""
    best, ux, uy = 0.0, 1.0, 0.0
    for k in range(n):
        a, b = xy[k], xy[k + 1]
        dx, dy = b[0] - a[0], b[1] - a[1]
        reach = 1
        while reach < 6:  # go on while the next corner bends little
            c = xy[(k + reach + 1) % n]
            ex, ey = c[0] - b[0], c[1] - b[1]
            if abs(dx * ey - dy * ex) > 0.06 * np.sqrt((dx * dx + dy * dy) * (ex * ex + ey * ey)):
                break
            dx, dy, b = dx + ex, dy + ey, c
            reach += 1
        length = np.sqrt(dx * dx + dy * dy)
        if length > best:
            best, ux, uy = length, dx / length, dy / length
    return ux, uy


@_compiled
def _cut(face, t, ground, room):  # type: ignore[no-untyped-def]
    """Cut one face in two if it is too large; return whether it was cut."""
    ring, xy, side = room.ring, room.xy, room.side
    n = _walk(face, t, ring, xy)
    area, cx, cy, ux, uy, stretch = _moments(xy, n)
    i, j = np.int64(np.round(cx)), np.int64(np.round(cy))
    want = t.wanted[face]
    if want == 0:
        row = min(max(int((cy - ground.south) / ground.cell), 0), ground.grid.shape[0] - 1)
        column = min(max(int((cx - ground.west) / ground.cell), 0), ground.grid.shape[1] - 1)
        want = ground.grid[row, column]
    if n >= len(ring) - 1 or area < want * (1.15 + 0.7 * _chance(ground.salt, i, j, 1)):
        return False
    lx, ly = _longest(xy, n)
    if abs(lx * uy - ly * ux) > abs(lx * ux + ly * uy):
        lx, ly = -ly, lx
    if abs(lx * ux + ly * uy) > 0.86 or stretch < 1.35:
        ux, uy = lx, ly
    snap = 0.2 * np.sqrt(want)
    for attempt in range(_TRIES):
        turn = 0.16 * (_chance(ground.salt, i, j, 10 + attempt) - 0.5) * (1 + attempt / 2)
        if attempt == 4:
            ux, uy = -uy, ux
        norm = np.sqrt(1 + turn * turn)
        ax, ay = (ux - uy * turn) / norm, (uy + ux * turn) / norm
        shift = (_chance(ground.salt, i, j, 30 + attempt) - 0.5) * 0.35 * np.sqrt(area * stretch)
        found = _across(xy, n, side, cx + ax * shift, cy + ay * shift, -ay, ax, snap, attempt)
        if found[0] < 0:
            continue
        strict = 0.24 if attempt < 6 else 0.12
        if _try_street(face, found, strict * area, area, t, ground, ring, xy, n, i, j):
            return True
    return False


@_compiled
def _across(xy, n, side, px, py, dx, dy, snap, attempt):  # type: ignore[no-untyped-def]
    """Return where a line through a ring leaves and enters it: twice a ring index and a share of that edge.

    A share of 0 means the corner itself. The first index is -1 if no good way was found.
    """
    crossings = 0
    for k in range(n):
        a, b = xy[k], xy[k + 1]
        da = (a[0] - px) * dy - (a[1] - py) * dx
        db = (b[0] - px) * dy - (b[1] - py) * dx
        if (da > 0) == (db > 0):
            continue
        share = da / (da - db)
        at_x, at_y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        side[crossings, 0], side[crossings, 1] = k, share
        side[crossings, 2] = (at_x - px) * dx + (at_y - py) * dy
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
    k1, s1 = _snapped(xy, n, int(side[low, 0]), side[low, 1], dx, dy, snap, attempt)
    k2, s2 = _snapped(xy, n, int(side[high, 0]), side[high, 1], dx, dy, snap, attempt)
    if k1 < 0 or k2 < 0 or (k1 == k2):
        return -1, 0.0, -1, 0.0
    return k1, s1, k2, s2


@_compiled
def _sort(side, count):  # type: ignore[no-untyped-def]
    """Sort the first rows by their third column, in place; there are few."""
    for m in range(1, count):
        k = m
        while k > 0 and side[k - 1, 2] > side[k, 2]:
            for column in range(3):
                side[k - 1, column], side[k, column] = side[k, column], side[k - 1, column]
            k -= 1


@_compiled
def _snapped(xy, n, k, share, dx, dy, snap, attempt):  # type: ignore[no-untyped-def]
    """Move a crossing to a corner if one is near; refuse (-1) crossings at a narrow angle."""
    a, b = xy[k], xy[k + 1]
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


@_compiled
def _try_street(face, found, least, area, t, ground, ring, xy, n, i, j):  # type: ignore[no-untyped-def]
    """Cut `face` along a street between two places of its ring, if both parts are large enough."""
    k1, s1, k2, s2 = found
    path = np.zeros((16, 2))
    _place(xy, k1, s1, path[0])
    _place(xy, k2, s2, path[1])
    dx, dy = path[1, 0] - path[0, 0], path[1, 1] - path[0, 1]
    length = np.sqrt(dx * dx + dy * dy)
    if length < 8:
        return False
    part = _part_area(xy, n, k1, s1, k2, s2, path)
    if part < least or area - part < least:
        return False
    points = min(15, 2 + int(length / ground.step))
    bulge = ground.bend * 2 * (_chance(ground.salt, i, j, 50) - 0.5)
    wave = ground.bend * 1.2 * (_chance(ground.salt, i, j, 51) - 0.5)
    for scale in (1.0, 0.0):
        _swerve(path, points, dx, dy, scale * bulge, scale * wave)
        if _free(xy, n, k1, s1, k2, s2, path, points):
            _split(face, k1, s1, k2, s2, path, points, area, t, ring)
            return True
    return False


@_compiled
def _swerve(path, points, dx, dy, bulge, wave):  # type: ignore[no-untyped-def]
    """Fill in the points of a street from the first one, (dx, dy) further, with a bulge and a wave."""
    x, y = path[0]
    for m in range(1, points):
        s = m / (points - 1)
        off = 4 * s * (1 - s) * bulge + 10 * s * (1 - s) * (1 - 2 * s) * wave
        path[m, 0] = np.round((x + s * dx - dy * off) * 100) / 100
        path[m, 1] = np.round((y + s * dy + dx * off) * 100) / 100


@_compiled
def _place(xy, k, share, out):  # type: ignore[no-untyped-def]
    """Write the coordinates of a place on a ring."""
    a, b = xy[k], xy[k + 1]
    if share == 0:
        out[0], out[1] = a[0], a[1]
    else:
        out[0] = np.round((a[0] + share * (b[0] - a[0])) * 100) / 100
        out[1] = np.round((a[1] + share * (b[1] - a[1])) * 100) / 100


@_compiled
def _part_area(xy, n, k1, s1, k2, s2, path):  # type: ignore[no-untyped-def]
    """Return the area of the part from the first place on to the second."""
    bx, by = path[0]
    total = 0.0
    px, py = 0.0, 0.0
    k = (k1 + 1) % n
    stop = k2 if s2 == 0 else (k2 + 1) % n
    while k != stop:
        qx, qy = xy[k, 0] - bx, xy[k, 1] - by
        total += px * qy - py * qx
        px, py = qx, qy
        k = (k + 1) % n
    qx, qy = path[1, 0] - bx, path[1, 1] - by
    return (total + px * qy - py * qx) / 2


@_compiled
def _free(xy, n, k1, s1, k2, s2, path, points):  # type: ignore[no-untyped-def]
    """Say whether a street keeps clear of all sides of its block but the two it joins."""
    for k in range(n):
        a, b = xy[k], xy[k + 1]
        at_start = k == k1 or (s1 == 0 and (k + 1) % n == k1)
        at_end = k == k2 or (s2 == 0 and (k + 1) % n == k2)
        for m in range(points - 1):
            joins = (at_start and m == 0) or (at_end and m == points - 2)
            if joins and (points == 2 or not (at_start and at_end)):
                continue
            if _meet(a[0], a[1], b[0], b[1], path[m, 0], path[m, 1], path[m + 1, 0], path[m + 1, 1]):
                return False
    return True


@_compiled
def _meet(ax, ay, bx, by, cx, cy, dx, dy):  # type: ignore[no-untyped-def]
    """Say whether two segments touch."""
    one = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    two = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    three = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    four = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    return (one >= 0) != (two > 0) and (three >= 0) != (four > 0)


@_compiled
def _put(t, half, origin, following, previous, face):  # type: ignore[no-untyped-def]
    """Write one half-edge."""
    t.edges[half, ORIGIN], t.edges[half, NEXT] = origin, following
    t.edges[half, PREVIOUS], t.edges[half, FACE] = previous, face


@_compiled
def _node_at(half, share, x, y, t):  # type: ignore[no-untyped-def]
    """Return the half-edge that starts at a place, cutting the edge there if need be."""
    if share == 0:
        return half
    twin = half ^ 1
    node = t.counts[NODES]
    t.nodes[node, 0], t.nodes[node, 1] = x, y
    t.counts[NODES] += 1
    even = t.counts[HALF_EDGES]
    t.counts[HALF_EDGES] += 2
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


@_compiled
def _split(face, k1, s1, k2, s2, path, points, area, t, ring):  # type: ignore[no-untyped-def]
    """Put a street into a face; the part to its left keeps the number, the other gets a new one."""
    from_a = _node_at(ring[k1], s1, path[0, 0], path[0, 1], t)
    from_b = _node_at(ring[k2], s2, path[points - 1, 0], path[points - 1, 1], t)
    to_b = t.edges[from_b, PREVIOUS]
    fresh = t.counts[FACES]
    t.counts[FACES] += 1
    before, after = _lay(face, fresh, from_a, from_b, path, points, area, t)
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


@_compiled
def _lay(left, right, from_a, from_b, path, points, area, t):  # type: ignore[no-untyped-def]
    """Write the edges of a new street; return its last half-edge there and its first half-edge back."""
    street = t.counts[LINES]
    t.counts[LINES] += 1
    t.size[street] = area
    before, after = t.edges[from_a, PREVIOUS], from_a
    here = t.edges[from_a, ORIGIN]
    passed = 0.0
    for m in range(1, points):
        even = t.counts[HALF_EDGES]
        t.counts[HALF_EDGES] += 2
        there = t.edges[from_b, ORIGIN]
        if m < points - 1:
            there = t.counts[NODES]
            t.nodes[there] = path[m]
            t.counts[NODES] += 1
        _put(t, even, here, -1, before, left)
        _put(t, even + 1, there, after, -1, right)
        t.edges[before, NEXT] = even
        t.edges[after, PREVIOUS] = even + 1
        t.line[even // 2], t.along[even // 2] = street, passed
        dx, dy = t.nodes[there, 0] - t.nodes[here, 0], t.nodes[there, 1] - t.nodes[here, 1]
        passed += np.sqrt(dx * dx + dy * dy)
        before, after, here = even, even + 1, there
    return before, after
