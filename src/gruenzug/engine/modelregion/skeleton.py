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
from gruenzug.engine.modelregion.lines import lengths, resampled, ribbon, rounded, smooth, wound
from gruenzug.engine.modelregion.projection import rough_metres

WATER_STEP = 70.0
TRACK_STEP = 110.0
MOTORWAY_WIDTH = 44.0
RAILWAY_WIDTH = 22.0


@dataclass(frozen=True)
class Course:
    """One large line: what it is, its centre line and the area it takes."""

    kind: str  # river, canal, motorway, railway
    name: str
    line: Floats
    area: Geometry


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
    for row in _raw()["motorway"]:
        line = _track("motorway", row["ref"], row, seed)
        found.append(Course("motorway", row["ref"], line, ribbon(line, MOTORWAY_WIDTH)))
    for number, row in enumerate(_raw()["railway"], 1):
        line = _track("railway", f"Strecke {number}", row, seed)
        found.append(Course("railway", f"Strecke {number}", line, ribbon(line, RAILWAY_WIDTH)))
    return found


def woods() -> list[Wood]:
    """Return the places around which woods gather."""
    spots = np.array(_raw()["wooded"][0]["spots"])
    x, y = rough_metres(spots[:, 0], spots[:, 1])
    return [Wood(float(x[n]), float(y[n]), float(row[2]), float(row[3])) for n, row in enumerate(spots)]


def corridors() -> list[Corridor]:
    """Return the green strips between the towns of the belt."""
    return [Corridor(resampled(smooth(_metres(row)), 200.0), float(row["width"])) for row in _raw()["corridor"]]


def water_of(lines: list[Course]) -> Geometry:
    """Return the area of all rivers and canals as one geometry."""
    return shapely.union_all([line.area for line in lines if line.kind in {"river", "canal"}], grid_size=0.01)


def _river(row: dict[str, Any], seed: int) -> Floats:
    line = resampled(smooth(_metres(row)), WATER_STEP)
    return resampled(wound(line, row["wind"], row["wavelength"], salt_of(seed, "river", row["name"])), WATER_STEP)


def _track(kind: str, name: str, row: dict[str, Any], seed: int) -> Floats:
    line = resampled(smooth(_metres(row)), TRACK_STEP)
    line = wound(line, row.get("wind", 130.0), 3500.0, salt_of(seed, kind, name), fixed_ends=kind == "railway")
    return rounded(resampled(line, TRACK_STEP))


def _water(kind: str, row: dict[str, Any], line: Floats, seed: int) -> Geometry:
    """Return the area of a river, now wider, now narrower, or of a canal."""
    width = np.full(len(line), float(row["width"]))
    if kind == "river":
        width *= 1 + 0.16 * noise(line[:, 0], line[:, 1], 900.0, salt_of(seed, "breadth", row["name"]), 2)
    return ribbon(line, width)


def _joined(waters: list[Floats]) -> list[Floats]:
    """Lead rivers and canals that end near other water gently into it."""
    joined = [rounded(waters[0])]
    for number, line in enumerate(waters[1:], 1):
        for turned in (False, True):
            way = line[::-1] if turned else line
            others = [other for n, other in enumerate(waters) if n != number]
            spots = [other[int(np.argmin(((other - way[-1]) ** 2).sum(axis=1)))] for other in others]
            gaps = [float(np.sqrt(((spot - way[-1]) ** 2).sum())) for spot in spots]
            near = [n for n, gap in enumerate(gaps) if gap < (2600.0 if n == 0 else 500.0)]
            if near:
                way = _led_to(way, spots[min(near, key=lambda n: gaps[n])])
            line = way[::-1] if turned else way
        joined.append(rounded(line))
    return joined


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
