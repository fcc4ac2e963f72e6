"""The one way mail leaves the site: text and HTML, kept until a server took it.

`send` writes the mail beside the change that causes it, in the same
transaction. After the commit it is handed to the mail server; if that fails,
`manage.py tick` tries again with growing pauses. So no mail speaks of a change
that was rolled back, and none is lost because a server was down.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gruenzug.web.core import privacy, tick
from gruenzug.web.core.models import OutgoingMail

PAUSES_MINUTES = (1, 5, 15, 60, 240, 720, 1440)
CLAIM = dt.timedelta(minutes=10)
KEEP_DAYS = 30
logger = logging.getLogger(__name__)


def send(
    *,
    to: str | Iterable[str],
    subject: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    language: str = "de",
) -> list[OutgoingMail]:
    """Send one mail to each address in `to` once the current transaction is committed.

    `template` is a path without extension, such as "charter/mail/reminder":
    its ``.txt`` is needed, its ``.html`` (extends "core/mail/base.html") may be
    missing, then the text is set in our frame. `base_url` is in the context.
    """
    with override(language):
        text, html = _bodies(template, dict(context or {}), str(subject))
        return queue(to=to, subject=subject, text=text, html=html, headers=headers)


def queue(
    *,
    to: str | Iterable[str],
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> list[OutgoingMail]:
    """Do as `send` with a mail whose text is written already."""
    framed = html or render_to_string("core/mail/text.html", {**_frame(str(subject)), "text": text})
    content = {"text": text, "html": framed, "headers": dict(headers or {})}
    subject = " ".join(str(subject).split())
    recipients = [to] if isinstance(to, str) else list(to)
    mails = [OutgoingMail.objects.create(to=one, subject=subject, **content) for one in recipients]
    transaction.on_commit(partial(_deliver_all, [mail.pk for mail in mails]), robust=True)
    return mails


def deliver(pk: int, now: dt.datetime | None = None) -> bool:
    """Hand one mail to the server; False if it is gone already, claimed by another, or refused."""
    now = now or timezone.now()
    open_ones = OutgoingMail.objects.filter(pk=pk, sent_at__isnull=True, given_up_at__isnull=True)
    free = open_ones.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM))
    if not free.update(claimed_at=now):
        return False
    mail = OutgoingMail.objects.get(pk=pk)
    try:
        _message(mail).send()
    except OSError as error:  # smtplib's errors are OSErrors
        _postpone(mail, now, error)
        return False
    done = {"sent_at": now, "claimed_at": None, "last_error": "", "text": "", "html": ""}
    OutgoingMail.objects.filter(pk=pk).update(**done)  # what was said is the recipient's from now on
    return True


@tick.job("core.mail", every=dt.timedelta(0))
def deliver_waiting(now: dt.datetime) -> str:
    """Try again what could not be sent."""
    waiting = OutgoingMail.objects.filter(
        sent_at__isnull=True, given_up_at__isnull=True, next_try_at__lte=now
    )
    sent = sum(deliver(pk, now) for pk in waiting.values_list("pk", flat=True))
    return f"{sent} sent" if sent else ""


def _deliver_all(keys: list[int]) -> None:
    for pk in keys:
        deliver(pk)


def _bodies(template: str, context: dict[str, Any], subject: str) -> tuple[str, str]:
    context = {**_frame(subject), **context}
    text = render_to_string(f"{template}.txt", context).strip() + "\n"
    try:
        return text, render_to_string(f"{template}.html", context)
    except TemplateDoesNotExist:
        return text, ""


def _frame(subject: str) -> dict[str, Any]:
    """Return what the frame of an HTML mail says."""
    return {"base_url": settings.BASE_URL, "programme_title": settings.PROGRAMME, "subject": subject}


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated", **mail.headers}
    message = EmailMultiAlternatives(mail.subject, mail.text, None, [mail.to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


def _postpone(mail: OutgoingMail, now: dt.datetime, error: Exception) -> None:
    logger.warning("mail %s was not taken: %s", mail.pk, error)
    if mail.attempts >= len(PAUSES_MINUTES):
        later = {"given_up_at": now}
    else:
        later = {"next_try_at": now + dt.timedelta(minutes=PAUSES_MINUTES[mail.attempts])}
    OutgoingMail.objects.filter(pk=mail.pk).update(
        attempts=mail.attempts + 1,
        claimed_at=None,
        last_error=f"{type(error).__name__}: {error}"[:500],
        **later,
    )


def _delete_old(now: dt.datetime) -> int:
    return OutgoingMail.objects.filter(created_at__lt=now - dt.timedelta(days=KEEP_DAYS)).delete()[0]


privacy.register(
    privacy.Processing(
        id="core.mail",
        title=_("Postausgang"),
        purpose=_("Zustellung von Nachrichten und Nachweis, ob der Mailserver sie angenommen hat"),
        basis=_("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 DSG NRW"),
        data=_("E-Mail-Adresse, Betreff und Zeitpunkt der Zustellung; der Text nur bis zur Zustellung"),
        recipients=_("keine"),
        retention_days=KEEP_DAYS,
        retention=_("30 Tage nach dem Versand"),
        model="core.OutgoingMail",
        delete=_delete_old,
    )
)
