"""What all pages of the room share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gruenzug.web.participation import sessions

Crumb = dict[str, str]


def trail(*steps: tuple[str, str]) -> list[Crumb]:
    """Return the way from the first page through this room to here."""
    home = {"title": _("Start"), "url": f"/{get_language() or 'de'}/"}
    room = {"title": _("Beteiligung"), "url": reverse("participation:index")}
    return [home, room, *({"title": title, "url": url} for title, url in steps)]


def too_many() -> str:
    """Say that enough mails were sent today."""
    return _("Heute haben wir schon mehrere Nachrichten verschickt. Bitte versuchen Sie es morgen wieder.")


def sent_page(request: HttpRequest) -> HttpResponse:
    """Say that a link is on its way."""
    context = {"breadcrumbs": trail((_("Nachricht gesendet"), ""))}
    return render(request, "participation/sent.html", context)


def private(response: HttpResponse) -> HttpResponse:
    """Mark a page whose address or content is one person's business."""
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who is taking part, for templates."""
    return {"participant": sessions.current(request)}
