"""What we keep about an e-mail address, for the person it belongs to: to read, and to delete."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.newsletter.digests import plain
from gruenzug.web.newsletter.models import SignUp, Subscriber
from gruenzug.web.newsletter.selectors import history_of
from gruenzug.web.newsletter.services.leaving import erase

Rows = list[dict[str, Any]]


def find_signup(email: str) -> Rows:
    """Return the wish of an address that waits for its confirmation."""
    rows = SignUp.objects.filter(email=plain(email), confirmed_at=None).prefetch_related("lists")
    return [
        {
            _("Newsletter"): ", ".join(text_of(each.title) for each in row.lists.all()),
            _("angefragt am"): _moment(row.requested_at),
        }
        for row in rows
    ]


def forget_signup(email: str) -> int:
    """Delete that wish."""
    return SignUp.objects.filter(email=plain(email), confirmed_at=None).delete()[0]


def find_subscriber(email: str) -> Rows:
    """Return what an address gets, and what it chose."""
    rows = Subscriber.objects.filter(email__iexact=plain(email)).prefetch_related(
        "lists", "topics", "municipalities"
    )
    return [
        {
            _("Newsletter"): ", ".join(text_of(each.title) for each in row.lists.all()),
            _("Sprache"): str(row.get_language_display()),
            _("Themen"): ", ".join(text_of(each.title) for each in row.topics.all()) or "–",
            _("Kommunen"): ", ".join(each.name for each in row.municipalities.all()) or "–",
            _("seit"): _moment(row.created_at),
        }
        for row in rows
    ]


def forget_subscriber(email: str) -> int:
    """Take an address off all newsletters and forget it."""
    found = Subscriber.objects.filter(email__iexact=plain(email)).first()
    if found is None:
        return 0
    erase(subscriber=found, source="Seite „Ihre Daten“")
    return 1


def find_evidence(email: str) -> Rows:
    """Return when an address said yes and no to what."""
    return [
        {
            _("Vorgang"): str(row.get_kind_display()),
            _("Newsletter"): row.list or "–",
            _("geschehen am"): _moment(row.happened_at),
            _("Woher"): row.source or "–",
        }
        for row in history_of(email)
    ]


def _moment(value: Any) -> str:
    return date_format(localtime(value), "DATETIME_FORMAT")
