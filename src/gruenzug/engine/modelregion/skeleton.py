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
from gruenzug.engine.modelregion.lines import resampled, ribbon, rounded, smooth, wound
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
    found = [_river(row, seed) for row in _raw()["river"]]
    found += [_track("canal", row["name"], row, row["width"], seed) for row in _raw()["canal"]]
    found += [_track("motorway", row["ref"], row, MOTORWAY_WIDTH, seed) for row in _raw()["motorway"]]
    found += [_track("railway", f"Strecke {n}", row, RAILWAY_WIDTH, seed) for n, row in enumerate(_raw()["railway"], 1)]
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


def _river(row: dict[str, Any], seed: int) -> Course:
    salt = salt_of(seed, "river", row["name"])
    line = resampled(smooth(_metres(row)), WATER_STEP)
    line = rounded(resampled(wound(line, row["wind"], row["wavelength"], salt), WATER_STEP))
    breadth = row["width"] * (1 + 0.16 * noise(line[:, 0], line[:, 1], 900.0, salt + 1, 2))
    return Course("river", row["name"], line, ribbon(line, breadth))


def _track(kind: str, name: str, row: dict[str, Any], width: float, seed: int) -> Course:
    line = resampled(smooth(_metres(row)), TRACK_STEP)
    wind = row.get("wind", 130.0)
    line = wound(line, wind, 3500.0, salt_of(seed, kind, name), fixed_ends=kind == "railway")
    line = rounded(resampled(line, TRACK_STEP))
    return Course(kind, name, line, ribbon(line, width))


def _metres(row: dict[str, Any]) -> Floats:
    degrees = np.array(row["course"], dtype=np.float64)
    return np.column_stack(rough_metres(degrees[:, 0], degrees[:, 1]))


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("gruenzug.engine.modelregion").joinpath("skeleton.toml").read_text("utf-8"))
