"""Releasing, hiding with a reason, objections: each leaves an entry, and its author hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import mail
from gruenzug.web.core.audit import record
from gruenzug.web.participation import queue
from gruenzug.web.participation.cleaning import clean_text
from gruenzug.web.participation.models import ModerationEntry, Participant, Reason, Verdict, Visibility
from gruenzug.web.participation.services.counting import count_again
from gruenzug.web.participation.services.participants import LINK_DAYS, link_for


@dataclass(frozen=True)
class Wish:
    """What a moderator wants done with one item."""

    name: str
    verdict: str
    reason: str = ""
    text: str = ""


@dataclass
class Outcome:
    """What became of a page of wishes."""

    done: int = 0
    problems: list[str] = field(default_factory=list)


def carry_out(*, wishes: Iterable[Wish], by: Any) -> Outcome:
    """Do what a moderator decided item by item; what cannot be done keeps nothing else from it."""
    outcome, sources = Outcome(), queue.sources()
    for wish in wishes:
        kind, _colon, key = wish.name.partition(":")
        source = sources.get(kind)
        if source is None:
            continue
        try:
            with transaction.atomic():
                _one(source, key, wish, by)
        except ValidationError as error:
            outcome.problems.append(" ".join(error.messages))
        else:
            outcome.done += 1
    return outcome


@transaction.atomic
def release(*, item: Any, by: Any) -> None:
    """Show `item` to everybody."""
    item = _locked(item)
    if item.visibility not in (Visibility.HELD, Visibility.HIDDEN):
        raise ValidationError(_("„%(item)s“ wartet nicht mehr.") % {"item": item})
    was_hidden = item.visibility == Visibility.HIDDEN
    item.visibility, item.hidden_reason, item.hidden_text = Visibility.PUBLIC, "", ""
    item.published_at = item.published_at or timezone.now()
    item.save()
    verdict = Verdict.RESTORED if was_hidden else Verdict.PUBLISHED
    _note(item, verdict, by, waited_since=item.confirmed_at if not was_hidden else item.objected_at)
    record(f"participation.{verdict}", subject=item, by=by, text="")
    count_again(item)
    _tell(item, "restored" if was_hidden else "released")


@transaction.atomic
def hide(*, item: Any, reason: str, text: str = "", by: Any) -> None:
    """Take `item` away from the public and tell its author why, and how to object."""
    if reason not in Reason.values:
        raise ValidationError(_("Nennen Sie einen Grund; wer den Beitrag geschrieben hat, erfährt ihn."))
    item = _locked(item)
    if item.visibility not in (Visibility.HELD, Visibility.PUBLIC):
        raise ValidationError(_("„%(item)s“ ist nicht mehr zu sehen.") % {"item": item})
    since = item.confirmed_at if item.visibility == Visibility.HELD else None
    item.visibility, item.hidden_reason, item.hidden_text = Visibility.HIDDEN, reason, clean_text(text)
    item.save()
    _note(item, Verdict.HIDDEN, by, reason=reason, text=text, waited_since=since)
    record("participation.hidden", subject=item, by=by, reason=Reason(reason).label)
    count_again(item)
    _tell(item, "hidden")


@transaction.atomic
def object_to(*, item: Any, text: str, by: Participant) -> None:
    """Take in what an author says against the hiding of an own item; once per item."""
    item = _locked(item)
    if item.author_id != by.pk or item.visibility != Visibility.HIDDEN:
        raise ValidationError(_("Gegen diesen Beitrag ist kein Einspruch möglich."))
    if item.objected_at:
        raise ValidationError(_("Sie haben schon Einspruch eingelegt; wir sehen ihn uns an."))
    item.objection, item.objected_at = clean_text(text), timezone.now()
    item.save()
    _note(item, Verdict.OBJECTED, None)
    record("participation.objected", subject=item, by=None)


@transaction.atomic
def uphold(*, item: Any, text: str, by: Any) -> None:
    """Answer an objection: the item stays hidden, and why."""
    item = _locked(item)
    if not item.objected_at or item.objection_answer or item.visibility != Visibility.HIDDEN:
        raise ValidationError(_("Zu „%(item)s“ ist kein Einspruch offen.") % {"item": item})
    if not text.strip():
        raise ValidationError(_("Schreiben Sie, warum der Beitrag ausgeblendet bleibt."))
    item.objection_answer = clean_text(text)
    item.save()
    _note(item, Verdict.UPHELD, by, reason=item.hidden_reason, text=text, waited_since=item.objected_at)
    record("participation.upheld", subject=item, by=by, text=text)
    _tell(item, "upheld")


def _one(source: queue.Source, key: str, wish: Wish, by: Any) -> None:
    if wish.verdict == Verdict.PUBLISHED:
        source.release(key, by)
    elif wish.verdict == Verdict.HIDDEN:
        source.hide(key, wish.reason, wish.text, by)
    elif wish.verdict == Verdict.UPHELD and source.uphold:
        source.uphold(key, wish.text, by)


def _locked(item: Any) -> Any:
    return type(item).objects.select_for_update().get(pk=item.pk)


def note(
    *, kind: str, key: Any, verdict: str, by: Any, reason: str = "", text: str = "", waited_since: Any = None
) -> None:
    """Write one act of moderation into the log that outlives its item."""
    waited = None if waited_since is None else max(0, int((timezone.now() - waited_since).total_seconds()))
    ModerationEntry.objects.create(
        kind=kind,
        item=key,
        verdict=verdict,
        reason=reason,
        text=text,
        by=by if getattr(by, "is_authenticated", False) else None,
        waited_s=waited,
    )


def _note(item: Any, verdict: str, by: Any, **more: Any) -> None:
    note(kind=item._meta.label_lower, key=item.key, verdict=verdict, by=by, **more)


def _tell(item: Any, what: str) -> None:
    """Write to the author, whose address is confirmed; a page of decisions becomes one mail each."""
    author = item.author
    if author is None or not author.is_confirmed:
        return
    with override(author.language):
        subject = {
            "released": _("Ihr Beitrag ist öffentlich"),
            "restored": _("Ihr Beitrag ist wieder zu sehen"),
            "hidden": _("Ihr Beitrag wurde ausgeblendet"),
            "upheld": _("Antwort auf Ihren Einspruch"),
        }[what]
    context = {"item": item, "what": what, "link": link_for(author), "days": LINK_DAYS}
    mail.send(
        to=author.email,
        subject=subject,
        template="participation/mail/moderated",
        context=context,
        language=author.language,
    )
