"""The small rows that belong to one project, of eight tables in one query.

A page shows them all; asked one table at a time they would be most of its
queries. Every part becomes a row of the same few columns, and a `Part` again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateField, DecimalField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from gruenzug.web.charter.models.sourced import in_languages
from gruenzug.web.projects.models import (
    Attachment,
    HistoryEntry,
    Lesson,
    ListEntry,
    Milestone,
    Partner,
    Phase,
    Reference,
    YearCost,
)

MONEY = DecimalField(max_digits=14, decimal_places=2)


@dataclass(frozen=True)
class Part:
    """One row of one of the tables; which column means what is said in `_COLUMNS`."""

    table: str
    pk: int
    kind: str
    text: str
    text_en: str
    url: str
    first: dt.date | None
    last: dt.date | None
    one: Decimal | None
    two: Decimal | None

    @property
    def words(self) -> dict[str, str]:
        """The text by language."""
        return in_languages(self.text, self.text_en, "")

    @property
    def year(self) -> int | None:
        """The year of a row of costs."""
        return int(self.kind) if self.table == "year_costs" else None


_COLUMNS: dict[str, tuple[type, dict[str, Any]]] = {
    "partners": (
        Partner,
        {
            "kind": F("role"),
            "text": Coalesce(NullIf("organisation__short_name", Value("")), "organisation__name", "name"),
            "url": F("organisation__slug"),
        },
    ),
    "phases": (
        Phase,
        {"kind": F("kind"), "text": F("title"), "first": F("begins_on"), "last": F("ends_on")},
    ),
    "milestones": (Milestone, {"text": F("title"), "first": F("due_on"), "last": F("done_on")}),
    "year_costs": (YearCost, {"kind": Cast("year", CharField()), "one": F("planned"), "two": F("actual")}),
    "references": (Reference, {"text": F("title"), "url": F("url")}),
    "lessons": (Lesson, {"kind": F("kind"), "text": F("text_de"), "text_en": F("text_en")}),
    "entries": (
        ListEntry,
        {
            "kind": F("list__key"),
            "text": F("list__short_name_de"),
            "text_en": F("list__short_name_en"),
            "url": F("as_of_precision"),
            "first": Coalesce("as_of", "list__as_of"),
        },
    ),
    "attachments": (
        Attachment,
        {"text": F("title"), "url": F("url"), "kind": Cast("document_id", CharField())},
    ),
    "history": (
        HistoryEntry,
        {
            "kind": F("kind"),
            "url": F("state"),
            "text": F("text_de"),
            "text_en": F("text_en"),
            "first": F("happened_on"),
        },
    ),
}
"""By table its model and what stands in which column; what is missing is empty."""

_EMPTY = {
    "kind": Value("", output_field=TextField()),
    "text": Value("", output_field=TextField()),
    "text_en": Value("", output_field=TextField()),
    "url": Value("", output_field=TextField()),
    "first": Cast(Value(None), DateField()),
    "last": Cast(Value(None), DateField()),
    "one": Cast(Value(None), MONEY),
    "two": Cast(Value(None), MONEY),
}


def parts_of(project_keys: Iterable[int]) -> dict[int, dict[str, list[Part]]]:
    """Return by project and table the public parts of each of the projects."""
    keys = list(project_keys)
    first, *rest = [_rows(table, keys) for table in _COLUMNS]
    found: dict[int, dict[str, list[Part]]] = {key: defaultdict(list) for key in keys}
    for owner, *columns in first.union(*rest, all=True):
        part = _part(columns)
        found[owner][part.table].append(part)
    for tables in found.values():
        _sort(tables)
    return found


def _rows(table: str, keys: list[int]) -> QuerySet:
    model, columns = _COLUMNS[table]
    rows = model.objects.filter(project__in=keys).order_by()  # type: ignore[attr-defined]
    if any(field.name == "is_public" for field in model._meta.get_fields()):  # type: ignore[attr-defined]
        rows = rows.filter(is_public=True)
    given = {f"p_{name}": columns.get(name, empty) for name, empty in _EMPTY.items()}
    return rows.annotate(p_table=Value(table, output_field=TextField()), **given).values_list(
        "project_id", "p_table", "pk", *given
    )


def _part(columns: list[Any]) -> Part:
    table, pk, kind, text, text_en, url, *rest = columns
    return Part(table, pk, kind or "", text or "", text_en or "", url or "", *rest)


def _sort(tables: dict[str, list[Part]]) -> None:
    late = dt.date.max
    by_day = ("phases", "milestones")
    for table, parts in tables.items():
        if table in by_day:
            parts.sort(key=lambda part: (part.first or late, part.pk))
        elif table == "history":
            parts.sort(key=lambda part: (part.first or late, part.pk), reverse=True)
        else:
            parts.sort(key=lambda part: (part.kind, part.pk))
