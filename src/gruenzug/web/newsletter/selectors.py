"""What pages read of the newsletter."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime

from gruenzug.web.newsletter.digests import digests
from gruenzug.web.newsletter.models import FINAL, GIVEN, Delivery, Evidence, Issue, Subscriber

WAKE = dt.timedelta(days=7)
SHOWN_REASONS = 20


def history_of(email: str) -> list[Evidence]:
    """Return what the ledger knows of an address, oldest first."""
    rows = Evidence.objects.filter(digest__in=digests(email)).select_related("wording", "by")
    return list(rows.order_by("happened_at", "pk"))


def audience(issue: Issue) -> QuerySet[Subscriber]:
    """Return who gets `issue`: all on its list but those who chose other topics or other towns."""
    readers = Subscriber.objects.filter(lists=issue.list)
    if topics := list(issue.topics.values_list("pk", flat=True)):
        readers = readers.filter(Q(topics__isnull=True) | Q(topics__in=topics))
    if places := list(issue.municipalities.values_list("pk", flat=True)):
        readers = readers.filter(Q(municipalities__isnull=True) | Q(municipalities__in=places))
    return readers.distinct()


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
        "issues": [
            {"subject": row.issue.subject_de, "state": row.state, "at": _moment(row.finished_at)}
            for row in subscriber.deliveries.select_related("issue").order_by("pk")
        ],
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


@dataclass(frozen=True)
class Progress:
    """How far an issue got, told by counts; who opens or clicks nobody counts."""

    rows: list[tuple[str, int]]
    reasons: list[tuple[str, str, int]]
    total: int
    done: int
    unclear: int
    joined: int
    left: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def progress_of(issue: Issue) -> Progress:
    """Return the counts of `issue`: copies by state and reason, and sign-ups and farewells in its wake."""
    State, Why = Delivery.State, Delivery.Why
    counts = Counter(
        {
            (state, why): count
            for state, why, count in issue.deliveries.values_list("state", "why").annotate(n=Count("pk"))
        }
    )
    states = Counter()
    for (state, _why), count in counts.items():
        states[state] += count
    joined = left = 0
    if issue.begun_at:
        wake = Evidence.objects.filter(
            list_slug=issue.list.slug,
            happened_at__gte=issue.begun_at,
            happened_at__lt=issue.begun_at + WAKE,
        )
        joined = wake.filter(kind__in=GIVEN).count()
        left = wake.exclude(kind__in=GIVEN).count()
    reasons = issue.deliveries.filter(state__in=[State.FAILED, State.SKIPPED]).values_list("why", "told")
    return Progress(
        rows=[(str(state.label), states[state.value]) for state in State if states[state.value]],
        reasons=[
            (str(Why(why).label), told, count)
            for why, told, count in reasons.annotate(n=Count("pk")).order_by("-n")[:SHOWN_REASONS]
        ],
        total=sum(states.values()),
        done=sum(states[state.value] for state in FINAL),
        unclear=counts[(State.FAILED.value, Why.UNCLEAR.value)],
        joined=joined,
        left=left,
    )
