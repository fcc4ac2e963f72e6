"""Which messages an account may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gruenzug.web.trust.models import Ticket


def visible_tickets(user: Any, rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Return all for who may read requests for one's own data, else the others."""
    sample = Ticket(kind=Ticket.Kind.DATA)
    return rows if user.has_perm("trust.view_ticket", sample) else rows.exclude(kind=Ticket.Kind.DATA)
