"""Applications: submitted, withdrawn, rejected; granted by entering the Bescheid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.funding.models import Application

State = Application.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.REJECTED, State.WITHDRAWN}),
}
"""From each state, those a person may choose; granted is what a Bescheid makes of it."""


@transaction.atomic
def move_application(*, application: Application, to: str, on: dt.date, by: Any) -> None:
    """Submit an application, withdraw it, or note that it was rejected."""
    before = State(Application.objects.select_for_update().get(pk=application.pk).state)
    if to not in TRANSITIONS.get(before, frozenset()):
        told = {"before": before.label, "after": State(to).label}
        raise ValidationError(_("Aus „%(before)s“ kann nicht „%(after)s“ werden.") % told, "transition")
    application.state = to
    if to == State.SUBMITTED:
        application.submitted_on = on
    if to == State.REJECTED:
        application.decided_on = on
    application.full_clean()
    application.save()
    audit.record(
        "funding.application_moved",
        subject=application,
        by=by,
        before=before.label,
        after=State(to).label,
    )
