"""The few mails about a subscription itself, and forgetting that they were sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gruenzug.web.core import mail
from gruenzug.web.core.models import OutgoingMail

CONFIRM = _("Bitte bestätigen Sie Ihre Anmeldung")
KNOWN = _("Sie bekommen unseren Newsletter schon")


def send(*, to: str, subject: Any, template: str, context: dict[str, Any], language: str) -> OutgoingMail:
    """Send a mail about a subscription in the reader's language."""
    with override(language):
        said = str(subject)
    (sent,) = mail.send(to=to, subject=said, template=template, context=context, language=language)
    return sent


def forget(email: str) -> None:
    """Take such mails off the list of mails that left, where the address would outlive its subscription."""
    subjects = set()
    for language, _title in settings.LANGUAGES:
        with override(language):
            subjects |= {str(CONFIRM), str(KNOWN)}
    OutgoingMail.objects.filter(to=email, subject__in=subjects, sent_at__isnull=False).delete()
