"""A strip plot: every place one dot on a common axis, dots that would touch stacked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gruenzug.web.core import formats
from gruenzug.web.core.charts.bars import Axis, axis_for

DOT_PERCENT = 1.5  # width of a dot on a drawing of common width
STEP = 9  # pixels between stacked dots
HIGHEST = 144  # pixels of the highest stack; where more dots share a place, they move together
CIRCLE = '<circle class="dot{}" cx="{}" cy="{}" r="4" data-key="{}"><title>{}: {}</title></circle>'


@dataclass(frozen=True)
class Dot:
    """One place on the strip; `y` in pixels from the top."""

    key: str
    label: str
    text: str
    url: str
    x: str
    y: int
    current: bool
    orientation: bool


@dataclass(frozen=True)
class Strip:
    """Dots, axis and median, ready for ``{% distribution %}``; `missing`: names and words."""

    axis: Axis
    dots: Sequence[Dot]
    height: int
    base: int
    median_x: str
    median_text: str
    current: Dot | None
    missing: Sequence[tuple[str, str]]

    @property
    def marks(self) -> SafeString:
        """The dots but the current one as SVG; written here, for a page has hundreds."""
        rows = (
            (" dot--orientation" if dot.orientation else "", dot.x, dot.y, dot.key, dot.label, dot.text)
            for dot in self.dots
            if not dot.current
        )
        return format_html_join("", CIRCLE, rows)


def strip_plot(rows: Iterable[Mapping[str, Any]], unit: str, current: str = "") -> Strip:
    """Return the strip of `rows` (key, label, value, and if wanted url, status)."""
    listed = list(rows)
    known = sorted((row for row in listed if row["value"] is not None), key=lambda row: row["value"])
    axis = axis_for((row["value"] for row in known), unit)
    floors = _floors([axis.position(row["value"]) for row in known])
    top = max(floors, default=0)
    step = min(float(STEP), HIGHEST / max(top, 1))
    base = 16 + round(step * top)
    heights = [base - round(step * floor) for floor in floors]
    dots = [_dot(row, y, axis, unit, current) for row, y in zip(known, heights, strict=True)]
    middle = median(row["value"] for row in known) if known else 0.0
    return Strip(
        axis=axis,
        dots=dots,
        height=base + 40,
        base=base,
        median_x=f"{axis.position(middle):g}%",
        median_text=formats.measure(middle, unit),
        current=next((dot for dot in dots if dot.current), None),
        missing=[
            (row["label"], formats.no_value(row.get("status"))) for row in listed if row["value"] is None
        ],
    )


def _floors(positions: Sequence[float]) -> list[int]:
    """Return for ascending `positions` the lowest free floor of each dot."""
    ends: list[float] = []
    floors = []
    for position in positions:
        floor = next((k for k, end in enumerate(ends) if end <= position), len(ends))
        if floor == len(ends):
            ends.append(0.0)
        ends[floor] = position + DOT_PERCENT
        floors.append(floor)
    return floors


def _dot(row: Mapping[str, Any], y: int, axis: Axis, unit: str, current: str) -> Dot:
    return Dot(
        key=row["key"],
        label=row["label"],
        text=formats.measure(row["value"], unit),
        url=row.get("url", ""),
        x=f"{axis.position(row['value']):g}%",
        y=y,
        current=row["key"] == current,
        orientation=row.get("status") == "orientation",
    )
