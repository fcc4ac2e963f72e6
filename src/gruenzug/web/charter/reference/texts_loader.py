"""Leitthemen, Oberziele, Handlungsziele, and the sections of the documents made from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gruenzug.web.charter.models import Document, Handlungsziel, Leitthema, Oberziel, Section, Version
from gruenzug.web.charter.reference.rows import in_columns, load_row, read, sourced
from gruenzug.web.core.choices import Status
from gruenzug.web.core.reference import Report
from gruenzug.web.directory.models import Organisation

STEP = 10
TEXTS = ("title_de", "title_en", "title_simple", "text_de", "text_en", "text_simple")
SOURCES = ("status", "source_url", "source_note")


def load_texts(report: Report) -> None:
    """Write themes, goals and versions."""
    themes = _load_themes(report)
    _load_goals(themes, report)
    for row in read("versions.toml")["version"]:
        _load_version(row, report)


def _load_themes(report: Report) -> dict[str, Leitthema]:
    table = read("leitthemen.toml")
    for row in table["leitthema"]:
        fields = {
            "order": row["order"],
            **in_columns("short_name", row["short_name"]),
            **_texts(row),
            **sourced(row),
        }
        load_row(Leitthema, f"charter.leitthema:{row['key']}", {"key": row["key"]}, fields, report)
    themes = {theme.key: theme for theme in Leitthema.objects.all()}
    for row in table["oberziel"]:
        if row["leitthema"] not in themes:
            continue
        fields = {
            "leitthema": themes[row["leitthema"]],
            "order": row["order"],
            **_texts(row),
            **sourced(row),
        }
        load_row(Oberziel, f"charter.oberziel:{row['code']}", {"code": row["code"]}, fields, report)
    return themes


def _load_goals(themes: dict[str, Leitthema], report: Report) -> None:
    table = read("goals.toml")
    known = {row["number"]: row for row in table["goal"]}
    for number in range(1, table["total"] + 1):
        row = known.get(number)
        fields = _known_goal(row, themes) if row else _placeholder(table, number)
        code = code_of(number)
        load_row(Handlungsziel, f"charter.goal:{code}", {"code": code}, {"number": number, **fields}, report)


def code_of(number: int) -> str:
    """Return the code of a goal, the same for ever: ``hz-07``."""
    return f"hz-{number:02d}"


def _known_goal(row: dict[str, Any], themes: dict[str, Leitthema]) -> dict[str, Any]:
    return {
        "leitthema": themes.get(row["leitthema"]),
        "assignment": row.get("assignment", Status.PARTIAL.value),
        **_texts(row),
        **sourced(row),
    }


def _placeholder(table: dict[str, Any], number: int) -> dict[str, Any]:
    title = {language: text.format(number=number) for language, text in table["placeholder"].items()}
    return {
        "leitthema": None,
        "assignment": Status.PLACEHOLDER.value,
        **_texts({"title": title}),
        "status": Status.PLACEHOLDER.value,
        "source_url": table["total_source"],
        "source_note": table["placeholder_note"],
    }


def _load_version(row: dict[str, Any], report: Report) -> None:
    fields = {
        "title": row["title"],
        "state": Version.State.IN_FORCE.value,
        "wording": Version.Wording.SUMMARY.value,
        "decided_on": row["decided_on"],
        "decided_by": Organisation.objects.filter(slug=row["decided_by"]).first(),
        "decided_in": row["decided_in"],
        "vote": row["vote"],
        "decision_url": row["decision_url"],
        "official_url": row["official_url"],
        **sourced(row),
    }
    key = f"{row['document']}-{row['number']}"
    lookup = {"document": row["document"], "number": row["number"]}
    if Version.objects.filter(**lookup).exclude(state=Version.State.IN_FORCE).exists():
        del fields["state"]  # superseded since
    version = load_row(Version, f"charter.version:{key}", lookup, fields, report)
    if version is None:
        return
    for order, (name, section) in enumerate(_sections(row), 1):
        load_row(
            Section,
            f"charter.section:{key}:{name}",
            {"version": version, "key": name},
            {"order": order * STEP, **section},
            report,
        )


def _sections(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield key and fields of every section in order."""
    for section in row["section"]:
        if section.get("kind") != "themes":
            kind = section.get("kind", Section.Kind.CHAPTER.value)
            yield section["key"], {"kind": kind, **_texts(section), **sourced(section)}
        elif row["document"] == Document.CHARTER:
            yield from _of_charter()
        else:
            yield from _of_strategy()


def _of_charter() -> Iterator[tuple[str, dict[str, Any]]]:
    for theme in Leitthema.objects.prefetch_related("oberziele"):
        yield theme.key, _section(theme, Section.Kind.LEITTHEMA, leitthema=theme)
        for row in theme.oberziele.all():
            yield row.code, _section(row, Section.Kind.OBERZIEL, leitthema=theme, oberziel=row)


def _of_strategy() -> Iterator[tuple[str, dict[str, Any]]]:
    for theme in Leitthema.objects.prefetch_related("handlungsziele"):
        yield theme.key, _section(theme, Section.Kind.LEITTHEMA, leitthema=theme)
        for goal in theme.handlungsziele.all():
            yield goal.code, _section(goal, Section.Kind.HANDLUNGSZIEL, leitthema=theme, handlungsziel=goal)
    loose = Handlungsziel.objects.filter(leitthema=None)
    if loose:
        title = {"de": "Noch nicht zugeordnet", "en": "Not assigned yet", "simple": "Noch ohne Thema"}
        yield "ohne-leitthema", {"kind": Section.Kind.CHAPTER.value, **_texts({"title": title}), **_unsure()}
    for goal in loose:
        yield goal.code, _section(goal, Section.Kind.HANDLUNGSZIEL, handlungsziel=goal)


def _section(row: Leitthema | Oberziel | Handlungsziel, kind: Section.Kind, **links: Any) -> dict[str, Any]:
    copied = {name: getattr(row, name) for name in (*TEXTS, *SOURCES)}
    return {"kind": kind.value, "leitthema": None, "oberziel": None, "handlungsziel": None, **links, **copied}


def _unsure() -> dict[str, str]:
    return {"status": Status.PLACEHOLDER.value, "source_url": "", "source_note": ""}


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {**in_columns("title", row.get("title")), **in_columns("text", row.get("text"))}
