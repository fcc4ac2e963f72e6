"""One row from a reference file: written if it is new or still what we wrote last time."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, TypeVar

from django.db import models

from gruenzug.web.core.reference import Report, apply

Row = TypeVar("Row", bound=models.Model)
NATURAL = ("slug", "code", "key")


def read(name: str) -> dict[str, Any]:
    """Return the content of a reference file."""
    return tomllib.loads(files("gruenzug.web.charter.reference").joinpath(name).read_text("utf-8"))


def load_row(
    model: type[Row], key: str, lookup: Mapping[str, Any], fields: Mapping[str, Any], report: Report
) -> Row | None:
    """Bring the row of `model` at `lookup` to `fields`; return it, None if a person deleted it."""
    current = model.objects.filter(**lookup).first()

    def content(row: models.Model) -> dict[str, Any]:
        return {name: _plain(getattr(row, name)) for name in fields}

    def write() -> dict[str, Any]:
        row = current or model(**lookup)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        return content(row)

    apply(
        key=key,
        wanted={name: _plain(value) for name, value in fields.items()},
        current=content(current) if current else None,
        write=write,
        report=report,
    )
    return current or model.objects.filter(**lookup).first()


def in_columns(name: str, text: Mapping[str, str] | None) -> dict[str, str]:
    """Return the columns of a text: title_de, title_en, title_simple."""
    text = text or {}
    return {f"{name}_{language}": text.get(language, "").strip() for language in ("de", "en", "simple")}


def sourced(row: Mapping[str, Any]) -> dict[str, str]:
    """Return status, source and remark of an entry."""
    return {
        "status": row.get("status", "partial"),
        "source_url": row.get("source_url", ""),
        "source_note": row.get("source_note", ""),
    }


def _plain(value: Any) -> Any:
    """Return a value as it can be compared over time: rows by their natural keys, dates as text."""
    if isinstance(value, models.Model):
        return next((getattr(value, name) for name in NATURAL if hasattr(value, name)), str(value))
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
