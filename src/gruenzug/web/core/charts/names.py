"""Names on a drawn map: the largest places first, none over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NAMES_ACROSS = 56  # a map is this many times as wide as its letters are high
LETTER = 0.5  # mean width of a letter of the narrow face, in heights
LINE = 1.15


@dataclass(frozen=True)
class Label:
    """A name and where it would like to stand, in units of the viewBox."""

    x: int
    y: int
    text: str
    weight: float


@dataclass(frozen=True)
class Names:
    """The names a map has room for, and the height of their letters."""

    size: int
    labels: Sequence[Label]


def names_for(view_box: str, labels: Iterable[Label]) -> Names:
    """Return the names that fit into `view_box`, chosen by weight."""
    left, top, width, height = (float(number) for number in view_box.split())
    size = max(round(width / NAMES_ACROSS), 1)
    taken: list[tuple[float, float, float, float]] = []
    chosen = []
    for label in sorted(labels, key=lambda label: (-label.weight, label.text)):
        box = _box(label, size)
        inside = left <= box[0] and box[2] <= left + width and top <= box[1] and box[3] <= top + height
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            chosen.append(label)
    return Names(size, chosen)


def _box(label: Label, size: int) -> tuple[float, float, float, float]:
    half = len(label.text) * LETTER * size / 2
    return label.x - half, label.y - LINE * size / 2, label.x + half, label.y + LINE * size / 2


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
