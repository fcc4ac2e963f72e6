"""Answering a survey: once per known person, often enough for a household behind one network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gruenzug.web.core import limits
from gruenzug.web.participation.cleaning import clean_text
from gruenzug.web.participation.models import Question, Response, Survey
from gruenzug.web.participation.services.sending import Sender

PER_NETWORK, UNCHECKED_PER_NETWORK = 40, 5


@transaction.atomic
def respond(*, survey: Survey, sender: Sender, answers: Mapping[int, Any]) -> Response:
    """Keep the answers by number of their question; a known person's newer answers replace the older."""
    if not survey.is_open:
        raise ValidationError(_("Diese Umfrage ist gerade nicht offen."))
    most = PER_NETWORK if sender.is_checked else UNCHECKED_PER_NETWORK
    if not sender.is_known and not limits.take(
        f"participation.survey.{survey.pk}", sender.network, most=most
    ):
        raise ValidationError(_("Aus Ihrem Netz kamen heute schon viele Antworten. Bitte morgen wieder."))
    kept = {
        str(question.pk): value
        for question in survey.questions.all()
        if (value := _plain(question, answers.get(question.pk))) is not None
    }
    facts = {"answers": kept, "is_checked": sender.is_checked or sender.is_known}
    if sender.participant:
        found, _created = Response.objects.update_or_create(
            survey=survey, participant=sender.participant, defaults=facts
        )
        return found
    return Response.objects.create(survey=survey, **facts)


def _plain(question: Question, value: Any) -> Any:
    """Return an answer as it is kept; None where there is none."""
    if value in (None, "", []):
        return None
    if question.kind == Question.Kind.TEXT:
        return clean_text(str(value))[:3000] or None
    if question.kind == Question.Kind.NUMBER:
        return float(value)
    known = {key for key, _words in question.choices}
    chosen = [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])]
    kept = [one for one in chosen if one in known]
    return (kept if question.kind == Question.Kind.MULTIPLE else kept[0]) if kept else None
