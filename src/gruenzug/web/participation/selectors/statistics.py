"""Moderation in numbers for everybody: how much was hidden, why, and how long people waited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from gruenzug.web.participation.models import ModerationEntry, Reason, Verdict


@dataclass(frozen=True)
class Statistics:
    """Counts over all time, and the middle waiting time of the newest thousand."""

    verdicts: dict[str, int]
    reasons: list[dict[str, Any]]
    waited_s: int | None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What happened how often, for a table."""
        return [
            {"label": Verdict(key).label, "value": self.verdicts.get(key, 0)}
            for key in (
                Verdict.PUBLISHED,
                Verdict.HIDDEN,
                Verdict.OBJECTED,
                Verdict.RESTORED,
                Verdict.UPHELD,
            )
        ]


def statistics() -> Statistics:
    """Return the numbers, in three queries."""
    entries = ModerationEntry.objects.order_by()
    verdicts = dict(entries.values_list("verdict").annotate(count=Count("pk")))
    hidden = dict(entries.filter(verdict=Verdict.HIDDEN).values_list("reason").annotate(count=Count("pk")))
    waits = sorted(
        entries.exclude(waited_s=None).order_by("-done_at").values_list("waited_s", flat=True)[:1000]
    )
    reasons = [{"label": Reason(key).label, "value": hidden.get(key, 0)} for key in Reason.values]
    return Statistics(verdicts, reasons, waits[len(waits) // 2] if waits else None)


def by_month() -> list[dict[str, Any]]:
    """Return how often what happened for which reason, month by month."""
    rows = ModerationEntry.objects.order_by().annotate(month=TruncMonth("done_at"))
    counted = rows.values("month", "kind", "verdict", "reason").annotate(count=Count("pk"))
    return list(counted.order_by("month", "kind", "verdict", "reason"))
