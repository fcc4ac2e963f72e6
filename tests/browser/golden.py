"""Pictures of pages as somebody approved them, and what has changed since.

A picture is kept at a quarter of its size: a moved block, another colour, a
missing button stay visible, the smoothing of letters does not.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

APPROVED = Path(__file__).parent / "golden"
SEEN = Path("var/golden")
SCALE = 4
BLOCK = 8
"""Side of the squares that are compared, in kept pixels: 32 of the page's."""
DIFFERENCE = 16
"""How far the mean colour of a square may be off, of 255."""
STRAY = 2
"""How many squares of a picture may be further off than that."""


def kept(screenshot: bytes) -> Image.Image:
    """Return a screenshot in the size in which it is kept."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    return picture.reduce(SCALE)


def approve(name: str, picture: Image.Image) -> None:
    """Keep `picture` as what `name` is to look like."""
    APPROVED.mkdir(exist_ok=True)
    picture.save(APPROVED / f"{name}.webp", quality=60, method=6)


def difference(name: str, picture: Image.Image) -> str:
    """Return in a sentence how `picture` differs from the approved one, or nothing; both are left in `SEEN`."""
    path = APPROVED / f"{name}.webp"
    if not path.exists():
        told = f"{name} has no approved picture"
        _show(name, picture)
    else:
        approved = Image.open(path).convert("RGB")
        told = _compared(name, approved, picture)
        if told:
            _show(name, approved, picture)
    return told


def _compared(name: str, approved: Image.Image, picture: Image.Image) -> str:
    if abs(approved.height - picture.height) > 1 or approved.width != picture.width:
        return f"{name} is {picture.height * SCALE} px high, approved are {approved.height * SCALE}"
    off = np.abs(_squares(approved) - _squares(picture)).max(axis=2) > DIFFERENCE
    if off.sum() <= STRAY:
        return ""
    row, column = (int(place) * BLOCK * SCALE for place in np.argwhere(off)[0])
    return f"{name} looks different in {int(off.sum())} of {off.size} squares, first {row} px down and {column} px across"


def _squares(picture: Image.Image) -> np.ndarray:
    """Return the mean colour of each square; what is left over at the edges does not count."""
    pixels = np.asarray(picture, dtype=float)
    rows, columns = pixels.shape[0] // BLOCK, pixels.shape[1] // BLOCK
    whole = pixels[: rows * BLOCK, : columns * BLOCK]
    return whole.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


def _show(name: str, *pictures: Image.Image) -> None:
    """Write the pictures side by side: as approved, as it is."""
    SEEN.mkdir(parents=True, exist_ok=True)
    sheet = Image.new("RGB", (sum(one.width for one in pictures), max(one.height for one in pictures)))
    left = 0
    for one in pictures:
        sheet.paste(one, (left, 0))
        left += one.width
    sheet.save(SEEN / f"{name}.webp")
