"""When somebody last looked at what happened: kept per account, written once a session or on request."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from gruenzug.web.core.models import LastLook

KEY = "looked_at_before"
FIRST = dt.timedelta(days=7)


def looked_before(request: HttpRequest) -> dt.datetime:
    """Return when the user looked before this session; the session's first look is noted for the next one."""
    if KEY not in request.session:
        now = timezone.now()
        look = LastLook.objects.filter(user=request.user).first()
        before = look.looked_at if look else now - FIRST
        _note(request, now)
        request.session[KEY] = before.isoformat()
    return dt.datetime.fromisoformat(request.session[KEY])


def look_done(request: HttpRequest) -> None:
    """Begin anew: what happened until now is known."""
    now = timezone.now()
    _note(request, now)
    request.session[KEY] = now.isoformat()


def _note(request: HttpRequest, now: dt.datetime) -> None:
    LastLook.objects.update_or_create(user=request.user, defaults={"looked_at": now})
