"""Writing an issue: collecting, trying it out, planning it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core import mail
from gruenzug.web.core.audit import record
from gruenzug.web.newsletter.blocks import LetterBlock
from gruenzug.web.newsletter.checking import obstacles
from gruenzug.web.newsletter.items import Found
from gruenzug.web.newsletter.letters.rendering import impersonal, render
from gruenzug.web.newsletter.models import SUFFIXES, Issue, Language

State = Issue.State
FIELDS = ("title", "meta", "text", "url")


@transaction.atomic
def collect(*, issue: Issue, found: Mapping[str, Iterable[Found]], chosen: Iterable[str], by: Any) -> int:
    """Append the items chosen ("source:key") to the body in each language of `found`; return how many."""
    _must_be(issue, State.DRAFT)
    wanted, added = set(chosen), 0
    block = LetterBlock().child_blocks["items"]
    for language, groups in found.items():
        body = getattr(issue, f"body_{SUFFIXES[Language(language)]}")
        for group in groups:
            rows = [item for item in group.items if f"{group.source.name}:{item.key}" in wanted]
            if not rows:
                continue
            items = [
                {name: getattr(item, name) for name in ("title", "meta", "text", "url")} for item in rows
            ]
            body.append(("items", block.to_python({"title": group.title, "items": items})))
            added += len(rows)
    issue.save()
    record("newsletter.issue_collected", subject=issue, by=by, count=added)
    return added


def send_test(*, issue: Issue, to: str, language: str, by: Any) -> None:
    """Send one copy of `issue` to `to`, marked as a test; no link in it is anybody's."""
    letter = render(issue, language)
    subject = _("[Test] %(subject)s") % {"subject": letter.subject}
    mail.queue(to=to, subject=subject, text=impersonal(letter.text), html=impersonal(letter.html))
    record("newsletter.issue_tested", subject=issue, by=by)


@transaction.atomic
def schedule(*, issue: Issue, at: dt.datetime, by: Any) -> None:
    """Plan when `issue` leaves; what stands in its way is said now and not in the night."""
    _must_be(issue, State.DRAFT)
    if at < timezone.now() - dt.timedelta(minutes=5):
        raise ValidationError(_("Dieser Zeitpunkt ist schon vorbei."))
    if found := obstacles(issue):
        raise ValidationError([str(each.sentence) for each in found])
    Issue.objects.filter(pk=issue.pk).update(state=State.SCHEDULED, scheduled_for=at)
    record(
        "newsletter.issue_scheduled",
        subject=issue,
        by=by,
        at=timezone.localtime(at).strftime("%d.%m.%Y %H:%M"),
    )
    issue.refresh_from_db()


@transaction.atomic
def unschedule(*, issue: Issue, by: Any) -> None:
    """Make a planned issue a draft again."""
    _must_be(issue, State.SCHEDULED)
    Issue.objects.filter(pk=issue.pk).update(state=State.DRAFT, scheduled_for=None)
    record("newsletter.issue_unscheduled", subject=issue, by=by)
    issue.refresh_from_db()


def _must_be(issue: Issue, *states: str) -> None:
    """Refuse if `issue` moved on meanwhile; it is locked until the transaction ends."""
    now = Issue.objects.select_for_update().values_list("state", flat=True).get(pk=issue.pk)
    if now not in states:
        told = {"issue": issue, "state": State(now).label}
        raise ValidationError(_("„%(issue)s“ ist inzwischen %(state)s.") % told)
