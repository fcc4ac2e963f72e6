"""Records of the back office: where a thing stands, what can be done with it next."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gruenzug.web.charter.forms_admin import (
    DecisionForm,
    DraftForm,
    MoveForm,
    PledgeMoveForm,
    SendForm,
    SignForm,
    next_states,
)
from gruenzug.web.charter.models import Commitment, CouncilPaper, Report, Station
from gruenzug.web.charter.selectors.pledges import open_reports, open_rounds
from gruenzug.web.charter.selectors.texts import sections_of
from gruenzug.web.charter.services import commitments, pledges
from gruenzug.web.core.viewsets import RoomInspectView


class VersionRecord(RoomInspectView):
    """A version with its outline and the steps to its decision."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, user = self.object, self.request.user
        may_decide = user.has_perm("charter.decide_version", version)
        return {
            **super().get_context_data(**kwargs),
            "version": version,
            "sections": sections_of(version),
            "may_change": version.is_editable and user.has_perm("charter.change_version", version),
            "decision_form": None if version.is_decided or not may_decide else DecisionForm(),
            "draft_form": DraftForm(initial={"document": version.document, "title": version.title}),
        }


class RequestRecord(RoomInspectView):
    """A request with the answers it got."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, user = self.object, self.request.user
        return {
            **super().get_context_data(**kwargs),
            "asked": request,
            "commitments": request.commitments.select_related("body", "version").order_by("body__name"),
            "form": SendForm() if user.has_perm("charter.send_commitmentrequest", request) else None,
        }


class CommitmentRecord(RoomInspectView):
    """An entry of the register with its stations and next steps."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        states = next_states(row, commitments.TRANSITIONS)
        may_move = user.has_perm("charter.move_commitment", row)
        return {
            **super().get_context_data(**kwargs),
            "commitment": row,
            "stations": Station.objects.filter(commitment=row),
            "papers": CouncilPaper.objects.filter(commitment=row),
            "may_change": user.has_perm("charter.change_commitment", row),
            "move_form": MoveForm(row, states) if may_move and states else None,
            "sign_form": SignForm(row) if may_move and _can_sign(row) else None,
            "declares": row.form == Commitment.Form.DECLARATION,
        }


class PledgeRecord(RoomInspectView):
    """A promise with its reports and next steps."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledge, user = self.object, self.request.user
        states = next_states(pledge, pledges.TRANSITIONS)
        rounds = open_rounds(timezone.localdate()) if pledge.published_on else []
        return {
            **super().get_context_data(**kwargs),
            "pledge": pledge,
            "goals": pledge.goals.all(),
            "reports": Report.objects.filter(pledge=pledge).select_related("round"),
            "rounds": rounds if user.has_perm("charter.submit_report", pledge) else [],
            "may_change": user.has_perm("charter.change_pledge", pledge),
            "may_retract": user.has_perm("charter.retract_report"),
            "form": PledgeMoveForm(states) if user.has_perm("charter.move_pledge", pledge) else None,
        }


class RoundRecord(RoomInspectView):
    """A reporting round: who reported, who did not."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        reports = Report.objects.filter(round=row, is_public=True).select_related("pledge__body")
        return {
            **super().get_context_data(**kwargs),
            "round": row,
            "reports": reports.order_by("pledge__body__name"),
            "missing": open_reports(row).order_by("body__name", "due_on"),
            "may_close": not row.is_closed and user.has_perm("charter.close_reportinground", row),
        }


class SystemRecord(RoomInspectView):
    """A council information system with the papers found there."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        system, user = self.object, self.request.user
        papers = CouncilPaper.objects.filter(system=system).select_related("commitment__body")
        return {
            **super().get_context_data(**kwargs),
            "system": system,
            "papers": papers,
            "may_check": user.has_perm("charter.change_councilsystem", system),
        }


def _can_sign(row: Commitment) -> bool:
    """Whether a signature can be entered: after the council's decision, or instead of it."""
    if row.form == Commitment.Form.DECLARATION:
        return row.state in (Commitment.State.DRAFT, Commitment.State.DECIDED)
    return row.state == Commitment.State.DECIDED
