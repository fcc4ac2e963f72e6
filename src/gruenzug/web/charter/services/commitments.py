"""How a body commits: from the first draft of a council paper to the decision, or the signature."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.charter.models import Commitment, CommitmentRequest, SigningEvent, Version
from gruenzug.web.core import audit
from gruenzug.web.directory.models import Organisation

State = Commitment.State

TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.IN_CONSULTATION, State.DECIDED, State.WITHDRAWN}),
    State.IN_CONSULTATION: frozenset({State.DECIDED, State.REJECTED, State.WITHDRAWN}),
    State.DECIDED: frozenset({State.WITHDRAWN}),
    State.REJECTED: frozenset({State.IN_CONSULTATION}),
    State.WITHDRAWN: frozenset({State.DRAFT, State.IN_CONSULTATION}),
}
"""From each state, the states that may follow."""


@transaction.atomic
def open_commitment(
    *, body: Organisation, version: Version, by: Any, request: CommitmentRequest | None = None
) -> Commitment:
    """Enter `body` in the register for `version`, not public yet; the entry there is returned as it is."""
    form = Commitment.Form.COUNCIL if body.decides_in_council else Commitment.Form.DECLARATION
    commitment, created = Commitment.objects.get_or_create(
        body=body,
        version=version,
        defaults={
            "form": form,
            "request": request,
            "financial_effects": request.financial_effects if request else "",
        },
    )
    if created:
        audit.record("charter.commitment_created", subject=commitment, by=by)
    return commitment


@transaction.atomic
def move_commitment(*, commitment: Commitment, to: str, by: Any, note: str = "", **facts: Any) -> None:
    """Bring `commitment` to the state `to` with the `facts` that belong to it.

    Facts are fields of the model such as decided_on, decided_in, vote,
    votes_for, signed_on, signed_as. Raises ValidationError with a sentence if
    the step is not possible or a fact is missing.
    """
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)
    before = State(locked.state)
    if to not in TRANSITIONS[before]:
        raise ValidationError(
            _("Aus „%(before)s“ kann nicht „%(after)s“ werden."),
            "transition",
            {"before": before.label, "after": State(to).label},
        )
    commitment.state = before
    for name, value in facts.items():
        setattr(commitment, name, value)
    _check(commitment, to)
    commitment.state, commitment.state_note = to, note
    commitment.is_public = commitment.is_public or to != State.DRAFT
    commitment.full_clean(exclude=["body", "version", "request"])
    commitment.save()
    audit.record(
        "charter.commitment_moved", subject=commitment, by=by, before=before.label, after=State(to).label
    )


def _check(commitment: Commitment, to: str) -> None:
    """Refuse a step that lacks what makes it true."""
    council = commitment.form == Commitment.Form.COUNCIL
    if to == State.IN_CONSULTATION and not council:
        raise ValidationError(
            _("%s entscheidet nicht in einem Rat; tragen Sie die Erklärung gleich als beschlossen ein.")
            % commitment.body.label,
            "form",
        )
    if to == State.DECIDED and council and not commitment.decided_on:
        raise ValidationError(_("Tragen Sie ein, wann der Rat oder Kreistag beschlossen hat."), "decided_on")
    if to == State.DECIDED and not council and not commitment.signed_on:
        raise ValidationError(_("Tragen Sie ein, wann die Erklärung unterzeichnet wurde."), "signed_on")
    moment = commitment.decided_on if council else commitment.signed_on
    if to == State.DECIDED and moment > dt.date.today():  # noqa: DTZ011  a day, not a moment
        raise ValidationError(_("Ein Beschluss liegt nicht in der Zukunft."), "future")


@transaction.atomic
def sign(
    *,
    commitment: Commitment,
    signed_on: dt.date,
    by: Any,
    signed_as: str = "",
    event: SigningEvent | None = None,
) -> None:
    """Record that a body signed; where no council decides, the signature is the decision."""
    if commitment.form == Commitment.Form.COUNCIL and commitment.state != State.DECIDED:
        raise ValidationError(
            _("%s kann erst nach dem Beschluss des Rats oder Kreistags unterzeichnen.")
            % commitment.body.label,
            "undecided",
        )
    facts = {"signed_on": signed_on, "signed_as": signed_as, "signing": event}
    if commitment.form == Commitment.Form.DECLARATION and commitment.state == State.DRAFT:
        move_commitment(commitment=commitment, to=State.DECIDED, by=by, **facts)
        return
    before = {name: getattr(commitment, name) for name in facts}
    for name, value in facts.items():
        setattr(commitment, name, value)
    commitment.save(update_fields=list(facts))
    changes = audit.changes_of(commitment, list(facts), before)
    audit.record("charter.commitment_changed", subject=commitment, by=by, changes=changes)
