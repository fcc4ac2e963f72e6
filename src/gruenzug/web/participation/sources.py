"""What moderators look after: ideas, comments, and projects handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.participation import queue
from gruenzug.web.participation.models import Contribution, Idea, Reason, Verdict, Visibility
from gruenzug.web.participation.services import moderating
from gruenzug.web.projects.models import Submission
from gruenzug.web.projects.services.projects import publish_project
from gruenzug.web.projects.services.submissions import reject_submission

MOST = 1000
RELATED: dict[type[Any], tuple[str, ...]] = {
    Idea: ("author", "body", "photo", "municipality"),
    Contribution: ("author", "body", "idea", "consultation"),
}
STATES = (queue.WAITING, queue.OBJECTED, queue.HIDDEN, queue.PUBLIC)


def _in_state(model: type[Any], state: str) -> QuerySet:
    rows = model.objects.select_related(*RELATED[model])
    if state == queue.WAITING:
        return rows.filter(visibility=Visibility.HELD).order_by("created_at")[:MOST]
    if state == queue.OBJECTED:
        open_ones = rows.filter(visibility=Visibility.HIDDEN, objection_answer="").exclude(objected_at=None)
        return open_ones.order_by("objected_at")[:MOST]
    shown = Visibility.HIDDEN if state == queue.HIDDEN else Visibility.PUBLIC
    return rows.filter(visibility=shown).order_by("-created_at")[:MOST]


def _item(row: Any, **more: Any) -> queue.Item:
    return queue.Item(
        key=str(row.key),
        text=row.text,
        author=row.signed,
        since=row.confirmed_at or row.created_at,
        state=row.get_visibility_display(),
        reasons=row.held_labels if row.visibility == Visibility.HELD else _why(row),
        objection=row.objection if not row.objection_answer else "",
        url=row.get_absolute_url() if row.is_public else "",
        **more,
    )


def _why(row: Any) -> list[str]:
    return [part for part in (row.get_hidden_reason_display(), row.hidden_text) if part]


def _ideas(state: str) -> Iterable[queue.Item]:
    for row in _in_state(Idea, state):
        yield _item(
            row,
            kind="participation.idea",
            title=row.title,
            context=", ".join(
                part for part in (row.municipality.name if row.municipality else "", row.place) if part
            ),
            picture=row.photo.image.url if row.photo else "",
            alt=row.photo.alt if row.photo else "",
        )


def _contributions(state: str) -> Iterable[queue.Item]:
    for row in _in_state(Contribution, state):
        yield _item(row, kind="participation.contribution", title=row.heading, context=row.context)


def _submissions(state: str) -> Iterable[queue.Item]:
    rows = Submission.objects.filter(state=Submission.State.SUBMITTED).select_related("project")
    for row in rows.order_by("submitted_at")[:MOST]:
        yield queue.Item(
            kind="projects.submission",
            key=str(row.key),
            title=str(row),
            text=str(row.content.get("summary_de") or ""),
            since=row.submitted_at or row.created_at,
            author=str(row.content.get("body_name") or ""),
            state=row.get_state_display(),
            context=str(row.content.get("place") or ""),
            url=reverse("projects_project:inspect", args=[row.project_id]) if row.project_id else "",
        )


def _found(model: type[Any], key: str) -> Any:
    found = model.objects.filter(key=key).first()
    if found is None:
        raise ValidationError(_("Diesen Beitrag gibt es nicht mehr."))
    return found


def _publish_submission(key: str, by: Any) -> None:
    row = _found(Submission, key)
    if row.project is None:
        raise ValidationError(_("Zu dieser Meldung gibt es kein Projekt mehr."))
    publish_project(project=row.project, by=by)
    _note_submission(row, Verdict.PUBLISHED, by)


def _reject_submission(key: str, reason: str, text: str, by: Any) -> None:
    row = _found(Submission, key)
    told = ": ".join(part for part in (str(Reason(reason).label) if reason else "", text) if part)
    reject_submission(submission=row, reason=told, by=by)
    _note_submission(row, Verdict.HIDDEN, by, reason=reason, text=text)


def _note_submission(row: Submission, verdict: str, by: Any, **more: Any) -> None:
    moderating.note(
        kind="projects.submission",
        key=row.key,
        verdict=verdict,
        by=by,
        waited_since=row.submitted_at,
        **more,
    )


def _own(kind: str, title: Any, model: type[Any], items: Any) -> queue.Source:
    return queue.Source(
        kind=kind,
        title=title,
        items=items,
        release=lambda key, by: moderating.release(item=_found(model, key), by=by),
        hide=lambda key, reason, text, by: moderating.hide(
            item=_found(model, key), reason=reason, text=text, by=by
        ),
        uphold=lambda key, text, by: moderating.uphold(item=_found(model, key), text=text, by=by),
        states=STATES,
    )


queue.register(_own("participation.idea", gettext_lazy("Ideen"), Idea, _ideas))
queue.register(_own("participation.contribution", gettext_lazy("Beiträge"), Contribution, _contributions))
queue.register(
    queue.Source(
        kind="projects.submission",
        title=gettext_lazy("Gemeldete Projekte"),
        items=_submissions,
        release=_publish_submission,
        hide=_reject_submission,
    )
)
