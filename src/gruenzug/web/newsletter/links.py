"""Personal addresses as mails carry them; opening one never changes anything."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from gruenzug.web.newsletter.models import MailingList, SignUp, Subscriber


def confirm(found: SignUp) -> str:
    """Return where a wish is confirmed."""
    return _address(found.language, "newsletter:confirm", found.key)


def object_to(found: SignUp) -> str:
    """Return where somebody says the wish was not theirs."""
    return _address(found.language, "newsletter:object", found.key)


def preferences(subscriber: Subscriber) -> str:
    """Return where a subscriber changes and sees everything."""
    return _address(subscriber.language, "newsletter:preferences", subscriber.key)


def leave(subscriber: Subscriber, which: MailingList) -> str:
    """Return where one newsletter is given up: by a button, or by a mail program's POST (RFC 8058)."""
    return _address(subscriber.language, "newsletter:leave", subscriber.key, which.slug)


def in_published(language: str) -> str:
    """Return a language our pages speak: `language` or German."""
    return language if language in settings.PUBLISHED_LANGUAGES else settings.LANGUAGE_CODE


def _address(language: str, name: str, *args: str) -> str:
    with override(in_published(language)):
        return settings.BASE_URL + reverse(name, args=args)
