"""An official answer to an idea, and the idea that becomes a project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.charter.models import Handlungsziel, Leitthema
from gruenzug.web.core import mail
from gruenzug.web.core.audit import record
from gruenzug.web.participation.cleaning import clean_line, clean_text
from gruenzug.web.participation.models import Category, Idea, Participant, Stage
from gruenzug.web.participation.services.participants import LINK_DAYS, link_for
from gruenzug.web.projects.models import Locating, MeasureKind, Origin, Project, State
from gruenzug.web.projects.services.projects import create_project

STILL_OPEN = (Stage.OPEN, Stage.REVIEW)
MEASURES = {
    Category.TREE: MeasureKind.TREES,
    Category.PARK: MeasureKind.PARK,
    Category.UNSEALING: MeasureKind.UNSEALING,
    Category.WATER: MeasureKind.WATER,
    Category.PATH: MeasureKind.GREEN_LINK,
    Category.HABITAT: MeasureKind.HABITAT,
}


@transaction.atomic
def answer_idea(*, idea: Idea, stage: str, answer: str, answered_by: str, by: Any) -> None:
    """Say how far `idea` is and why; who asked is told once, when a decision is there."""
    if stage not in Stage.values:
        raise ValidationError(_("Wählen Sie einen Stand."))
    if stage not in STILL_OPEN and not answer.strip():
        raise ValidationError(_("Zu einer Entscheidung gehört eine Antwort."))
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    idea.stage, idea.answer = stage, clean_text(answer)
    idea.answered_by = clean_line(answered_by)[:200]
    idea.answered_at = timezone.now() if idea.answer else None
    idea.save()
    record("participation.idea_answered", subject=idea, by=by, stage=idea.get_stage_display())
    if stage not in STILL_OPEN and idea.is_public:
        _tell_once(idea)


@transaction.atomic
def sort_idea(
    *, idea: Idea, themes: Iterable[Leitthema], goals: Iterable[Handlungsziel], category: str, by: Any
) -> None:
    """Say what `idea` serves."""
    idea.category = category
    idea.save(update_fields=["category", "updated_at"])
    idea.themes.set(themes)
    idea.goals.set(goals)
    record("participation.idea_changed", subject=idea, by=by, changes={})


@transaction.atomic
def make_project(*, idea: Idea, by: Any) -> Project:
    """Turn `idea` into a draft of a project that keeps where it came from; its page stays."""
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if idea.project:
        raise ValidationError(_("Aus dieser Idee ist schon ein Projekt geworden."))
    summary = idea.text if len(idea.text) <= 500 else f"{idea.text[:499]}…"
    measure = MEASURES.get(Category(idea.category))
    project = Project(
        title_de=idea.title,
        summary_de=summary,
        text_de=_("Aus der Idee Nr. %(number)s von %(name)s:\n\n%(text)s")
        % {"number": idea.pk, "name": idea.signed, "text": idea.text},
        state=State.IDEA,
        place=idea.place,
        geometry=idea.geometry,
        locating=Locating.APPROXIMATE if idea.geometry else Locating.MUNICIPALITY,
        measures=[measure.value] if measure else [],
    )
    create_project(project=project, by=by, origin=Origin.IDEA, reference=f"idea:{idea.pk}")
    if idea.municipality:
        project.municipalities.set([idea.municipality])
    project.themes.set(idea.themes.all())
    project.goals.set(idea.goals.all())
    project.save()
    idea.project, idea.stage = project, Stage.PROJECT
    idea.save(update_fields=["project", "stage", "updated_at"])
    record("participation.idea_became_project", subject=idea, by=by, project=project)
    return project


def _tell_once(idea: Idea) -> None:
    """Write to the author and to all who commented and asked, each of them once for this idea."""
    asked = set(idea.comments.filter(wants_answer=True, told_at=None).values_list("author", flat=True))
    if idea.wants_answer and idea.told_at is None:
        asked.add(idea.author_id)
    now = timezone.now()
    Idea.objects.filter(pk=idea.pk).update(told_at=now)
    idea.comments.filter(wants_answer=True, told_at=None).update(told_at=now)
    people = Participant.objects.filter(pk__in=asked - {None}).exclude(confirmed_at=None)
    for person in people:
        _write(idea, person)


def _write(idea: Idea, person: Participant) -> None:
    with override(person.language):
        subject = _("Was aus Ihrem Beitrag geworden ist")
    mail.send(
        to=person.email,
        subject=subject,
        template="participation/mail/idea_answered",
        context={"idea": idea, "link": link_for(person), "days": LINK_DAYS},
        language=person.language,
    )
