"""The check-in: a list that works without JavaScript, and with it also without a network.

The link is the key; it opens names and bodies of one event until two days
after it, and nothing else. No cookie takes part, so no other site can use it.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gruenzug.web.core.errors import NotHere
from gruenzug.web.events.models import Event
from gruenzug.web.events.selectors import desk
from gruenzug.web.events.services import links
from gruenzug.web.events.services.checking_in import MOST_AT_ONCE, Seen, check_in
from gruenzug.web.events.views.common import as_secret

ASSETS = (
    "core/dist/site.css",
    "core/dist/site.js",
    "core/dist/fonts/archivo-latin-wdth-normal.woff2",
    "core/dist/fonts/source-serif-4-latin-wght-normal.woff2",
    "core/img/icons.svg",
    "core/img/mark.svg",
    "events/check-in.js",
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show who is expected; a button says that somebody is there."""
    event = _event(token)
    words = request.GET.get("q", "").strip()[:80]
    day = desk.day_of(event, request.GET.get("tag", ""))
    if request.method == "POST":
        place, present = request.POST.get("place", ""), request.POST.get("present") == "1"
        if place.isdecimal():
            seen = Seen(uuid.uuid4(), int(place), present, timezone.now())
            check_in(event=event, seen=[seen], by=_who(request))
        query = urlencode({"q": words, "tag": day.pk})
        return as_secret(redirect(f"{reverse('events:desk', args=[token])}?{query}#liste"))
    rows = desk.narrowed(desk.rows_of(event), day.pk, words)
    context = {
        "event": event,
        "token": token,
        "day": day,
        "rows": rows,
        "words": words,
        "here": sum(row["present"] for row in rows),
        "ends_on": links.desk_ends_on(event),
    }
    return as_secret(render(request, "events/desk.html", context))


@require_safe
@never_cache
def listed(request: HttpRequest, token: str) -> JsonResponse:
    """Send the list to a phone."""
    return as_secret(JsonResponse(desk.facts_of(_event(token))))


@csrf_exempt
@require_POST
@never_cache
def told(request: HttpRequest, token: str) -> JsonResponse:
    """Take what a phone saw, late and twice as it may be; answer with the list as it is now."""
    event = _event(token)
    try:
        seen = [_seen(row) for row in json.loads(request.body)["looks"][:MOST_AT_ONCE]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": _("Die Meldungen waren nicht lesbar.")}, status=400)
    check_in(event=event, seen=seen, by=_who(request))
    taken = [str(look.id) for look in seen]
    return as_secret(JsonResponse({**desk.facts_of(event), "taken": taken}))


@require_safe
@never_cache
def worker(request: HttpRequest, token: str) -> HttpResponse:
    """Send the service worker that keeps this page on the phone."""
    _event(token)
    facts = {
        "page": reverse("events:desk", args=[token]),
        "list": reverse("events:desk-list", args=[token]),
        "assets": [static(name) for name in ASSETS],
    }
    return render(
        request,
        "events/desk_worker.js",
        {"facts": json.dumps(facts)},
        content_type="text/javascript; charset=utf-8",
    )


def _seen(row: dict[str, Any]) -> Seen:
    happened_at = parse_datetime(row["at"])
    if happened_at is None:
        raise ValueError(row["at"])
    if timezone.is_naive(happened_at):
        happened_at = happened_at.replace(tzinfo=dt.UTC)
    return Seen(uuid.UUID(row["id"]), int(row["place"]), bool(row["present"]), happened_at)


def _event(token: str) -> Event:
    event = links.desk_of(token)
    if event is None or not event.all_days:
        raise NotHere(
            _("Dieser Link zum Einlass gilt nicht mehr. Fragen Sie die Veranstalterin nach dem neuen."),
            reverse("events:list"),
            _("Zu den Veranstaltungen"),
        )
    return event


def _who(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
