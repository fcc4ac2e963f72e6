"""Acting upon what people need to take part."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core import audit
from gruenzug.web.events.models import AccessNeed, Letter, NeedState
from gruenzug.web.events.services import letters


@transaction.atomic
def answer_need(*, need: AccessNeed, state: str, answer: str, by: Any) -> None:
    """Say what became of a need, and tell the person."""
    need = AccessNeed.objects.select_for_update().get(pk=need.pk)
    need.state, need.answer, need.answered_at = state, answer, timezone.now()
    need.save()
    event = need.registration.event
    audit.record("events.need_answered", subject=event, by=by)
    if state != NeedState.OPEN:
        letters.write(
            need.registration,
            Letter.NEED,
            timezone.now().isoformat(),
            answer=answer,
            outcome=NeedState(state).label,
        )
