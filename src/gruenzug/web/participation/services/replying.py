"""An answer for everyone: decisions on contributions, their release, and one mail to each who asked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import mail
from gruenzug.web.core.audit import record
from gruenzug.web.participation.cleaning import clean_text
from gruenzug.web.participation.models import Answer, Consultation, Contribution, Decision, Participant
from gruenzug.web.participation.services.participants import LINK_DAYS, link_for


@transaction.atomic
def answer(
    *,
    consultation: Consultation,
    contributions: Iterable[Contribution],
    decision: str,
    text: str,
    keys: str = "",
    by: Any,
) -> Answer:
    """Say what becomes of `contributions`, all of them with the same words."""
    rows = [row for row in contributions if row.consultation_id == consultation.pk]
    if not rows:
        raise ValidationError(_("Wählen Sie mindestens einen Beitrag aus."))
    if decision not in Decision.values or not text.strip():
        raise ValidationError(_("Zu einer Antwort gehören eine Entscheidung und ein Text."))
    written = Answer.objects.create(
        consultation=consultation, decision=decision, text=clean_text(text), keys=" ".join(keys.split())[:400]
    )
    Contribution.objects.filter(pk__in=[row.pk for row in rows]).update(
        answer=written, updated_at=timezone.now()
    )
    Answer.objects.filter(consultation=consultation, contributions=None).exclude(pk=written.pk).delete()
    record(
        "participation.contributions_answered",
        subject=consultation,
        by=by,
        count=len(rows),
        decision=written.get_decision_display(),
    )
    return written


def unanswered(consultation: Consultation) -> QuerySet[Contribution]:
    """Return the public contributions that still need an answer; replies belong to what they reply to."""
    return consultation.contributions.public().filter(answer=None, parent=None)


@transaction.atomic
def release_answers(*, consultation: Consultation, by: Any) -> int:
    """Show all answers to everybody and write once to each who asked; may be done again for later ones."""
    if count := unanswered(consultation).count():
        told = _("%(count)s Beiträge haben noch keine Antwort.") % {"count": count}
        raise ValidationError(told, "unanswered")
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.released_at is None:
        consultation.released_at = timezone.now()
        Consultation.objects.filter(pk=consultation.pk).update(released_at=consultation.released_at)
        record("participation.answers_released", subject=consultation, by=by)
    return _tell(consultation)


def _tell(consultation: Consultation) -> int:
    """Write one mail to each who asked and was not told yet; return how many."""
    asked = consultation.contributions.public().filter(wants_answer=True, told_at=None, parent=None)
    rows = list(asked.exclude(author=None).select_related("author", "answer").order_by("author", "pk"))
    Contribution.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())
    count = 0
    for person, mine in groupby(rows, key=lambda row: row.author):
        if person.is_confirmed:
            _write(consultation, person, list(mine))
            count += 1
    return count


def _write(consultation: Consultation, person: Participant, mine: list[Contribution]) -> None:
    with override(person.language):
        subject = _("Was aus Ihrem Beitrag geworden ist")
        title = text_of(consultation.title)
    mail.send(
        to=person.email,
        subject=subject,
        template="participation/mail/outcome",
        context={
            "consultation": consultation,
            "title": title,
            "contributions": mine,
            "link": link_for(person),
            "days": LINK_DAYS,
        },
        language=person.language,
    )
