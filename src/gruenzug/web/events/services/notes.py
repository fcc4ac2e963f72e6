"""Messages to the organiser that come with a registration: read, or deleted with a reason the person gets."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core import audit
from gruenzug.web.events.models import Letter, Registration
from gruenzug.web.events.services import letters
from gruenzug.web.events.services.placing import note


@transaction.atomic
def note_read(*, registration: Registration, by: Any) -> None:
    """Keep in mind that the message was read."""
    registration.note_read_at = timezone.now()
    registration.save(update_fields=["note_read_at"])


@transaction.atomic
def delete_note(*, registration: Registration, reason: str, by: Any) -> None:
    """Delete the message; the person learns why and can object by answering."""
    if not reason:
        raise ValidationError(_("Nennen Sie einen Grund; die Person bekommt ihn."), "reason")
    registration.note, registration.note_read_at = "", timezone.now()
    registration.save(update_fields=["note", "note_read_at"])
    note(registration, _("Nachricht gelöscht"), reason, by)
    audit.record("events.note_deleted", subject=registration, by=by)
    letters.write(registration, Letter.NOTE, timezone.now().isoformat(), reason=reason)
