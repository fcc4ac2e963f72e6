"""Mails to those who take part: each once, in the language of the registration, with the personal link."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core import mail
from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.events.models import (
    Attendance,
    Event,
    Group,
    Letter,
    Message,
    PlaceState,
    Registration,
)
from gruenzug.web.events.selectors.places import Line, Queues, lines_of
from gruenzug.web.events.services.links import link_to
from gruenzug.web.events.words import day_label, listed, where

SURE = PlaceState.CONFIRMED


def confirm(registration: Registration) -> bool:
    """Say what became of a new registration: a place, or a number on the waiting list."""
    sure = Attendance.objects.filter(registration=registration, state=SURE).exists()
    return write(registration, Letter.CONFIRMED if sure else Letter.WAITING, "registered")


def write(registration: Registration, letter: Letter, occasion: str, **context: Any) -> bool:
    """Write `letter` to the person, or to whoever registered the group; False if it was written before."""
    address = registration.contact
    if not address:
        return False
    with override(registration.language):
        facts = {**facts_of(registration), **context}
        recipient = {"registration": registration}
        return _send(registration.event, recipient, letter, occasion, address, registration.language, facts)


def write_group(group: Group, letter: Letter, occasion: str, **context: Any) -> bool:
    """Write `letter` to whoever registered a group, about its members without a mail address of their own."""
    if not group.email:
        return False
    members = group.members.active().with_places()
    queues = Queues.of(group.event)
    with override(group.language):
        facts = {
            "event": group.event,
            "group": group,
            "name": group.name,
            "link": link_to(group),
            "lines": [_member_line(member, queues) for member in members],
            **_about(group.event),
            **context,
        }
        return _send(group.event, {"group": group}, letter, occasion, group.email, group.language, facts)


def tell_promoted(registrations: Iterable[Registration]) -> int:
    """Tell those who moved up."""
    return sum(
        write(row, Letter.PROMOTED, f"step-{row.steps.order_by('pk').last().pk}") for row in registrations
    )


def recipients_of(event: Event, letter: Letter) -> tuple[list[Registration], list[Group]]:
    """Return who is told about `event`: people by their own address, the others through their group.

    The documentation is for those who had a place.
    """
    rows = Registration.objects.active().filter(event=event)
    if letter == Letter.DOCUMENTED:
        rows = rows.filter(attendances__state=SURE).distinct()
    rows = rows.with_places().select_related("event", "group")
    silent = {row.group_id for row in rows if row.group_id and not row.email}
    groups = Group.objects.filter(pk__in=silent).select_related("event")
    return [row for row in rows if row.email], list(groups)


def facts_of(registration: Registration) -> dict[str, Any]:
    """Return what every mail to a person says."""
    return {
        "event": registration.event,
        "registration": registration,
        "name": registration.name,
        "link": link_to(registration),
        "lines": [_line(line) for line in lines_of(registration)],
        "online_url": _online_url(registration),
        **_about(registration.event),
    }


def _about(event: Event) -> dict[str, Any]:
    return {
        "title": text_of(event.title),
        "when": [day_label(day) for day in event.all_days],
        "where": where(event),
        "address": event.address_lines,
        "page": settings.BASE_URL + event.get_absolute_url(),
        "cancel_reason": text_of(event.cancel_reason),
    }


def _online_url(registration: Registration) -> str:
    """Return how to get in online, for those with a sure place online only."""
    has_place = registration.attendances.filter(state=SURE, way="online").exists()
    return registration.event.online_url if has_place else ""


def _line(line: Line) -> str:
    return f"{line.label}: {line.told}"


def _member_line(member: Registration, queues: Queues) -> str:
    return f"{member.name or member.number}: {listed(_line(line) for line in lines_of(member, queues))}"


def _send(
    event: Event,
    recipient: dict[str, Any],
    letter: Letter,
    occasion: str,
    address: str,
    language: str,
    facts: dict[str, Any],
) -> bool:
    """Write the mail and note it, both or neither; whoever comes second finds the note and writes nothing."""
    try:
        with transaction.atomic():
            message = Message.objects.create(event=event, letter=letter, occasion=occasion[:60], **recipient)
            message.mail = _queue(event, letter, address, language, facts)
            message.save(update_fields=["mail"])
    except IntegrityError:
        return False
    return True


def _queue(event: Event, letter: Letter, address: str, language: str, facts: dict[str, Any]) -> OutgoingMail:
    subject = f"{_subject(letter)}: {facts['title']}"
    headers = {"Reply-To": event.mailbox} if event.mailbox else {}
    (queued,) = mail.send(
        to=address,
        subject=subject,
        template=f"events/mail/{letter.value}",
        context=facts,
        headers=headers,
        language=language,
    )
    return queued


def _subject(letter: Letter) -> str:
    return {
        Letter.CONFIRMED: _("Ihre Anmeldung"),
        Letter.WAITING: _("Sie stehen auf der Warteliste"),
        Letter.PROMOTED: _("Sie sind nachgerückt"),
        Letter.CHANGED: _("Ihre Anmeldung ist geändert"),
        Letter.CANCELLED: _("Sie sind abgemeldet"),
        Letter.LINK: _("Der Link zu Ihrer Anmeldung"),
        Letter.GROUP: _("Ihre Gruppenanmeldung"),
        Letter.NEED: _("Zu Ihrem Unterstützungsbedarf"),
        Letter.NOTE: _("Ihre Nachricht zur Anmeldung"),
        Letter.REMINDER: _("Erinnerung"),
        Letter.EVENT_CHANGED: _("Es hat sich etwas geändert"),
        Letter.EVENT_CANCELLED: _("Abgesagt"),
        Letter.DOCUMENTED: _("Die Dokumentation ist da"),
    }[letter]
