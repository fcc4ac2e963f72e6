"""Personal links: random and signed, so that nobody can guess or forge one; opening one changes nothing."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import override

from gruenzug.web.events.models import Event, Group, Registration

PERSONAL, GROUP, DESK = "events.registration", "events.group", "events.desk"
DESK_DAYS = 2


def token_of(found: Registration | Group) -> str:
    """Return the secret part of a personal address."""
    return _signer(PERSONAL if isinstance(found, Registration) else GROUP).sign(found.key)


def link_to(found: Registration | Group) -> str:
    """Return the personal address of a registration or a group, as mails carry it."""
    name = "events:registration" if isinstance(found, Registration) else "events:group"
    with override(found.language):
        return settings.BASE_URL + reverse(name, args=[token_of(found)])


def registration_of(token: str) -> Registration | None:
    """Return whose link it is; None if it is forged or the data are gone."""
    key = _key(token, PERSONAL)
    rows = Registration.objects.with_places().select_related(
        "event__municipality", "event__organiser", "group"
    )
    return rows.filter(key=key).first() if key else None


def group_of(token: str) -> Group | None:
    """Return whose link it is; None if it is forged or the data are gone."""
    key = _key(token, GROUP)
    return Group.objects.select_related("event__organiser").filter(key=key).first() if key else None


def desk_token(event: Event) -> str:
    """Return the secret part of the check-in's address; "" while there is none."""
    return _signer(DESK).sign(f"{event.pk}~{event.desk_key}") if event.desk_key else ""


def desk_of(token: str) -> Event | None:
    """Return the event whose door it opens; None if it is forged, was renewed, or the event is long over."""
    number, _tilde, key = _key(token, DESK).partition("~")
    if not number.isdecimal():
        return None
    event = Event.objects.public().filter(pk=int(number)).first()
    if event is None or not event.desk_key or not constant_time_compare(event.desk_key, key):
        return None
    return event if timezone.localdate() <= desk_ends_on(event) else None


def desk_ends_on(event: Event) -> dt.date:
    """Return the last day on which the check-in works."""
    return event.ends_on + dt.timedelta(days=DESK_DAYS)


def _key(token: str, salt: str) -> str:
    try:
        return _signer(salt).unsign(token)
    except BadSignature:
        return ""


def _signer(salt: str) -> Signer:
    return Signer(salt=salt, sep=".")
