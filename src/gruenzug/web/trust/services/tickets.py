"""Messages from outside: taken in, answered in time, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from gruenzug.web.core import formats, limits, mail
from gruenzug.web.core.audit import record
from gruenzug.web.trust.models import Barrier, ContactBox, Ticket

PERIODS = {
    # kind: answer within, at the latest within (days)
    Ticket.Kind.BARRIER: (14, 42),  # § 5 BITVNRW: two to at most six weeks
    Ticket.Kind.DATA: (14, 30),  # Art. 12 (3) GDPR: one month
    Ticket.Kind.CONTACT: (14, 28),
}
KEEP_DAYS = 365
MESSAGES_PER_NETWORK = 20
OMBUDS_URL = "https://www.mags.nrw/ombudsstelle-barrierefreie-informationstechnik"


class TooMany(Exception):  # noqa: N818  a state of things, said to the visitor in a sentence
    """So many messages came from this network today that we wait."""


@transaction.atomic
def receive_ticket(
    *,
    kind: str,
    text: str,
    language: str,
    network: str,
    email: str = "",
    name: str = "",
    page: str = "",
    other_way: str = "",
    box: ContactBox | None = None,
) -> Ticket:
    """Keep a message, start its clock, tell the mailbox in charge and confirm its arrival."""
    if not limits.take("trust.ticket", network, most=MESSAGES_PER_NETWORK):
        raise TooMany
    soon, latest = PERIODS[Ticket.Kind(kind)]
    today = timezone.localdate()
    ticket = Ticket.objects.create(
        kind=kind,
        text=text.strip(),
        email=email,
        name=name,
        page=page[:500],
        other_way=other_way,
        box=box,
        language=language,
        due_on=today + dt.timedelta(days=soon),
        latest_on=today + dt.timedelta(days=latest),
    )
    record("trust.ticket_received", subject=ticket, by=None)
    _tell_mailbox(ticket, "arrived")
    _tell_writer(ticket, "received")
    return ticket


@transaction.atomic
def answer_ticket(*, ticket: Ticket, answer: str, by: Any) -> None:
    """Send the answer; on a barrier it names the way to the Ombudsstelle, as the law asks."""
    ticket = _waiting(ticket)
    if not answer.strip():
        raise ValidationError(_("Schreiben Sie eine Antwort."))
    ticket.answer, ticket.state = answer.strip(), Ticket.State.ANSWERED
    ticket.closed_on = timezone.localdate()
    ticket.save(update_fields=["answer", "state", "closed_on"])
    record("trust.ticket_answered", subject=ticket, by=by)
    _tell_writer(ticket, "answer")


@transaction.atomic
def give_interim_notice(*, ticket: Ticket, text: str = "", by: Any | None = None) -> None:
    """Tell the writer that it takes longer, and by when the answer comes."""
    ticket = _waiting(ticket)
    if ticket.state == Ticket.State.INTERIM:
        raise ValidationError(_("Eine Zwischennachricht ist schon gegeben."))
    ticket.state, ticket.interim_on = Ticket.State.INTERIM, timezone.localdate()
    ticket.save(update_fields=["state", "interim_on"])
    record("trust.ticket_interim", subject=ticket, by=by)
    _tell_writer(ticket, "interim", text=text.strip())


@transaction.atomic
def close_ticket(*, ticket: Ticket, reason: str, by: Any) -> None:
    """Close what needs no answer, such as advertising; the reason stays in the log."""
    ticket = _waiting(ticket)
    if not reason.strip():
        raise ValidationError(_("Schreiben Sie, warum hier keine Antwort nötig ist."))
    ticket.state, ticket.closed_on = Ticket.State.CLOSED, timezone.localdate()
    ticket.save(update_fields=["state", "closed_on"])
    record("trust.ticket_closed", subject=ticket, by=by, reason=reason.strip())


@transaction.atomic
def take_into_register(*, ticket: Ticket, title: str, where: str, by: Any) -> Barrier:
    """Make a reported barrier a known one, so that the statement names it from now on."""
    if ticket.kind != Ticket.Kind.BARRIER:
        raise ValidationError(_("Nur eine gemeldete Barriere kann in das Register."))
    if ticket.barrier_id:
        raise ValidationError(_("Diese Meldung steht schon im Register."))
    barrier = Barrier(
        key=f"{slugify(title)[:50]}-{ticket.reference[:6].lower()}",
        title_de=title.strip(),
        where_de=where.strip(),
        origin=Barrier.Origin.REPORT,
        known_since=timezone.localtime(ticket.received_at).date(),
    )
    barrier.full_clean()
    barrier.save()
    ticket.barrier = barrier
    ticket.save(update_fields=["barrier"])
    record("trust.ticket_became_barrier", subject=barrier, by=by)
    return barrier


def mailbox_of(ticket: Ticket) -> str:
    """Return the functional mailbox in charge; "" if the operator named none."""
    environment = settings.ENVIRONMENT
    own = ticket.box.mailbox if ticket.box else ""
    special = {
        Ticket.Kind.BARRIER: environment.accessibility_mail,
        Ticket.Kind.DATA: environment.privacy_mail,
    }
    return own or special.get(Ticket.Kind(ticket.kind), "") or environment.operator_mail


def remind_mailbox(ticket: Ticket) -> None:
    """Tell the mailbox in charge that the last day comes near."""
    _tell_mailbox(ticket, "reminder")


def delete_old_tickets(now: dt.datetime) -> int:
    """Delete what was closed a year ago; what waits for an answer is never too old."""
    last = timezone.localtime(now).date() - dt.timedelta(days=KEEP_DAYS)
    return Ticket.objects.filter(closed_on__lt=last).delete()[0]


def _waiting(ticket: Ticket) -> Ticket:
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("box").get(pk=ticket.pk)
    if not ticket.is_waiting:
        raise ValidationError(_("Dieses Anliegen ist schon erledigt."))
    return ticket


def _tell_writer(ticket: Ticket, template: str, **context: Any) -> None:
    if not ticket.email:
        return
    with override(ticket.language):
        subjects = {
            "received": _("Ihre Nachricht %(reference)s ist angekommen"),
            "interim": _("Zwischennachricht zu %(reference)s"),
            "answer": _("Antwort auf Ihre Nachricht %(reference)s"),
        }
        mail.send(
            to=ticket.email,
            subject=subjects[template] % {"reference": ticket.reference},
            template=f"trust/mail/{template}",
            context={
                "ticket": ticket,
                "is_barrier": ticket.kind == Ticket.Kind.BARRIER,
                "due": formats.day(ticket.due_on),
                "latest": formats.day(ticket.latest_on),
                "ombuds_url": OMBUDS_URL,
                **context,
            },
            language=ticket.language,
        )


def _tell_mailbox(ticket: Ticket, template: str) -> None:
    if not (address := mailbox_of(ticket)):
        return
    subject = {
        "arrived": "Neues Anliegen %(reference)s: %(kind)s",
        "reminder": "Bitte beantworten: %(reference)s, spätestens bis %(latest)s",
    }[template] % {
        "reference": ticket.reference,
        "kind": ticket.get_kind_display(),
        "latest": f"{ticket.latest_on:%d.%m.%Y}",
    }
    link = settings.BASE_URL + reverse("trust_ticket:inspect", args=[ticket.pk])
    context = {"ticket": ticket, "link": link}
    mail.send(to=address, subject=subject, template=f"trust/mail/{template}", context=context)
