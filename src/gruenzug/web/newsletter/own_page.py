"""A participant's subscriptions on the page of all that is theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.newsletter import links
from gruenzug.web.newsletter.digests import plain
from gruenzug.web.newsletter.models import Subscriber
from gruenzug.web.participation import own_page


def subscriptions_of(email: str) -> list[own_page.Entry]:
    """Return the newsletters an address gets, with the page where that is changed."""
    rows = Subscriber.objects.filter(email__iexact=plain(email)).prefetch_related("lists", "topics")
    return [
        own_page.Entry(text_of(each.title), links.preferences(row), _topics(row))
        for row in rows
        for each in row.lists.all()
    ]


def _topics(row: Subscriber) -> str:
    return ", ".join(text_of(each.title) for each in row.topics.all())


own_page.register(own_page.Section("newsletter", _("Mein Newsletter"), 20, subscriptions_of))
