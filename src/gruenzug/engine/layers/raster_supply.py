"""Supply with urban nature from a land-cover raster, a population raster and a table of classes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.bands import (
    Job,
    Layer,
    Piece,
    Workers,
    plan_bands,
    raster_sink,
    run_bands,
    usual_workers,
)
from gruenzug.engine.bands.frame import Frame
from gruenzug.engine.kernels.disc_cells import SHARE_BITS, Totals
from gruenzug.engine.kernels.disc_groups import (
    accessible_of_groups,
    people_of_groups,
    supply_of_groups,
    zone_of_cells,
)
from gruenzug.engine.kernels.disc_supply import (
    Catchment,
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
from gruenzug.engine.layers.raster_supply_case import SupplyCase, prepared
from gruenzug.engine.layers.raster_supply_summary import summary_of
from gruenzug.engine.layers.raster_supply_zones import shares_by_zone, write_zones
from gruenzug.engine.layers.zones import polygon_zones

_NODATA = float("nan")


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
    sources, frame, catchment = prepared(case)
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
    counted = {
        g.name: Fraction(g.share, 1 << SHARE_BITS) if shares is None else Fraction(1)
        for g in catchment.groups
    }
    if case.zones is not None:
        write_zones(folder / "zones.csv", names_of_zones, [part.zones for part in partials], counted)
    return summary_of(case, catchment, frame, [part.totals for part in partials], counted)


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
