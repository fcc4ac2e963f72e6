"""The foot of every page, written once for all pages that have the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import Release
from gruenzug.web.core.addresses import in_language

Link = dict[str, Any]
SIMPLE = "de-simple"
LEGAL = ("Impressum", "Datenschutz")
TEMPLATE = "core/partials/footer.html"


def footer_of(language: str, programme: Link, pages: list[Link], release: Release | None) -> SafeString:
    """Return the foot of a page; everything it says is in what it is remembered by."""
    facts = tuple((page["title"], page["url"], page["slug"]) for page in pages)
    return _written(language, programme["title"], programme["url"], facts, _note(release))


@lru_cache(maxsize=64)
def _written(
    language: str, title: str, home: str, pages: tuple[tuple[str, str, str], ...], note: str
) -> SafeString:
    links = [{"title": name, "url": url, "slug": slug} for name, url, slug in pages]
    programme = {"title": title, "url": home}
    return render_to_string(TEMPLATE, {"programme": programme, "footer": _groups(language, links, note)})


def _groups(language: str, pages: list[Link], note: str) -> dict[str, Any]:
    legal = [in_language(word, language) for word in ("impressum", "datenschutz", "barrierefreiheit")]
    if language == SIMPLE:
        hard = [{"title": f"{word} (in schwerer Sprache)", "url": f"/de/{word.lower()}/"} for word in LEGAL]
        return {
            "groups": [{"title": "Alle Seiten", "links": pages}],
            "legal": hard,
            "note": "",
        }
    known = [
        {"title": _("Atlas"), "url": reverse("atlas:map")},
        {"title": _("Kommunen"), "url": reverse("dossiers:list")},
        {"title": _("Methoden"), "url": reverse("atlas:methods")},
        {"title": _("Quellen"), "url": reverse("atlas:sources")},
    ]
    taking_part = [
        {"title": _("Beteiligung"), "url": reverse("participation:index")},
        {"title": _("Veranstaltungen"), "url": reverse("events:list")},
        {"title": _("Newsletter"), "url": reverse("newsletter:index")},
        {"title": _("Netzwerk"), "url": reverse("directory:list")},
    ]
    open_data = [
        {"title": _("Offene Daten"), "url": reverse("data:index")},
        {"title": _("Schnittstelle (API)"), "url": reverse("data:api")},
        {"title": _("Gestaltung"), "url": reverse("styleguide")},
    ]
    groups = [
        {"title": _("Wissen"), "links": known},
        {"title": _("Programm"), "links": [page for page in pages if page["slug"] not in legal]},
        {"title": _("Mitmachen"), "links": taking_part},
        {"title": _("Offenheit"), "links": open_data},
    ]
    return {
        "groups": [group for group in groups if group["links"]],
        "legal": [page for page in pages if page["slug"] in legal],
        "note": note,
    }


def _note(release: Release | None) -> str:
    if release is None:
        return ""
    if release.is_model:
        return _("Datenstand %(name)s, Modelldaten.") % {"name": release.name}
    return _("Datenstand %(name)s.") % {"name": release.name}
