"""Classes for maps: where one colour ends and the next begins."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
SMALLEST = 1e-6  # a narrower range is no range; figures have three decimals


def nice_breaks(values: Sequence[float], count: int = 5) -> list[float]:
    """Return at most ``count - 1`` round inner limits that share `values` out fairly.

    The limits are quantiles, each moved to the nearest round number, so that
    a legend can be read aloud. Equal limits fall together: few different
    values give few classes.

    >>> nice_breaks([12.1, 18, 25.4, 31, 44.9, 52, 61.3, 74, 88, 93])
    [30.0, 40.0, 60.0, 90.0]
    """
    ordered = sorted(value for value in values if math.isfinite(value))
    if not ordered or ordered[-1] - ordered[0] < SMALLEST:
        return []
    step = _round_step((ordered[-1] - ordered[0]) / count / 2)
    ranks = [len(ordered) * k / count for k in range(1, count)]
    limits = [round(ordered[min(int(rank), len(ordered) - 1)] / step) * step for rank in ranks]
    inside = {round(limit, 9) for limit in limits if ordered[0] < limit <= ordered[-1]}
    return sorted(inside)


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Return the class of `value`, 1 for the lowest; a limit belongs to the class above it."""
    return bisect_right(breaks, value) + 1


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return round numbers from at or below `low` to at or above `high`.

    >>> nice_ticks(0, 93)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    if high - low < SMALLEST:
        high = low + 1
    step = _round_step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(k * step, 9) for k in range(first, last + 1)]


def _round_step(width: float) -> float:
    """Return the smallest 1, 2, 2.5 or 5 times a power of ten that is at least `width`."""
    power = 10 ** math.floor(math.log10(width))
    return next(step * power for step in STEPS if step * power >= width * (1 - 1e-9))
