"""Programmes from TOML files: a head, its sources by name, and statements that name their source."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gruenzug.web.charter.reference.rows import in_columns, load_row, sourced
from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import Kind, Organisation
from gruenzug.web.funding.models import CallWindow, EligibleArea, Programme, Statement
from gruenzug.web.funding.reference.files import plain, read, read_folder

HEAD = ("short_name", "order", "frame", "state", "state_note", "valid_from", "valid_until")
SAID = ("number", "number_to", "applicants", "measures", "costs", "circumstance", "bound")
SOURCE = ("source_title", "source_url", "checked_on")
LISTS = ("applicants", "measures", "costs")


def load_areas(report: Report) -> None:
    """Write the areas; one that means the whole region has the keys of all its municipalities."""
    every = Organisation.objects.filter(kind=Kind.MUNICIPALITY).exclude(official_key="")
    everywhere = sorted(every.values_list("official_key", flat=True))
    for row in read("areas.toml")["area"]:
        ags = everywhere if row.get("all_municipalities") else row.get("ags", [])
        fields = {"title": row["title"], "ags": ags, **sourced(row)}
        load_row(EligibleArea, f"funding.area:{row['slug']}", {"slug": row["slug"]}, fields, report)


def load_programmes(report: Report) -> None:
    """Write every programme with its statements and windows: they are one entry with many sources."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    areas = {area.slug: area for area in EligibleArea.objects.all()}
    for table in read_folder("programmes"):
        current = Programme.objects.filter(slug=table["slug"]).first()
        apply(
            key=f"funding.programme:{table['slug']}",
            wanted=_wanted(table),
            current=_content(current) if current else None,
            write=lambda table=table, current=current: _write(table, current, bodies, areas),
            report=report,
        )


def _wanted(table: dict[str, Any]) -> dict[str, Any]:
    """Return the entry in the form in which `_content` reads it back."""
    return {
        **{name: plain(value) for name, value in _head(table).items()},
        "giver": table["giver"],
        "offices": sorted(table["offices"]),
        "statements": [_plain(_said(row, table)) for row in table.get("said", [])],
        "windows": [_plain(_window(row, table)) for row in table.get("window", [])],
    }


def _content(programme: Programme) -> dict[str, Any]:
    names = _head_names()
    statements = Statement.objects.filter(programme=programme).select_related("area").order_by("order", "pk")
    windows = CallWindow.objects.filter(programme=programme).order_by("pk")
    return {
        **{name: plain(getattr(programme, name)) for name in names},
        "giver": programme.giver.slug if programme.giver else "",
        "offices": sorted(body.slug for body in programme.offices.all()),
        "statements": [
            _plain(
                {
                    **{name: getattr(row, name) for name in ("key", *SAID, "words_de", "words_en", *SOURCE)},
                    "area": row.area.slug if row.area else "",
                }
            )
            for row in statements
        ],
        "windows": [
            _plain({name: getattr(row, name) for name in (*_WINDOW, "title_de", "title_en", *SOURCE)})
            for row in windows
        ],
    }


def _write(
    table: dict[str, Any],
    programme: Programme | None,
    bodies: dict[str, Organisation],
    areas: dict[str, EligibleArea],
) -> dict[str, Any]:
    programme = programme or Programme(slug=table["slug"])
    for name, value in _head(table).items():
        setattr(programme, name, value)
    programme.giver = bodies.get(table["giver"])
    programme.save()
    programme.offices.set([bodies[slug] for slug in table["offices"] if slug in bodies])
    programme.save()
    Statement.objects.filter(programme=programme).delete()
    CallWindow.objects.filter(programme=programme).delete()
    for order, row in enumerate(table.get("said", []), 1):
        fields = _said(row, table)
        fields["area"] = areas[fields["area"]] if fields["area"] else None
        Statement.objects.create(programme=programme, order=order * 10, **fields)
    for row in table.get("window", []):
        CallWindow.objects.create(programme=programme, **_window(row, table))
    return _content(Programme.objects.get(pk=programme.pk))


_WINDOW = ("opens_on", "closes_on", "is_rolling")


def _head_names() -> list[str]:
    texts = [f"{name}_{language}" for name in ("title", "summary") for language in ("de", "en", "simple")]
    return [*HEAD, *texts, "status", "source_url", "source_note"]


def _head(table: dict[str, Any]) -> dict[str, Any]:
    dates = ("valid_from", "valid_until")
    return {
        **{name: table.get(name, None if name in dates else "") for name in HEAD},
        **in_columns("title", table["title"]),
        **in_columns("summary", table["summary"]),
        **sourced(table),
    }


def _said(row: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a statement; a figure keeps its cents."""
    words = row.get("words", {})
    found = {name: row.get(name, [] if name in LISTS else "") for name in SAID}
    for name in ("number", "number_to"):
        found[name] = Decimal(str(row[name])) if name in row else None
    texts = {"words_de": words.get("de", ""), "words_en": words.get("en", "")}
    return {"key": row["key"], **found, "area": row.get("area", ""), **texts, **_source(row, table)}


def _window(row: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    return {
        "opens_on": row.get("opens_on"),
        "closes_on": row.get("closes_on"),
        "is_rolling": row.get("is_rolling", False),
        "title_de": row["title"]["de"],
        "title_en": row["title"]["en"],
        **_source(row, table),
    }


def _source(row: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    title, url = table["source"][row["source"]]
    return {
        "source_title": title,
        "source_url": url,
        "checked_on": row.get("checked_on", table["checked_on"]),
    }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in sorted(fields.items())}
