"""The large lines of the region: rivers, canals, motorways, railways, and where woods gather."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import shapely
from shapely import Geometry

from gruenzug.engine.modelregion.chance import Floats, noise, salt_of
from gruenzug.engine.modelregion.lines import lengths, resampled, ribbon, rounded, smooth, stretch, wound
from gruenzug.engine.modelregion.projection import rough_metres

WATER_STEP = 70.0
TRACK_STEP = 110.0
MOTORWAY_WIDTH = 44.0
RAILWAY_WIDTH = 22.0


@dataclass(frozen=True)
class Course:
    """One large line: its centre line, the area it takes, its tunnels from and to in metres along it."""

    kind: str  # river, canal, motorway, railway
    name: str
    line: Floats
    area: Geometry
    tunnels: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Wood:
    """A place around which woods gather."""

    x: float
    y: float
    reach: float
    strength: float


@dataclass(frozen=True)
class Corridor:
    """A strip between towns that stays green."""

    line: Floats
    width: float


def courses(seed: int) -> list[Course]:
    """Return all rivers, canals, motorways and railways of the region."""
    rivers = [_river(row, seed) for row in _raw()["river"]]
    canals = [_track("canal", row["name"], row, seed) for row in _raw()["canal"]]
    waters = _joined([*rivers, *canals])
    found = []
    for number, row in enumerate([*_raw()["river"], *_raw()["canal"]]):
        kind = "river" if number < len(rivers) else "canal"
        found.append(Course(kind, row["name"], waters[number], _water(kind, row, waters[number], seed)))
    found += [_dry("motorway", row["ref"], row, MOTORWAY_WIDTH, seed) for row in _raw()["motorway"]]
    for number, row in enumerate(_raw()["railway"], 1):
        found += [_dry("railway", f"Strecke {number}", row, RAILWAY_WIDTH, seed)]
    return found


def woods() -> list[Wood]:
    """Return the places around which woods gather."""
    spots = np.array(_raw()["wooded"][0]["spots"])
    x, y = rough_metres(spots[:, 0], spots[:, 1])
    return [Wood(float(x[n]), float(y[n]), float(row[2]), float(row[3])) for n, row in enumerate(spots)]


def corridors() -> list[Corridor]:
    """Return the green strips between the towns of the belt."""
    return [
        Corridor(resampled(smooth(_metres(row)), 200.0), float(row["width"])) for row in _raw()["corridor"]
    ]


def water_of(lines: list[Course]) -> Geometry:
    """Return the area of all rivers and canals as one geometry."""
    return shapely.union_all([line.area for line in lines if line.kind in {"river", "canal"}], grid_size=0.01)


def _river(row: dict[str, Any], seed: int) -> Floats:
    line = resampled(smooth(_metres(row)), WATER_STEP)
    return resampled(
        wound(line, row["wind"], row["wavelength"], salt_of(seed, "river", row["name"])), WATER_STEP
    )


def _track(kind: str, name: str, row: dict[str, Any], seed: int) -> Floats:
    line = resampled(smooth(_metres(row)), TRACK_STEP)
    line = wound(
        line, row.get("wind", 130.0), 3500.0, salt_of(seed, kind, name), fixed_ends=kind == "railway"
    )
    return rounded(resampled(line, TRACK_STEP))


def _dry(kind: str, name: str, row: dict[str, Any], width: float, seed: int) -> Course:
    """Return a motorway or railway, which takes no ground where it is in a tunnel."""
    line = _track(kind, name, row, seed)
    along = lengths(line)
    tunnels = []
    for lon, lat, length in row.get("tunnels", []):
        middle = along[_nearest(line, np.column_stack(rough_metres(np.array([lon]), np.array([lat])))[0])]
        tunnels.append((float(round(middle - length / 2)), float(round(middle + length / 2))))
    marks = [0.0, *(mark for tunnel in sorted(tunnels) for mark in tunnel), float(along[-1])]
    parts = [stretch(line, start, end)[0] for start, end in zip(marks[0::2], marks[1::2], strict=True)]
    return Course(
        kind, name, line, shapely.union_all([ribbon(part, width) for part in parts]), tuple(sorted(tunnels))
    )


def _nearest(line: Floats, point: Floats) -> int:
    """Return which point of a line is nearest."""
    step = line - point
    return int(np.argmin((step * step).sum(axis=1)))


def _water(kind: str, row: dict[str, Any], line: Floats, seed: int) -> Geometry:
    """Return the area of a river, now wider, now narrower, or of a canal."""
    width = np.full(len(line), float(row["width"]))
    if kind == "river":
        width *= 1 + 0.16 * noise(line[:, 0], line[:, 1], 900.0, salt_of(seed, "breadth", row["name"]), 2)
    return ribbon(line, width)


def _joined(waters: list[Floats]) -> list[Floats]:
    """Lead rivers and canals that end near other water gently into it."""
    joined = [rounded(waters[0])]
    for number in range(1, len(waters)):
        others = [other for n, other in enumerate(waters) if n != number]
        line = _end_joined(waters[number], others)
        joined.append(rounded(_end_joined(line[::-1], others)[::-1]))
    return joined


def _end_joined(line: Floats, others: list[Floats]) -> Floats:
    """Lead the end of a line to the nearest other one, if near; the first of them is the great river."""
    spots = [other[_nearest(other, line[-1])] for other in others]
    gaps = [float(np.sqrt(((spot - line[-1]) ** 2).sum())) for spot in spots]
    near = [(gap, n) for n, gap in enumerate(gaps) if gap < (2600.0 if n == 0 else 500.0)]
    return _led_to(line, spots[min(near)[1]]) if near else line


def _led_to(line: Floats, target: Floats) -> Floats:
    """Return the line bent so that it ends at `target`."""
    gap = target - line[-1]
    left = lengths(line)[-1] - lengths(line)
    share = np.maximum(0.0, 1 - left / (1200.0 + 3 * float(np.sqrt((gap * gap).sum()))))
    return resampled(line + (share * share)[:, None] * gap, WATER_STEP)


def _metres(row: dict[str, Any]) -> Floats:
    degrees = np.array(row["course"], dtype=np.float64)
    return np.column_stack(rough_metres(degrees[:, 0], degrees[:, 1]))


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("gruenzug.engine.modelregion").joinpath("skeleton.toml").read_text("utf-8"))
