"""Words of addresses in each language; they are stable, so they are data and not a translation.

An address is a promise: it must not change because somebody improves a
translation, and must work before catalogues are compiled.
"""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.functional import lazystr
from django.utils.translation import get_language

WORDS: dict[str, str] = {
    "atlas": "atlas",
    "kommunen": "municipalities",
    "druck": "print",
    "methoden": "methods",
    "quellen": "sources",
    "daten": "data",
    "gestaltung": "design",
    "schnittstelle": "interface",
    "programm": "programme",
    "konto": "account",
    "verbunden": "connected",
    "netzwerk": "network",
    "einwilligung": "consent",
    "charta": "charter",
    "vergleich": "compare",
    "ziele": "goals",
    "zusagen": "pledges",
    "strategie": "strategy",
    "vorlage": "template",
    "foerderung": "funding",
    "pruefen": "check",
    "fristen.ics": "deadlines.ics",
    "zuwendungen": "grants",
    "projekte": "projects",
    "melden": "submit",
    "dokument": "document",
    "geodaten.gpkg": "geodata.gpkg",
    "karte.json": "map.json",
    "listen": "lists",
    "veranstaltungen": "events",
    "archiv": "archive",
    "kalender.ics": "calendar.ics",
    "anmelden": "register",
    "anmeldung": "registration",
    "gruppe": "group",
    "gruppe-anmelden": "register-group",
    "absagen": "cancel",
    "aendern": "change",
    "einlass": "check-in",
    "bescheinigung.pdf": "certificate.pdf",
    "beteiligung": "participation",
    "entwurf": "draft",
    "fassung": "version",
    "absatz": "paragraph",
    "beitrag": "contribution",
    "beitraege": "contributions",
    "punkte": "points",
    "haltung": "opinion",
    "umfrage": "survey",
    "abwaegung": "responses",
    "ideen": "ideas",
    "neu": "new",
    "kommentar": "comment",
    "unterstuetzen": "support",
    "eintreten": "enter",
    "meine": "mine",
    "suche": "search",
    "ruhr-konferenz": "ruhr-conference",
    "newsletter": "newsletter",
    "angefragt": "requested",
    "bestaetigen": "confirm",
    "nicht-ich": "not-me",
    "einstellungen": "preferences",
    "daten.json": "data.json",
    "loeschen": "erase",
    "abmelden": "unsubscribe",
    "abgemeldet": "unsubscribed",
    "kontakt": "contact",
    "impressum": "imprint",
    "datenschutz": "privacy",
    "barrierefreiheit": "accessibility",
    "schreiben": "write",
    "meine-daten": "my-data",
    "aktuelles": "news",
    "presse": "press",
    "pressepaket.zip": "press-kit.zip",
    "vorschau": "preview",
}
"""German word of an address → its English counterpart; plain German uses the German word."""


class _Route:
    def __init__(self, route: str) -> None:
        self.route = route

    def __str__(self) -> str:
        return in_language(self.route, get_language() or "de")


def words(route: str) -> str:
    """Return `route` with each literal part in the active language, lazily, for use in ``path()``.

    >>> str(words("kommunen/<slug:slug>/"))
    'kommunen/<slug:slug>/'
    """
    return lazystr(_Route(route))


def in_language(route: str, language: str) -> str:
    """Return `route` in `language`; parts without an entry stay.

    >>> in_language("kommunen/<slug:slug>/druck/", "en")
    'municipalities/<slug:slug>/print/'
    """
    if language != "en":
        return route
    return "/".join(WORDS.get(part, part) for part in route.split("/"))


def address_of(view: str, argument: str | int) -> str:
    """Return what `reverse` would for a slug or a number; a view is looked up once per language.

    Lists and maps hold hundreds of addresses of one view.
    """
    mark: str | int = 987_654_321 if isinstance(argument, int) else "-argument-"
    pattern = _pattern(view, mark, get_language() or "", get_script_prefix())
    return pattern.replace(str(mark), str(argument))


@lru_cache
def _pattern(view: str, mark: str | int, language: str, prefix: str) -> str:
    return reverse(view, args=[mark])
