"""Asks an OParl server: objects by their address, lists page by page, always politely.

The address was typed by staff, so answers are bounded: JSON only, a few
megabytes, a few hundred pages, and never another host than the one asked.
"""

from __future__ import annotations

import datetime as dt
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from gruenzug import __version__

TIMEOUT_S = 20
MOST_BYTES = 8_000_000
MOST_PAGES = 500
SCHEMES = ("http", "https")

Facts = Mapping[str, Any]


class OParlError(Exception):
    """The server cannot be used; the text is one sentence for staff."""


class Page(NamedTuple):
    """One page of a list."""

    rows: list[Facts]
    next_url: str


class Client:
    """Asks one server; objects that were asked for once are remembered."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise OParlError(_("„%s“ ist keine Adresse mit http oder https.") % url)
        self._host = parts.hostname
        self._opener = urllib.request.build_opener(_SameHost(self._host))
        self._known: dict[str, Facts] = {}

    def get(self, url: str) -> Facts:
        """Return the object at `url`."""
        if url not in self._known:
            self._known[url] = self._ask(url)
        return self._known[url]

    def rows(self, url: str, modified_since: dt.datetime | None = None) -> Iterator[Facts]:
        """Yield every object of the list at `url`, only those modified since a moment if one is given."""
        address = _since(url, modified_since)
        asked = set()
        while address:
            if address in asked or len(asked) >= MOST_PAGES:
                raise OParlError(_("Die Liste %s endet nicht; der Server verweist im Kreis.") % url)
            asked.add(address)
            page = self._page(address)
            yield from page.rows
            address = page.next_url

    def _page(self, address: str) -> Page:
        answer = self._ask(address)
        rows = answer.get("data")
        if not isinstance(rows, list):
            raise OParlError(_("%s ist keine OParl-Liste: „data“ fehlt.") % address)
        links = answer.get("links")
        following = links.get("next", "") if isinstance(links, dict) else ""
        return Page([row for row in rows if isinstance(row, dict)], following or "")

    def _ask(self, url: str) -> Facts:
        if urlsplit(url).hostname != self._host or urlsplit(url).scheme not in SCHEMES:
            raise OParlError(_("Der Server verweist auf einen anderen: %s.") % url)
        agent = f"Gruenzug/{__version__} (OParl)"
        request = urllib.request.Request(  # noqa: S310  the scheme was checked
            url, headers={"Accept": "application/json", "User-Agent": agent}
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                content = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise OParlError(
                _("%(url)s antwortet mit %(code)s.") % {"url": url, "code": error.code}
            ) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise OParlError(
                _("%(url)s ist nicht erreichbar: %(reason)s.") % {"url": url, "reason": reason}
            ) from error
        if len(content) > MOST_BYTES:
            raise OParlError(_("Die Antwort von %s ist zu groß.") % url)
        return _object(content, url)


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects only to the host that was asked."""

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).hostname != self._host or urlsplit(newurl).scheme not in SCHEMES:
            raise OParlError(_("Der Server verweist auf einen anderen: %s.") % newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _since(url: str, moment: dt.datetime | None) -> str:
    if moment is None:
        return url
    query = urlencode({"modified_since": moment.isoformat(timespec="seconds")})
    return f"{url}{'&' if urlsplit(url).query else '?'}{query}"


def _object(content: bytes, url: str) -> Facts:
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise OParlError(_("%s antwortet nicht mit JSON.") % url) from error
    if not isinstance(answer, dict):
        raise OParlError(_("%s antwortet nicht mit einem OParl-Objekt.") % url)
    return answer
