"""A project handed in by anybody: draft, personal link, confirmation, our answer; no account is needed.

The address is confirmed by the link, not by a click on it: opening the page
changes nothing, only the button on it does. What is not handed in goes after
a month, what is answered after three.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import limits
from gruenzug.web.core.audit import record
from gruenzug.web.directory.models import Organisation
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import Origin, Project, Submission, Visibility
from gruenzug.web.projects.services.answers import close, tell
from gruenzug.web.projects.services.placing import point_of
from gruenzug.web.projects.services.projects import create_project

SALT = "projects.submission"
LINK_DAYS = 30
ANSWERED_DAYS = 90
MAILS_PER_ADDRESS = 5
MAILS_PER_NETWORK = 30
PLAIN = ("summary_de", "website", "place", "body_name", "measures", "field_of_action")

State = Submission.State


class TooMany(Exception):  # noqa: N818  a state of things, said to the visitor in a sentence
    """So many mails went to this address, or from this network, that we wait a day."""


def submission_of(token: str) -> Submission | None:
    """Return whose link `token` is; None if it is forged, too old, or the submission is gone."""
    try:
        key = signing.loads(token, salt=SALT, max_age=dt.timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    return Submission.objects.select_related("project").filter(key=key).first()


def link_for(submission: Submission) -> str:
    """Return the personal address of `submission`, good for a month."""
    token = signing.dumps(str(submission.key), salt=SALT)
    with override(submission.language):
        return settings.BASE_URL + reverse("projects:submission", args=[token])


@transaction.atomic
def begin_submission(*, email: str, content: Mapping[str, Any], language: str, network: str) -> Submission:
    """Keep what was written so far and send the personal link that confirms the address."""
    _count(email, network)
    submission = Submission.objects.create(email=email, content=dict(content), language=language)
    tell(submission, "link", link=link_for(submission), days=LINK_DAYS)
    return submission


@transaction.atomic
def send_links(*, email: str, network: str) -> None:
    """Send new links for all that `email` has not finished; nothing happens if there is none."""
    _count(email, network)
    waiting = Submission.objects.filter(email__iexact=email, state__in=(State.DRAFT, State.SUBMITTED))
    for submission in waiting:
        tell(submission, "link", link=link_for(submission), days=LINK_DAYS)


@transaction.atomic
def save_draft(*, submission: Submission, content: Mapping[str, Any]) -> None:
    """Keep what was written so far; the address is confirmed by now, for the link was used."""
    _must_be_draft(submission)
    submission.content = dict(content)
    submission.confirmed_at = submission.confirmed_at or timezone.now()
    submission.save(update_fields=["content", "confirmed_at", "saved_at"])


@transaction.atomic
def submit(*, submission: Submission, content: Mapping[str, Any]) -> Project:
    """Hand the draft in: it becomes a project that a moderator looks at."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    _must_be_draft(submission)
    project = _project_from(content)
    create_project(
        project=project, by=None, origin=Origin.SUBMISSION, reference=f"submission:{submission.key}"
    )
    if town := Municipality.objects.filter(pk=content.get("municipality") or None).first():
        project.municipalities.set([town])
        project.save()
    now = timezone.now()
    submission.content, submission.project, submission.state = dict(content), project, State.SUBMITTED
    submission.confirmed_at, submission.submitted_at = submission.confirmed_at or now, now
    submission.save()
    record("projects.submission_submitted", subject=submission, by=None)
    tell(submission, "received", link=link_for(submission))
    return project


@transaction.atomic
def withdraw_submission(*, submission: Submission) -> None:
    """Take everything back at the wish of who handed it in; what is not public yet is deleted."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if submission.state not in (State.DRAFT, State.SUBMITTED):
        raise ValidationError(_("Diese Meldung ist schon beantwortet."))
    record("projects.submission_withdrawn", subject=submission, by=None)
    project = submission.project
    if project and project.visibility == Visibility.SUBMITTED:
        project.delete()
    submission.delete()


@transaction.atomic
def reject_submission(*, submission: Submission, reason: str, by: Any) -> None:
    """Answer that the project does not go into the register, and why."""
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("project").get(pk=submission.pk)
    )
    if submission.state != State.SUBMITTED:
        raise ValidationError(_("Diese Meldung ist schon beantwortet."))
    if not reason.strip():
        raise ValidationError(_("Schreiben Sie, warum; wer das Projekt gemeldet hat, erfährt es so."))
    if submission.project:
        submission.project.visibility = Visibility.ARCHIVED
        submission.project.save(update_fields=["visibility", "updated_at"])
    close(submission, State.REJECTED, reason)
    tell(submission, "rejected", reason=reason)
    record("projects.submission_rejected", subject=submission, by=by, reason=reason)


def delete_old_submissions(now: dt.datetime) -> int:
    """Delete drafts nobody handed in, and what was answered long ago; the projects stay."""
    drafts = Submission.objects.filter(state=State.DRAFT, saved_at__lt=now - dt.timedelta(days=LINK_DAYS))
    answered = Submission.objects.filter(closed_at__lt=now - dt.timedelta(days=ANSWERED_DAYS))
    return drafts.delete()[0] + answered.delete()[0]


def _project_from(content: Mapping[str, Any]) -> Project:
    project = Project(title_de=content["title"], visibility=Visibility.SUBMITTED, state=content["state"])
    for name in PLAIN:
        setattr(project, name, content.get(name) or getattr(project, name))
    project.body = Organisation.objects.public().filter(name__iexact=project.body_name).first()
    if project.body:
        project.body_name = ""
    years = [content.get(name) for name in ("begins", "ends")]
    project.begins_on, project.ends_on = _first_and_last_day(*years)
    project.dates_precision = project.dates_precision if not any(years) else "year"
    if content.get("latitude") and content.get("longitude"):
        project.geometry, project.locating = point_of(content["longitude"], content["latitude"]), "exact"
    project.full_clean(exclude=["slug"])
    return project


def _first_and_last_day(begins: int | None, ends: int | None) -> tuple[dt.date | None, dt.date | None]:
    first = dt.date(begins, 1, 1) if begins else None
    last = dt.date(ends, 12, 31) if ends else None
    return first, last


def _must_be_draft(submission: Submission) -> None:
    if submission.state != State.DRAFT:
        raise ValidationError(_("Diese Meldung ist schon eingereicht."))


def _count(email: str, network: str) -> None:
    by_network = limits.take("projects.link.network", network, most=MAILS_PER_NETWORK)
    if not by_network or not limits.take("projects.link.address", email, most=MAILS_PER_ADDRESS):
        raise TooMany
