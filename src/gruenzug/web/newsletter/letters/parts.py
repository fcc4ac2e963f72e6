"""Blocks of an issue as the few kinds of parts that a mail is set from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

OWN = re.compile(r'(href|src)="/(?!/)')
PICTURE_WIDTH = 1104  # twice the 552 px a mail shows, for sharp screens


@dataclass(frozen=True)
class Part:
    """One part: text (`html`), picture (`url`, `alt`, `html` below it) or button (`url`, `label`)."""

    kind: str
    html: str = ""
    url: str = ""
    alt: str = ""
    label: str = ""


def parts_of(body: Any) -> list[Part]:
    """Return the parts of the body of an issue, all addresses complete."""
    return [part for block in body for part in _MAKE[block.block_type](block.value)]


def complete(url: str) -> str:
    """Return an address that works outside the site."""
    return f"{settings.BASE_URL}{url}" if url.startswith("/") else url


def with_complete_links(html: str) -> str:
    """Return HTML whose addresses work outside the site."""
    return OWN.sub(rf'\1="{settings.BASE_URL}/', html)


def _heading(value: str) -> list[Part]:
    return [Part("text", format_html("<h2>{}</h2>", value))]


def _paragraph(value: Any) -> list[Part]:
    return [Part("text", with_complete_links(expand_db_html(value.source)))]


def _items(value: Any) -> list[Part]:
    head = format_html("<h2>{}</h2>", value["title"])
    rows = format_html_join("", "{}", ((_item(item),) for item in value["items"]))
    return [Part("text", head + rows)]


def _item(item: Any) -> SafeString:
    title = format_html("{}", item["title"])
    if item["url"]:
        title = format_html('<a href="{}">{}</a>', complete(item["url"]), item["title"])
    meta = format_html('<p class="meta">{}</p>', item["meta"]) if item["meta"] else ""
    text = mark_safe(linebreaks(item["text"], autoescape=True)) if item["text"] else ""
    return format_html("<h3>{}</h3>{}{}", title, meta, text)


def _number(value: Any) -> list[Part]:
    label = format_html("{}", value["label"])
    if value["url"]:
        label = format_html('<a href="{}">{}</a>', complete(value["url"]), value["label"])
    html = '<p class="number">{}</p><p><strong>{}</strong></p><p class="meta">{}</p>'
    return [Part("text", format_html(html, value["value"], label, value["note"]))]


def _picture(value: Any) -> list[Part]:
    image = value["image"]
    url = image.get_rendition(f"width-{PICTURE_WIDTH}|format-jpeg").url
    alt = "" if getattr(image, "decorative", False) else image.contextual_alt_text or ""
    credit = format_html('<p class="meta">{}</p>', value["credit"])
    return [Part("picture", credit, complete(url), alt)]


def _quote(value: Any) -> list[Part]:
    html = '<blockquote><p>{}</p><p class="meta">{}</p></blockquote>'
    return [Part("text", format_html(html, value["text"], value["who"]))]


def _button(value: Any) -> list[Part]:
    return [Part("button", url=complete(value["url"]), label=value["label"])]


_MAKE = {
    "heading": _heading,
    "paragraph": _paragraph,
    "items": _items,
    "number": _number,
    "picture": _picture,
    "quote": _quote,
    "button": _button,
}
