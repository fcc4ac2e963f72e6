"""``manage.py read_bounces``: read the mailbox of GRUENZUG_BOUNCE_URL once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gruenzug.web.newsletter.post import mailboxes
from gruenzug.web.newsletter.services.bouncing import take_mail


class Command(BaseCommand):
    """Read what came back, and take addresses that are gone off the lists."""

    help = "Read bounces and complaints from the mailbox of GRUENZUG_BOUNCE_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.NEWSLETTER_BOUNCE_URL:
            raise CommandError(
                "GRUENZUG_BOUNCE_URL is empty; set it to imaps://user:password@host/INBOX or maildir:/path"
            )
        try:
            understood, left = mailboxes.read(settings.NEWSLETTER_BOUNCE_URL, take_mail)
        except (ValueError, OSError, mailboxes.imaplib.IMAP4.error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{understood} reports read, {left} other mails left for a person")
