"""What a supply is computed from: land cover, population, and how far who goes for which nature."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from gruenzug.engine.bands import AsClasses, RasterSource, Source, float_source, raster_source
from gruenzug.engine.bands.frame import Frame, require_metres, require_same_system, require_square, same_cells
from gruenzug.engine.bands.resampled import ResampledSource
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.kernels.disc import Disc, disc
from gruenzug.engine.kernels.disc_cells import SHARE_BITS
from gruenzug.engine.kernels.disc_supply import Catchment, Group
from gruenzug.engine.layers.raster_supply_zones import add_up, whole_shares
from gruenzug.engine.layers.raster_tables import POSITIVE, SHARE, read_classes, rows_of

RADIUS_M = 300.0
"""Search radius where neither the caller nor the table says one."""

_ONE = 1 << SHARE_BITS


@dataclass(frozen=True)
class SupplyCase:
    """What to compute.

    Attributes
    ----------
    lulc, population, table : Path
        Land-cover codes; persons per cell; ``lucode,urban_nature`` and, if the
        radius depends on the class, ``search_radius_m``.
    demand : float
        What a person needs, in m².
    decay : str
        How the weight of a place falls with its distance.
    decay_length : float or None
        Metres over which exponential weights fall to 1/e; None takes the
        search radius.
    radius : float or None
        Search radius in metres for all; None takes the table's or 300 m.
    groups : Path or None
        ``group,share,search_radius_m``: parts of the population with their own
        radius; the shares hold where no zone says otherwise.
    accessible : bool
        Whether the nature in reach is wanted too, however many share it.
    zones : Path or None
        Polygons, such as municipalities, whose people are told apart; with
        columns ``pop_GROUP`` they have shares of their own.
    """

    lulc: Path
    population: Path
    table: Path
    demand: float = 100.0
    decay: str = "dichotomy"
    radius: float | None = None
    groups: Path | None = None
    accessible: bool = False
    zones: Path | None = None
    decay_length: float | None = None


def prepared(case: SupplyCase) -> tuple[tuple[Source, ...], Frame, Catchment]:
    """Return land cover and population on one grid, the grid, and how far people go for which nature.

    Raises
    ------
    GridError
        If rasters do not fit together or a number of the case is impossible.
    SourceError
        If a file is missing or broken, or lacks what the case needs.
    """
    _require_possible(case)
    lulc = raster_source(case.lulc)
    frame = lulc.frame
    require_metres(frame, str(case.lulc))
    require_square(frame, str(case.lulc))
    classes = read_classes(case.table, {"urban_nature": SHARE}, {"search_radius_m": POSITIVE})
    land = RasterSource(
        case.lulc, frame, AsClasses(tuple(classes), str(case.lulc), str(case.table)), lulc.nodata
    )
    persons = _population(case, frame)
    return (land, persons), frame, _catchment(case, classes, frame.cell_x)


def _require_possible(case: SupplyCase) -> None:
    if not 0 < case.demand < float("inf"):
        raise GridError(f"the demand must be above 0 m² per person, got {case.demand}")
    if case.decay_length is None:
        return
    if case.decay != "exponential":
        raise GridError(f"a length of decay belongs to exponential decay; leave it out for {case.decay}")
    if not 0 < case.decay_length < float("inf"):
        raise GridError(f"the length of decay must be above 0 m, got {case.decay_length:g}")


def _population(case: SupplyCase, frame: Frame) -> Source:
    """Return the population on the grid of the land cover, interpolated as a density."""
    source = float_source(case.population)
    require_same_system(frame, str(case.lulc), source.frame, str(case.population))
    if same_cells(frame, source.frame):
        return source
    theirs = source.frame
    apart = (
        theirs.west >= frame.west + frame.columns * frame.cell_x
        or theirs.west + theirs.columns * theirs.cell_x <= frame.west
        or theirs.north <= frame.north - frame.rows * frame.cell_y
        or theirs.north - theirs.rows * theirs.cell_y >= frame.north
    )
    if apart:
        raise GridError(f"{case.population} does not overlap {case.lulc}; give rasters of the same area")
    return ResampledSource(source, frame, frame.cell_area / theirs.cell_area)


def _catchment(case: SupplyCase, classes: dict[int, dict[str, float]], cell: float) -> Catchment:
    share = tuple(round(row["urban_nature"] * _ONE) for row in classes.values())
    if case.groups is not None:
        return _grouped(case, case.groups, share, cell)
    if case.radius is not None or not any("search_radius_m" in row for row in classes.values()):
        radius = RADIUS_M if case.radius is None else case.radius
        return Catchment(_discs(case, [radius], cell), share, (0,) * len(share))
    for code, row in classes.items():
        if row["urban_nature"] > 0 and not row.get("search_radius_m", 0.0) > 0:
            raise SourceError(
                f"{case.table}: the class {code} is nature but has no search_radius_m; add one above 0 or "
                "give one radius for all"
            )
    radii = sorted({row["search_radius_m"] for row in classes.values() if row["urban_nature"] > 0})
    numbers = tuple(
        radii.index(row["search_radius_m"]) if row["urban_nature"] > 0 else 0 for row in classes.values()
    )
    return Catchment(_discs(case, radii or [RADIUS_M], cell), share, numbers)


def _grouped(case: SupplyCase, path: Path, share: tuple[int, ...], cell: float) -> Catchment:
    if case.radius is not None:
        raise GridError(f"{path} gives a radius per group; leave out the radius for all")
    rows = list(rows_of(path))
    for number, row in enumerate(rows, 2):
        for column in ("group", "share", "search_radius_m"):
            if not row.get(column):
                raise SourceError(f"{path}, row {number}: the column {column} is missing or empty")
    names = [row["group"] for row in rows]
    if twice := [name for name in names if names.count(name) > 1]:
        raise SourceError(f"{path}: the group {twice[0]} is there twice; keep one of the rows")
    parts = [_positive(row["share"], f"{path}, share of {row['group']}") for row in rows]
    if not rows or not add_up(parts):
        raise SourceError(f"{path}: the shares add up to {sum(parts):g}, they must add up to 1")
    radii = [_positive(row["search_radius_m"], f"{path}, radius of {row['group']}") for row in rows]
    distinct = sorted(set(radii))
    groups = tuple(
        Group(row["group"], part, distinct.index(radius))
        for row, part, radius in zip(rows, whole_shares(parts), radii, strict=True)
    )
    return Catchment(_discs(case, distinct, cell), share, (), groups)


def _discs(case: SupplyCase, radii: list[float], cell: float) -> tuple[Disc, ...]:
    """Return discs with the same units of weight, as fine as the smallest disc asks but at most 2^-20."""
    decay, length = case.decay, case.decay_length
    finest = max(disc(decay, radius, cell, length=length).bits for radius in radii)
    bits = finest if len(radii) == 1 else min(finest, 20)
    return tuple(disc(decay, radius, cell, bits, length) for radius in radii)


def _positive(text: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (value > 0 and isfinite(value)):
        raise SourceError(f'{place}: "{text}" is not a number above 0')
    return value
