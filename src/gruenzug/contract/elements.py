"""Elements of green infrastructure and their four categories, as the Katalog groups them.

The regional Katalog names four categories and "more than 30" elements; its
full list is not available in the open. The list here holds the elements that
open geodata can show, so `status` is ``partial`` throughout.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gruenzug.contract.text import Text


@dataclass(frozen=True)
class Category:
    """One of the four categories of existing green infrastructure."""

    id: str
    title: Text


@dataclass(frozen=True)
class Element:
    """A kind of green space.

    `counts_as_area` is false for designations that lie over other elements
    (a nature reserve): they serve access, never a land-cover share.
    """

    id: str
    category: str
    title: Text
    counts_as_area: bool
    public_by_default: bool


@cache
def categories() -> dict[str, Category]:
    """Return the categories by id, in the order of the Katalog."""
    rows = _raw()["category"]
    return {row["id"]: Category(row["id"], Text.from_mapping(row["title"])) for row in rows}


@cache
def elements() -> dict[str, Element]:
    """Return the elements by id, in the order of the Katalog."""
    return {
        row["id"]: Element(
            id=row["id"],
            category=row["category"],
            title=Text.from_mapping(row["title"]),
            counts_as_area=row.get("counts_as_area", True),
            public_by_default=row.get("public", True),
        )
        for row in _raw()["element"]
    }


def _raw() -> dict[str, list[dict]]:  # type: ignore[type-arg]
    return tomllib.loads(files("gruenzug.contract").joinpath("elements.toml").read_text("utf-8"))
