"""One copy of an issue as a message, with the headers mail programs ask for."""

from __future__ import annotations

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from gruenzug.web.newsletter import links
from gruenzug.web.newsletter.letters.rendering import personal
from gruenzug.web.newsletter.models import Delivery, Rendered

ONE_CLICK = "List-Unsubscribe=One-Click"


def domain() -> str:
    """Return the domain we send from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def envelope_sender() -> str:
    """Return the mailbox that takes bounces: one of its own, or that of the sender."""
    return settings.NEWSLETTER_BOUNCE_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id(delivery: Delivery) -> str:
    """Return the Message-ID of a copy: the same for every attempt."""
    return f"<{delivery.token}@{domain()}>"


def message_of(delivery: Delivery, rendered: Rendered) -> EmailMultiAlternatives:
    """Return the copy of one reader."""
    reader, issue = delivery.subscriber, delivery.issue
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    headers = {
        "Message-ID": message_id(delivery),
        "List-Id": f"{issue.list.slug} <{issue.list.slug}.{host}>",
        "List-Unsubscribe": f"<{links.leave(reader, issue.list)}>",
        "List-Unsubscribe-Post": ONE_CLICK,
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(
        rendered.subject,
        personal(rendered.text, reader, issue),
        None,
        [reader.email],
        headers=headers,
        reply_to=[issue.list.reply_to] if issue.list.reply_to else None,
    )
    message.attach_alternative(personal(rendered.html, reader, issue), "text/html")
    return message
