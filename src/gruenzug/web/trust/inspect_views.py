"""The record of a ticket: what was written, by when an answer is due, what can be done."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gruenzug.web.core.viewsets import RoomInspectView
from gruenzug.web.trust.forms import AnswerForm, CloseForm, InterimForm, RegisterForm
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services.tickets import mailbox_of


class TicketRecord(RoomInspectView):
    """A ticket with its clock and its next steps."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ticket, user = self.object, self.request.user
        may_answer = ticket.is_waiting and user.has_perm("trust.answer_ticket", ticket)
        is_report = ticket.kind == Ticket.Kind.BARRIER and not ticket.barrier_id
        return {
            **super().get_context_data(**kwargs),
            "ticket": ticket,
            "today": timezone.localdate(),
            "mailbox": mailbox_of(ticket),
            "answer_form": AnswerForm() if may_answer else None,
            "interim_form": InterimForm() if may_answer and ticket.state == Ticket.State.OPEN else None,
            "close_form": CloseForm() if may_answer else None,
            "register_form": RegisterForm() if is_report and user.has_perm("trust.add_barrier") else None,
        }
