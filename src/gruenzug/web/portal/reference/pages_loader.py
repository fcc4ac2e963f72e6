"""Pages from TOML files: one file per page, German and English side by side.

Wherever a table has a key `de`, the page of a language takes its own text
from it; everything else holds for all languages.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from gruenzug.web.core.reference import Report, apply
from gruenzug.web.portal.models import ContentPage, HomePage, NewsIndexPage, ServicePage, SitePage

NAMESPACE = UUID("b7f1a1de-4a0f-4a5b-8f0e-1f4c1b1d8e10")
KINDS: dict[str, type[SitePage]] = {
    "home": HomePage,
    "content": ContentPage,
    "service": ServicePage,
    "news": NewsIndexPage,
}
LANGUAGES = ("de", "en")
SIMPLE = "de-simple"


def load_pages(report: Report) -> None:
    """Write all pages of `reference/pages`, the home pages first."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
    for name, page in _files():
        for language, locale in locales.items():
            _load(name, _in_language(page, language), locale, report)
    load_simple(report)
    _show_home(locales[LANGUAGES[0]])


def load_simple(report: Report) -> None:
    """Write the pages in Leichte Sprache: a tree of its own, joined to the German one where pages match."""
    locale = Locale.objects.get_or_create(language_code=SIMPLE)[0]
    pages = _read("pages_simple")
    slugs = {page.get("translates", name): page["slug"] for name, page in pages}
    for name, page in pages:
        page["block"] = [_ways(block, slugs) for block in page.get("block", [])]
        _load(page.get("translates", name), page, locale, report)


def _ways(block: dict[str, Any], slugs: Mapping[str, str]) -> dict[str, Any]:
    """Return a list of links with addresses instead of names of pages and views."""
    if block["type"] != "simple_links":
        return block
    rows = [{"text": row["text"], "address": _address(row, slugs)} for row in block["rows"]]
    return {"type": "ways", "rows": rows}


def _address(row: Mapping[str, str], slugs: Mapping[str, str]) -> str:
    if "page" in row:
        return f"/{SIMPLE}/{slugs[row['page']]}/"
    with override(row.get("language", SIMPLE)):
        return reverse(row["view"])


def _files() -> list[tuple[str, dict[str, Any]]]:
    return _read("pages")


def _read(name: str) -> list[tuple[str, dict[str, Any]]]:
    folder = files("gruenzug.web.portal.reference").joinpath(name)
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    return [(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))) for file in found]


def _load(name: str, wanted: dict[str, Any], locale: Locale, report: Report) -> None:
    kind = KINDS[wanted["type"]]
    identity = uuid5(NAMESPACE, name)
    page = kind.objects.filter(translation_key=identity, locale=locale).first()
    content = _wanted(wanted)

    def write() -> dict[str, Any]:
        return _content(_write(page, kind, identity, locale, content))

    current = _content(page) if page else None
    apply(
        key=f"page:{name}:{locale.language_code}", wanted=content, current=current, write=write, report=report
    )


def _wanted(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a page in the form in which `_content` reads it back."""
    return {
        "title": raw["title"],
        "slug": raw["slug"],
        "lead": raw.get("lead", ""),
        "in_menu": raw.get("in_menu", False),
        "kind": raw.get("kind", ""),
        "body": [_plain(block) for block in raw.get("block", [])],
    }


def _plain(block: Mapping[str, Any]) -> dict[str, Any]:
    """Return a block as StreamField JSON; lists of entries get the form Wagtail stores."""
    kind = block["type"]
    if kind in ("facts", "timeline", "entries", "links", "terms", "ways"):
        return {"type": kind, "value": [{"type": "item", "value": dict(row)} for row in block["rows"]]}
    if kind == "heading":
        return {"type": kind, "value": {"text": block["text"], "anchor": block.get("anchor", "")}}
    if kind == "live":
        return {"type": kind, "value": {"what": block["what"], "place": block.get("place", "")}}
    return {"type": kind, "value": block["text"].strip()}


def _content(page: SitePage) -> dict[str, Any]:
    """Return what a person could have edited on `page`."""
    return {
        "title": page.title,
        "slug": page.slug,
        "lead": page.lead,
        "in_menu": page.show_in_menus,
        "kind": getattr(page, "kind", ""),
        "body": _without_ids(json.loads(json.dumps(list(page.body.raw_data)))),
    }


def _without_ids(value: Any) -> Any:
    """Return StreamField JSON without the ids that Wagtail gives to blocks, and without empty fields."""
    if isinstance(value, dict):
        return {key: _without_ids(part) for key, part in value.items() if key != "id"}
    return [_without_ids(part) for part in value] if isinstance(value, list) else value


def _with_ids(body: list[dict[str, Any]], identity: UUID) -> list[dict[str, Any]]:
    """Return `body` with an id on every entry of a list, by which Wagtail tells entries from plain values."""
    return [
        {
            **block,
            "value": [
                {**row, "id": str(uuid5(identity, f"{at}.{n}"))} for n, row in enumerate(block["value"])
            ],
        }
        if isinstance(block["value"], list)
        else block
        for at, block in enumerate(body)
    ]


def _write(
    page: SitePage | None, kind: type[SitePage], identity: UUID, locale: Locale, content: dict[str, Any]
) -> SitePage:
    fields = {
        "title": content["title"],
        "draft_title": content["title"],
        "slug": content["slug"],
        "lead": content["lead"],
        "body": json.dumps(_with_ids(content["body"], identity)),
        "show_in_menus": content["in_menu"],
        **({"kind": content["kind"]} if content["kind"] else {}),
    }
    if page is None:
        page = kind(translation_key=identity, locale=locale, **fields)
        _parent(kind, locale).add_child(instance=page)
    else:
        for field, value in fields.items():
            setattr(page, field, value)
    page.save_revision().publish()
    return kind.objects.get(pk=page.pk)


def _parent(kind: type[SitePage], locale: Locale) -> Page:
    if kind is HomePage:
        return Page.get_first_root_node()
    return HomePage.objects.get(locale=locale)


def _show_home(locale: Locale) -> None:
    """Let the site begin at our home page; remove the page a new Wagtail comes with."""
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        return
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost"
    )
    if site.root_page_id and HomePage.objects.filter(pk=site.root_page_id).exists():
        return
    site.site_name, site.root_page = settings.PROGRAMME, home
    site.save()
    for page in Page.objects.filter(depth=2):
        if page.specific_class is Page:
            page.delete()


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if "de" in value and set(value) <= {"de", "en", "de-simple"}:
            return value.get(language, value["de"])
        return {key: _in_language(part, language) for key, part in value.items()}
    return [_in_language(part, language) for part in value] if isinstance(value, list) else value
