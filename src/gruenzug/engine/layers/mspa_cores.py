"""Cores, islets, connectors and whether they are bridges or loops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gruenzug.engine.kernels import mspa as kernel
from gruenzug.engine.kernels.mspa_disc import near
from gruenzug.engine.kernels.mspa_reach import limit_of, within_reach
from gruenzug.engine.layers.mspa_work import Components, IntArray, Labels, Work, where

_HALOS_IN_BAND = 12  # a way is followed twice in the halo of two bands


def continued(work: Work) -> None:
    """Repeat the border of the cover, and mark what is foreground or counts as such."""
    cover, margin = work.cover, work.pattern.margin
    _count_missing(work)
    cover[0], cover[-1] = cover[1], cover[-2]
    cover[:, 0], cover[:, -1] = cover[:, 1], cover[:, -2]
    across = np.clip(np.arange(-margin, work.columns + margin), 0, work.columns - 1) + 1

    def job(first: int, last: int) -> None:
        down = np.clip(np.arange(first - margin, last - margin), 0, work.rows - 1) + 1
        counts = (cover[down][:, across] & (kernel.FOREGROUND | kernel.COUNTS)) != 0
        work.inner[first:last] = counts * np.uint8(kernel.PATCH)

    work.each(len(work.inner), job)


def _count_missing(work: Work) -> None:
    """Let missing cells count as foreground where that is near, lest they make edges, else as background."""
    cover, reach = work.cover[1:-1, 1:-1], work.pattern.reach

    def job(first: int, last: int) -> None:
        missing = cover[first:last] == kernel.MISSING
        if not missing.any():
            return
        top = max(0, first - reach)
        foreground = (cover[top : last + reach] & np.uint8(kernel.FOREGROUND)) != 0
        counts = near(foreground.view(np.uint8), reach)[first - top : last - top]
        cover[first:last] |= missing * counts * np.uint8(kernel.COUNTS)

    work.each(work.rows, job)


def mark_cores(work: Work) -> None:
    """Mark cores and the cells within an edge width of them."""
    bits, reach = work.inner, work.pattern.reach

    def job(first: int, last: int) -> None:
        top = max(0, first - 2 * reach)
        patch = bits[top : last + 2 * reach] & np.uint8(kernel.PATCH)
        core = patch & ~near(patch ^ np.uint8(1), reach)
        boundary = near(core, reach) & patch & ~core
        marks = core * np.uint8(kernel.IS_CORE) | boundary * np.uint8(kernel.BOUNDARY)
        bits[first:last] |= marks[first - top : last - top]

    work.each(len(bits), job)


def part_islets(work: Work) -> None:
    """Keep as patches only components that hold a core; they are what is thinned."""
    bits, connectivity = work.inner, work.pattern.connectivity
    parts = Components.of(work, len(bits), where(bits, kernel.PATCH, kernel.PATCH), connectivity)
    kept = np.zeros(parts.count + 1, np.uint8)

    def hold_core(first: int, last: int, image: Labels) -> None:
        kernel.flag(image, bits[first:last], kernel.IS_CORE, kernel.IS_CORE, kept)

    parts.each(hold_core)
    kept *= np.uint8(kernel.PATCH | kernel.LINE)

    def mark(first: int, last: int, image: Labels) -> None:
        bits[first:last] = bits[first:last] & ~np.uint8(kernel.PATCH) | kept[image]

    parts.each(mark)


def mark_connectors(work: Work) -> None:
    """Mark connectors: cells within reach of the skeleton, outside cores."""
    width, bits = work.pattern.edge_width, work.bits
    limit, halo, height = limit_of(width), 3 * width + 4, len(bits)

    def job(first: int, last: int) -> None:
        first, last = first + 1, last + 1
        top = max(0, first - halo)
        window = bits[top : min(height, last + halo)]
        line = (window & (kernel.LINE | kernel.IS_CORE)) == kernel.LINE
        if not line.any():
            return
        if limit >= 1:
            mask = (window & (kernel.PATCH | kernel.IS_CORE)) == kernel.PATCH
            mask[0] = mask[-1] = False
            line &= mask
            line = within_reach(mask.view(np.uint8), line.view(np.uint8), limit).view(np.bool_)
        bits[first:last] |= line[first - top : last - top] * np.uint8(kernel.CONNECTOR)

    work.each(height - 2, job, max(work.band_rows, _HALOS_IN_BAND * halo))


def tell_bridges(work: Work) -> None:
    """Tell connectors between different cores from those that return to the same."""
    bits, connectivity = work.inner, work.pattern.connectivity
    links = Components.of(work, len(bits), where(bits, kernel.CONNECTOR, kernel.CONNECTOR), connectivity)
    cores = Components.of(work, len(bits), where(bits, kernel.IS_CORE, kernel.IS_CORE), connectivity)
    lowest, highest = _cores_of_links(work, links, cores)
    _mark_joining(work, links, highest > lowest)


def _cores_of_links(work: Work, links: Components, cores: Components) -> tuple[IntArray, IntArray]:
    """Return the lowest and the highest number of a core that each connector is near to, shape (K + 1,).

    By number of the connector, from 0 for none; without a core near by the
    lowest is above the highest.
    """
    bits, reach, labels = work.inner, work.pattern.reach, _core_numbers(work, cores)
    above_all = np.int64(cores.count + 1)

    def touched(first: int, last: int, image: Labels) -> IntArray:
        top, bottom = max(0, first - reach), last + reach
        core = np.zeros(image.shape, np.int32)
        kernel.nearest_cores(bits[top:bottom], labels[top:bottom], first - top, last - top, reach, core)
        both = core > 0
        return np.unique(image[both] * above_all + core[both])

    lowest, highest = np.full(links.count + 1, above_all), np.zeros(links.count + 1, np.int64)
    for pairs in links.each(touched):
        link, core = np.divmod(pairs, above_all)
        np.minimum.at(lowest, link, core)
        np.maximum.at(highest, link, core)
    return lowest, highest


def _core_numbers(work: Work, cores: Components) -> Labels:
    """Return the number of the core of each cell, 0 for others."""
    rows, columns = work.inner.shape
    labels: Labels = work.array(rows, columns, np.int32)

    def keep(first: int, last: int, image: Labels) -> None:
        labels[first:last] = image

    cores.each(keep)
    return labels


def _mark_joining(work: Work, links: Components, joining: NDArray[np.bool_]) -> None:
    """Mark the cells of the cover that belong to a connector of different cores."""
    margin, joins = work.pattern.margin, joining * np.uint8(kernel.JOINS)

    def mark(first: int, last: int, image: Labels) -> None:
        top, bottom = np.clip((first - margin, last - margin), 0, work.rows)
        part = image[top + margin - first : bottom + margin - first, margin : margin + work.columns]
        work.cover[1 + top : 1 + bottom, 1:-1] |= joins[part]

    links.each(mark)
