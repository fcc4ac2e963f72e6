"""Proofs of use: written, submitted with the figures of that day, accepted or objected to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.funding.models import Drawdown, Grant, Proof
from gruenzug.web.funding.selectors.figures import as_json, figures_of
from gruenzug.web.funding.services.booking import refuse_unless

State = Proof.State


@transaction.atomic
def write_proof(*, grant: Grant, kind: str, covers_until: dt.date, report: str, by: Any) -> Proof:
    """Begin a proof, or go on with the one of that kind and day that was not submitted yet."""
    refuse_unless(grant, Grant.State.IN_FORCE)
    found = Proof.objects.filter(grant=grant, kind=kind, state__in=(State.DRAFT, State.OBJECTED))
    if kind == Proof.Kind.INTERIM:
        found = found.filter(covers_until=covers_until)
    proof = found.first() or Proof(grant=grant, kind=kind)
    is_new = proof.pk is None
    proof.covers_until, proof.report = covers_until, report
    proof.full_clean()
    proof.save()
    if is_new:
        audit.record("funding.proof_begun", subject=grant, by=by, proof=str(proof))
    return proof


@transaction.atomic
def submit_proof(*, proof: Proof, by: Any) -> Proof:
    """Freeze the figures and hand the proof in; a final one waits until every drawdown is answered."""
    grant = Grant.objects.select_for_update().get(pk=proof.grant_id)
    proof = Proof.objects.select_for_update().get(pk=proof.pk)
    if proof.state not in (State.DRAFT, State.OBJECTED):
        raise ValidationError(_("Dieser Nachweis ist schon vorgelegt."), "state")
    if not proof.report.strip():
        raise ValidationError(_("Zum Nachweis gehört ein Sachbericht."), "report")
    is_final = proof.kind == Proof.Kind.FINAL
    if is_final and grant.drawdowns.filter(state=Drawdown.State.REQUESTED).exists():
        raise ValidationError(_("Ein Mittelabruf ist noch offen."), "open")
    if is_final and Grant.objects.filter(parent=grant, state=Grant.State.IN_FORCE).exists():
        raise ValidationError(_("Nachweise der Letztempfänger stehen noch aus."), "children")
    proof.figures = as_json(figures_of(grant, proof.covers_until))
    proof.state, proof.submitted_on, proof.checked_on = State.SUBMITTED, timezone.localdate(), None
    proof.save()
    if is_final:
        Grant.objects.filter(pk=grant.pk).update(state=Grant.State.PROVED)
    audit.record("funding.proof_submitted", subject=grant, by=by, proof=str(proof))
    return proof


@transaction.atomic
def check_proof(*, proof: Proof, accepted: bool, result: str, by: Any) -> Proof:
    """Note what the check found; an objection opens the proof, and for a final one the grant, again."""
    proof = Proof.objects.select_for_update().get(pk=proof.pk)
    if proof.state != State.SUBMITTED:
        raise ValidationError(_("Geprüft wird ein Nachweis, der vorliegt."), "state")
    if not accepted and not result.strip():
        raise ValidationError(_("Nennen Sie, was zu beanstanden ist."), "result")
    proof.state = State.ACCEPTED if accepted else State.OBJECTED
    proof.result, proof.checked_on = result, timezone.localdate()
    proof.save()
    if not accepted and proof.kind == Proof.Kind.FINAL:
        Grant.objects.filter(pk=proof.grant_id, state=Grant.State.PROVED).update(state=Grant.State.IN_FORCE)
    audit.record(
        "funding.proof_checked",
        subject=proof.grant,
        by=by,
        proof=str(proof),
        result=str(proof.get_state_display()),
    )
    return proof
