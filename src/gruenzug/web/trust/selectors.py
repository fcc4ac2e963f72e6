"""What the statement on accessibility and the contact page say."""

from __future__ import annotations

from typing import Any

from gruenzug.web.trust.models import Assessment, Barrier, ContactBox
from gruenzug.web.trust.services.tickets import OMBUDS_URL

SHOWN_RESOLVED = 10


def statement() -> dict[str, Any]:
    """Return the facts of the accessibility statement: how it stands, what is missing, how it was tested."""
    known = list(Barrier.objects.all())
    barriers = [row for row in known if row.resolved_on is None]
    assessments = list(Assessment.objects.all()[:5])
    days = [barrier.known_since for barrier in barriers] + [row.tested_on for row in assessments]
    resolved = sorted(
        (row for row in known if row.resolved_on), key=lambda row: row.resolved_on, reverse=True
    )
    days += [row.resolved_on for row in resolved]
    return {
        "groups": [
            {"reason": reason, "barriers": [row for row in barriers if row.reason == reason]}
            for reason in Barrier.Reason
            if any(row.reason == reason for row in barriers)
        ],
        "open_barriers": barriers,
        "resolved": resolved[:SHOWN_RESOLVED],
        "assessments": assessments,
        "is_tested": bool(assessments),
        "updated_on": max(days) if days else None,
        "ombuds_url": OMBUDS_URL,
    }


def boxes() -> list[ContactBox]:
    """Return the topics one may write about."""
    return list(ContactBox.objects.filter(is_open=True))
