"""The newsletter, its topics and the wording of the consent that ship with the software."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from gruenzug.web.charter.models import Leitthema
from gruenzug.web.core.reference import Report, apply
from gruenzug.web.newsletter.models import MailingList, Topic, Wording


def load(report: Report) -> None:
    """Bring newsletters, topics and the wording to what the file says."""
    basics = tomllib.loads(files(__name__).joinpath("basics.toml").read_text("utf-8"))
    for row in basics["list"]:
        facts = _texts("title", row["title"]) | _texts("text", row["text"])
        facts |= {name: row.get(name, "") for name in ("status", "source_url", "source_note")}
        _load(MailingList, "slug", row["slug"], facts, report)
    themes = dict(Leitthema.objects.values_list("key", "pk"))
    for row in basics["topic"]:
        facts = {"order": row["order"], "theme_id": themes.get(row.get("theme", ""))}
        _load(Topic, "key", row["key"], facts | _texts("title", row["title"]), report)
    words = {name: row.strip() for name, row in basics["wording"].items() if isinstance(row, str)}
    facts = _texts("text", words) | {"valid_from": basics["wording"]["valid_from"]}
    _load(Wording, "version", basics["wording"]["version"], facts, report)


def _texts(name: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": words.get(language, "") for language in ("de", "en", "simple")}


def _load(model: Any, key: str, value: Any, wanted: dict[str, Any], report: Report) -> None:
    def content(row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in wanted}

    def write() -> dict[str, Any]:
        return content(model.objects.update_or_create(**{key: value}, defaults=wanted)[0])

    current = model.objects.filter(**{key: value}).first()
    apply(
        key=f"newsletter.{model._meta.model_name}:{value}",
        wanted=wanted,
        current=content(current) if current else None,
        write=write,
        report=report,
    )
