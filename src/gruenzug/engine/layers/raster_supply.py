"""Supply with urban nature from a land-cover raster, a population raster and a table of classes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import (
    AsClasses,
    Job,
    Layer,
    Piece,
    Source,
    Workers,
    float_source,
    plan_bands,
    raster_sink,
    run_bands,
    usual_workers,
)
from gruenzug.engine.bands.frame import Frame, require_metres, require_same_system, require_square, same_cells
from gruenzug.engine.bands.resampled import ResampledSource
from gruenzug.engine.bands.sources import RasterSource, raster_source
from gruenzug.engine.errors import GridError, SourceError
from gruenzug.engine.kernels.disc import Disc, disc
from gruenzug.engine.kernels.disc_cells import PERSON_BITS, SHARE_BITS, Totals
from gruenzug.engine.kernels.disc_groups import (
    accessible_of_groups,
    people_of_groups,
    supply_of_groups,
    zone_of_cells,
)
from gruenzug.engine.kernels.disc_supply import (
    Catchment,
    Group,
    Supply,
    accessible,
    in_square_metres,
    masked,
    people,
    supply,
    totals,
)
from gruenzug.engine.kernels.disc_supply_flat import flat_supply, is_flat
from gruenzug.engine.kernels.disc_zones import totals_by_zone
from gruenzug.engine.kernels.zonal import Spans
from gruenzug.engine.layers.raster_supply_zones import add_up, shares_by_zone, whole_shares, write_zones
from gruenzug.engine.layers.raster_tables import POSITIVE, SHARE, read_classes, rows_of
from gruenzug.engine.layers.zones import polygon_zones

RADIUS_M = 300.0
"""Search radius where neither the caller nor the table says one."""

_NODATA = float("nan")
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


def write_supply(case: SupplyCase, folder: Path, workers: Workers | None = None) -> dict[str, Any]:
    """Write ``supply.tif`` and ``balance.tif`` (m² per person) to `folder`; return the summary.

    With zones, ``zones.csv`` is written too.

    Returns
    -------
    dict
        ``supply_sum``, ``supply_min``, ``supply_max`` in m² per person over
        the cells where land and people are known; ``population``,
        ``people_undersupplied``, ``people_oversupplied`` in persons; with
        groups, ``groups``; with `accessible`, ``accessible_sum`` … in m².
    """
    if not 0 < case.demand < float("inf"):
        raise GridError(f"the demand must be above 0 m² per person, got {case.demand}")
    sources, frame, catchment = _prepared(case)
    shares = shares_by_zone(case.zones, catchment.groups) if case.zones and catchment.groups else None
    kernel = _SupplyKernel(catchment, frame.cell_area, case.demand, case.accessible, shares)
    names = ["supply", "balance", *(["accessible"] if case.accessible else [])]
    outputs = tuple(Layer("float32", _NODATA) for _ in names)
    job = Job(kernel, sources, 2 * catchment.reach, outputs)
    workers = workers or usual_workers()
    names_of_zones, job, workers = _with_zones(case, job, frame, workers)
    with ExitStack() as stack:
        sinks = [
            stack.enter_context(raster_sink(folder / f"{name}.tif", frame, layer, workers.count))
            for name, layer in zip(names, outputs, strict=True)
        ]
        partials = run_bands(job, sinks, workers)
    counted = {g.name: Fraction(g.share, _ONE) if shares is None else Fraction(1) for g in catchment.groups}
    if case.zones is not None:
        write_zones(folder / "zones.csv", names_of_zones, [part.zones for part in partials], counted)
    return _summary(case, catchment, frame, [part.totals for part in partials], counted)


def _with_zones(
    case: SupplyCase, job: Job, frame: Frame, workers: Workers
) -> tuple[list[int | str], Job, Workers]:
    """Return the names of the zones, the job that knows their cells, and workers that keep to its bands."""
    if case.zones is None:
        return [], job, workers
    names, spans = polygon_zones(case.zones, None, frame, case.lulc)
    bands = plan_bands(job, workers)
    cuts = [np.searchsorted(spans.row, (band.first - job.halo, band.last + job.halo)) for band in bands]
    extra = tuple(Spans(*(part[a:b] for part in spans)) for a, b in cuts)
    return names, replace(job, extra=extra), workers.with_rows_of(bands)


def _prepared(case: SupplyCase) -> tuple[tuple[Source, ...], Frame, Catchment]:
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
        return Catchment(_discs(case.decay, [radius], cell), share, (0,) * len(share))
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
    return Catchment(_discs(case.decay, radii or [RADIUS_M], cell), share, numbers)


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
    return Catchment(_discs(case.decay, distinct, cell), share, (), groups)


def _discs(decay: str, radii: list[float], cell: float) -> tuple[Disc, ...]:
    """Return discs with the same units of weight, as fine as the smallest disc asks but at most 2^-20."""
    finest = max(disc(decay, radius, cell).bits for radius in radii)
    bits = finest if len(radii) == 1 else min(finest, 20)
    return tuple(disc(decay, radius, cell, bits) for radius in radii)


def _positive(text: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (value > 0 and isfinite(value)):
        raise SourceError(f'{place}: "{text}" is not a number above 0')
    return value


class _Partial(NamedTuple):
    """What a piece adds: totals of everyone, of each group and of accessible nature, and by zone."""

    totals: list[Totals]
    zones: list[dict[int, Totals]]


@dataclass(frozen=True)
class _SupplyKernel:
    """Supply, balance and their totals for one piece."""

    catchment: Catchment
    cell_area: float
    demand: float
    accessible: bool
    shares: NDArray[np.int64] | None = None

    def __call__(
        self, piece: Piece, classes: NDArray[np.uint8], persons: NDArray[Any], spans: Spans | None = None
    ) -> tuple[tuple[NDArray[np.float32], ...], _Partial]:
        if is_flat(self.catchment) and not self.accessible and spans is None:
            supplied, balance, whole = flat_supply(
                classes, persons, self.catchment, self.cell_area, self.demand
            )
            return (supplied, balance), _Partial([whole], [])
        land, count = masked(classes, people(persons))
        margin = 2 * self.catchment.reach
        inner = (slice(margin, margin + piece.shape[0]), slice(margin, margin + piece.shape[1]))
        zone = self._zones(piece, margin, land.shape, spans)
        found, groups = self._supplied(land, count, zone)
        here, blur = land[inner], self.catchment.rounding
        living = [one[inner] for one in (count, *groups)]
        unit = self.cell_area / 2**self.catchment.bits
        supplied = in_square_metres(found.total, here, unit)
        balance = in_square_metres(found.total, here, unit, self.demand, blur)
        needed = Fraction(self.demand) / Fraction(self.cell_area) * 2**self.catchment.bits
        pairs = list(zip((found.total, *found.groups), living, strict=True))
        partial = [totals(part, here, lived, needed, blur) for part, lived in pairs]
        corner = piece.first_row, piece.first_column
        zones: list[dict[int, Totals]] = []
        if spans is not None:
            zones = [totals_by_zone(part, here, lived, spans, corner, needed, blur) for part, lived in pairs]
        if not self.accessible:
            return (supplied, balance), _Partial(partial, zones)
        nature = self._nature(land, zone)
        area = self.cell_area / 2 ** (SHARE_BITS + self.catchment.discs[0].bits)
        partial.append(totals(nature, here, living[0], Fraction(0)))
        return (supplied, balance, in_square_metres(nature, here, area)), _Partial(partial, zones)

    def _supplied(
        self, land: NDArray[np.uint8], count: NDArray[np.int64], zone: NDArray[np.int64]
    ) -> tuple[Supply, list[NDArray[np.int64]]]:
        """Return the supply, and the people whom the supply of each group is for."""
        if self.shares is None:
            return supply(land, count, self.catchment), [count] * len(self.catchment.groups)
        groups = people_of_groups(count, zone, self.shares)
        return supply_of_groups(land, groups, self.catchment, zone, self.shares), list(groups)

    def _nature(self, land: NDArray[np.uint8], zone: NDArray[np.int64]) -> NDArray[np.int64]:
        if self.shares is None:
            return accessible(land, self.catchment)
        return accessible_of_groups(land, self.catchment, zone, self.shares)

    def _zones(
        self, piece: Piece, margin: int, shape: tuple[int, ...], spans: Spans | None
    ) -> NDArray[np.int64]:
        """Return the zone of each cell of the piece and its margin, where shares depend on it."""
        if self.shares is None or spans is None:
            return np.zeros((0, 0), np.int64)
        corner = piece.first_row - margin, piece.first_column - margin
        return zone_of_cells(spans, corner, (shape[0], shape[1]), len(self.shares) - 1)


def _summary(
    case: SupplyCase,
    catchment: Catchment,
    frame: Frame,
    partials: list[list[Totals]],
    counted: dict[str, Fraction],
) -> dict[str, Any]:
    columns = [reduce(Totals.plus, column) for column in zip(*partials, strict=True)]
    whole = columns[0]
    unit = Fraction(frame.cell_area) / 2**catchment.bits
    result = {
        **_extremes("supply", whole, unit),
        **_people_of(whole),
        "cells": whole.cells,
        "demand_m2": case.demand,
        "decay": case.decay,
        "radius_m": sorted({float(shape.radius) for shape in catchment.discs}),
    }
    if catchment.groups:
        result["groups"] = {
            name: _people_of(part, share)
            for (name, share), part in zip(counted.items(), columns[1:], strict=False)
        }
    if case.accessible:
        area = Fraction(frame.cell_area) / 2 ** (SHARE_BITS + catchment.discs[0].bits)
        result |= _extremes("accessible", columns[-1], area)
    return result


def _extremes(name: str, found: Totals, unit: Fraction) -> dict[str, Any]:
    some: Callable[[int], float | None] = lambda n: float(n * unit) if found.cells else None  # noqa: E731
    return {
        f"{name}_sum": some(found.supply),
        f"{name}_min": some(found.least),
        f"{name}_max": some(found.most),
    }


def _people_of(found: Totals, share: Fraction = Fraction(1)) -> dict[str, float]:
    unit = share / 2**PERSON_BITS
    return {
        "population": float(found.persons * unit),
        "people_undersupplied": float(found.under * unit),
        "people_oversupplied": float(found.over * unit),
    }
