"""What pages read of the newsletter."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime

from gruenzug.web.newsletter.digests import digests
from gruenzug.web.newsletter.models import Evidence, Subscriber


def history_of(email: str) -> list[Evidence]:
    """Return what the ledger knows of an address, oldest first."""
    rows = Evidence.objects.filter(digest__in=digests(email)).select_related("wording", "by")
    return list(rows.order_by("happened_at", "pk"))


def everything_about(subscriber: Subscriber) -> dict[str, Any]:
    """Return all we know of `subscriber`, as a file they can take along (Art. 15 and 20 GDPR)."""
    return {
        "email": subscriber.email,
        "language": subscriber.language,
        "since": _moment(subscriber.created_at),
        "newsletters": [
            {"title": row.list.title_de, "since": _moment(row.since)}
            for row in subscriber.subscriptions.select_related("list")
        ],
        "topics": [topic.title_de for topic in subscriber.topics.all()],
        "municipalities": [place.name for place in subscriber.municipalities.all()],
        "evidence": [_evidence(row) for row in history_of(subscriber.email)],
    }


def _evidence(row: Evidence) -> dict[str, Any]:
    return {
        "what": row.kind,
        "newsletter": row.list,
        "requested_at": _moment(row.requested_at),
        "happened_at": _moment(row.happened_at),
        "source": row.source,
        "wording": row.wording.text_de if row.wording else "",
        "confirmation_mail": row.mail_text,
    }


def _moment(value: Any) -> str | None:
    return localtime(value).isoformat(timespec="seconds") if value else None
