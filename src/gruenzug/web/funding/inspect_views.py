"""The record of a grant or an application in the back office."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gruenzug.web.core.viewsets import RoomInspectView
from gruenzug.web.funding.grant_actions import offered
from gruenzug.web.funding.models import Drawdown, Duty, Proof
from gruenzug.web.funding.selectors.record import entries_of, record_of
from gruenzug.web.funding.services.applications import TRANSITIONS

SHOWN_ENTRIES = 8


class GrantRecord(RoomInspectView):
    """A grant with its figures, years, drawdowns, proofs, deadlines and latest entries."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grant, user = self.object, self.request.user
        return {
            **super().get_context_data(**kwargs),
            "grant": grant,
            "edit_url": self.get_edit_url() if user.has_perm("funding.change_grant", grant) else "",
            "record": record_of(grant),
            "actions": offered(user, grant),
            "drawdowns": Drawdown.objects.filter(grant=grant).order_by("-number"),
            "proofs": Proof.objects.filter(grant=grant),
            "duties": Duty.objects.filter(grant=grant),
            "amendments": grant.amendments.order_by("-number"),
            "entries": entries_of(grant, newest_first=True)[:SHOWN_ENTRIES],
            "may_book": user.has_perm("funding.book_grant", grant),
            "may_import": grant.state == "in-force" and user.has_perm("funding.add_expense", grant),
            "may_answer": user.has_perm("funding.answer_drawdown", grant),
            "today": timezone.localdate(),
        }


class ApplicationRecord(RoomInspectView):
    """An application and the Bescheide that came of it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, user = self.object, self.request.user
        may_change = user.has_perm("funding.change_application", application)
        may_move = user.has_perm("funding.move_application", application)
        moves = TRANSITIONS.get(application.state, frozenset()) if may_move else ()
        states = dict(application.State.choices)
        return {
            **super().get_context_data(**kwargs),
            "application": application,
            "edit_url": self.get_edit_url() if may_change else "",
            "moves": [(state, states[state]) for state in states if state in moves],
            "grants": application.grants.select_related("giver"),
            "may_grant": user.has_perm("funding.add_grant") and application.state in ("submitted", "granted"),
        }
