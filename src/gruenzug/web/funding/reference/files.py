"""The reference files of this room, and rows in a form that can be compared over time."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from importlib.resources import files
from typing import Any

PACKAGE = "gruenzug.web.funding.reference"


def read(name: str) -> dict[str, Any]:
    """Return the content of one file."""
    return tomllib.loads(files(PACKAGE).joinpath(name).read_text("utf-8"))


def read_folder(name: str) -> list[dict[str, Any]]:
    """Return the contents of all files of a folder, by name."""
    found = sorted(files(PACKAGE).joinpath(name).iterdir(), key=lambda file: file.name)
    return [tomllib.loads(file.read_text("utf-8")) for file in found]


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it: days as text, amounts with their cents."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value
