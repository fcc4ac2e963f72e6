"""Known barriers, tests and contact boxes that ship with the software."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from django.db.models import Model

from gruenzug.web.core.reference import Report, apply
from gruenzug.web.trust.models import Assessment, Barrier, ContactBox


def load(report: Report) -> None:
    """Bring the three lists to what the file says, where no person edited them."""
    rows = tomllib.loads(files(__name__).joinpath("trust.toml").read_text("utf-8"))
    for row in rows["barrier"]:
        _load(Barrier, "barrier", {"key": row["key"]}, row, report)
    for row in rows["assessment"]:
        _load(Assessment, "assessment", {"tested_on": row["tested_on"], "method": row["method"]}, row, report)
    for row in rows["box"]:
        _load(ContactBox, "box", {"key": row["key"]}, row, report)


def _load(
    model: type[Model], kind: str, identity: dict[str, Any], row: dict[str, Any], report: Report
) -> None:
    current = model.objects.filter(**identity).first()  # type: ignore[attr-defined]

    def content(found: Model) -> dict[str, Any]:
        return {name: getattr(found, name) for name in row}

    def write() -> dict[str, Any]:
        return content(model.objects.update_or_create(**identity, defaults=row)[0])  # type: ignore[attr-defined]

    key = ":".join(str(value) for value in identity.values())
    known = content(current) if current else None
    apply(key=f"trust.{kind}:{key}", wanted=row, current=known, write=write, report=report)
