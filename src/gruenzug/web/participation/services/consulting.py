"""Contributions to a consultation: who may say what when, reactions, points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.participation.cleaning import clean_text
from gruenzug.web.participation.models import (
    Act,
    Allocation,
    Consultation,
    Contribution,
    Opinion,
    Paragraph,
    Participant,
    Reaction,
)
from gruenzug.web.participation.services.counting import count_again
from gruenzug.web.participation.services.sending import Sender, send_off, sign


@transaction.atomic
def contribute(
    *,
    sender: Sender,
    paragraph: Paragraph,
    text: str,
    proposal: str = "",
    parent: Contribution | None = None,
    wants_answer: bool = False,
) -> Contribution:
    """Keep what somebody says to `paragraph` of a draft, tied to its id and to this version."""
    consultation = paragraph.draft.consultation
    proposal = clean_text(proposal)
    if proposal == paragraph.text:
        proposal = ""
    act = Act.PROPOSAL if proposal else Act.COMMENT
    must_permit(consultation, act, sender)
    if parent is not None:
        parent, proposal = parent.parent or parent, ""
    item = Contribution(
        consultation=consultation,
        draft=paragraph.draft,
        paragraph_key=paragraph.key,
        parent=parent,
        kind=Contribution.Kind.PROPOSAL if proposal else Contribution.Kind.COMMENT,
        text=clean_text(text),
        proposal=proposal,
        wants_answer=wants_answer,
    )
    sign(item, sender)
    item.full_clean(exclude=["author"])
    item.save()
    send_off(item, sender)
    return item


@transaction.atomic
def react(*, participant: Participant, contribution: Contribution, opinion: str, body: Any = None) -> bool:
    """Agree or disagree, or take that back if it was said before; True if it stands now."""
    if opinion not in Opinion.values or not contribution.is_public or contribution.consultation is None:
        raise ValidationError(_("Zu diesem Beitrag kann man gerade nichts sagen."))
    if not contribution.consultation.permits(Act.REACT, participant, body):
        raise ValidationError(_("Diese Konsultation nimmt gerade keine Zustimmung entgegen."))
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    mine = Reaction.objects.filter(participant=participant, contribution=contribution)
    stands = not mine.filter(opinion=opinion).exists()
    mine.delete()
    if stands:
        Reaction.objects.create(
            participant=participant, contribution=contribution, opinion=opinion, is_confirmed=True
        )
    count_again(contribution)
    return stands


@transaction.atomic
def allocate(
    *, participant: Participant, consultation: Consultation, points: Mapping[str, int], body: Any = None
) -> None:
    """Set how somebody spreads the points over the headings of the newest draft."""
    if not consultation.permits(Act.PRIORITISE, participant, body):
        raise ValidationError(_("Diese Konsultation nimmt gerade keine Gewichtung entgegen."))
    draft = consultation.drafts.order_by("-number").first()
    options = draft.paragraphs.filter(kind=Paragraph.Kind.HEADING) if draft else Paragraph.objects.none()
    known = set(options.values_list("key", flat=True))
    given = {key: value for key, value in points.items() if key in known and value > 0}
    if any(value < 0 for value in points.values()) or sum(given.values()) > consultation.points:
        told = _("Sie haben %(points)s Punkte zu vergeben.") % {"points": consultation.points}
        raise ValidationError(told)
    Participant.objects.select_for_update().get(pk=participant.pk)
    Allocation.objects.filter(consultation=consultation, participant=participant).delete()
    Allocation.objects.bulk_create(
        Allocation(consultation=consultation, participant=participant, paragraph_key=key, points=value)
        for key, value in given.items()
    )


def must_permit(consultation: Consultation, act: str, sender: Sender) -> None:
    """Refuse in a sentence what the phase of today does not allow."""
    if not consultation.is_public or not consultation.permits(act, sender.participant, sender.body):
        raise ValidationError(_("Diese Konsultation nimmt gerade keine Beiträge dieser Art entgegen."))
