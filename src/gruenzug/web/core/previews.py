"""Pictures that other sites show of a page: its title, a number or the map, drawn by us.

Drawn once for each state of things, then kept. The fonts are those of the site,
from the assets build; where they are not built yet, Pillow's own stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
GROUND, INK, SOFT, BRAND = "#14301f", "#f4f2ea", "#b9c9bd", "#8fcf9f"
RAMP = ("#2b4a37", "#3c6a4c", "#549067", "#79b687", "#a9d9b2")
NO_VALUE = "#33473b"
FOLDER = "previews"
FONT = Path(__file__).parent / "static/core/dist/fonts/archivo-latin-wdth-normal.woff2"
NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Shape:
    """One area of the map, as SVG path data in units of `view_box`; `step` is its colour class.

    What is marked is drawn last, with a bright line around it.
    """

    path: str
    step: int | None
    is_marked: bool = False


@dataclass(frozen=True)
class Card:
    """What a picture shows; a value, a map, both or neither; `note` stands at the foot, never cut."""

    title: str
    kicker: str = ""
    value: str = ""
    caption: str = ""
    shapes: Sequence[Shape] = ()
    view_box: str = ""
    note: str = ""


def draw(card: Card) -> bytes:
    """Return `card` as a PNG of 1200 × 630 pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 16, HEIGHT), fill=BRAND)
    text_width = WIDTH - 2 * MARGIN
    if card.shapes:
        _draw_map(image, card)
        text_width = WIDTH // 2 - MARGIN
    y = _write(pen, card.kicker, MARGIN, 30, 550, BRAND, text_width, most=1)
    y = _write(pen, card.title, y + 14, 62 if len(card.title) < 70 else 48, 640, INK, text_width, most=5)
    if card.value:
        y = _write(pen, card.value, y + 30, 130, 720, BRAND, text_width, most=1)
    if card.caption:
        _write(pen, card.caption, min(y + 16, HEIGHT - MARGIN - 110), 30, 450, SOFT, text_width, most=2)
    if card.note:
        _write(pen, card.note, HEIGHT - MARGIN - 30, 30, 650, BRAND, text_width, most=1)
    stream = BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def picture(card: Card) -> bytes:
    """Return `card` drawn; from the store if it was drawn before."""
    name = f"{FOLDER}/{sha256(repr(card).encode()).hexdigest()[:32]}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            return kept.read()
    drawn = draw(card)
    default_storage.save(name, ContentFile(drawn))
    return drawn


def points_of(path: str) -> list[list[tuple[int, int]]]:
    """Return the rings of path data as `charts.outlines` writes it: M, relative steps, z.

    >>> points_of("M1 1l2 0 0 2z")
    [[(1, 1), (3, 1), (3, 3)]]
    """
    rings = []
    for part in filter(None, path.split("M")):
        start, _l, steps = part.rstrip("z").partition("l")
        x, y = map(int, NUMBER.findall(start)[:2])
        ring, numbers = [(x, y)], [int(number) for number in NUMBER.findall(steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=False):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def _draw_map(image: Image.Image, card: Card) -> None:
    """Draw the shapes into the right half, at twice the size for smooth edges."""
    _x, _y, width, height = (float(part) for part in card.view_box.split())
    room = (WIDTH // 2 - MARGIN // 2, HEIGHT - 2 * MARGIN)
    scale = min(room[0] / width, room[1] / height)
    size = (round(width * scale), round(height * scale))
    big = Image.new("RGB", (size[0] * 2, size[1] * 2), GROUND)
    pen = ImageDraw.Draw(big)
    for shape in sorted(card.shapes, key=lambda shape: shape.is_marked):
        fill = NO_VALUE if shape.step is None else RAMP[min(shape.step, len(RAMP) - 1)]
        line, thickness = (INK, 6) if shape.is_marked else (GROUND, 2)
        for ring in points_of(shape.path):
            if len(ring) > 2:
                corners = [(x * scale * 2, y * scale * 2) for x, y in ring]
                pen.polygon(corners, fill=fill, outline=line, width=thickness)
    image.paste(
        big.resize(size, Image.Resampling.LANCZOS), (WIDTH - MARGIN - size[0], (HEIGHT - size[1]) // 2)
    )


def _write(
    pen: ImageDraw.ImageDraw, text: str, y: int, size: int, weight: int, fill: str, width: int, most: int
) -> int:
    """Write `text` in at most `most` lines from `y` on; return where it ends."""
    if not text:
        return y
    font = _font(size, weight)
    for line in _lines(text, font, width, most):
        pen.text((MARGIN, y), line, font=font, fill=fill)
        y += round(size * 1.16)
    return y


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> Iterable[str]:
    """Return `text` in lines of `width`; the last one ends with an ellipsis if there were more."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


@lru_cache(maxsize=32)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    if not FONT.is_file():
        return ImageFont.load_default(size)  # type: ignore[return-value]
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([weight, 88])
    return font
