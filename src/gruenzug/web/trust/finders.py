"""How what other rooms keep about an address is found and deleted.

A room may say so itself in its `Processing`; where it does not, every field of
the rows with that address is shown, and what is written here deletes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gruenzug.web.core import formats, privacy
from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.events.models import Registration
from gruenzug.web.events.services.deleting import delete_registration
from gruenzug.web.newsletter.models import SignUp, Subscriber
from gruenzug.web.newsletter.services.leaving import erase
from gruenzug.web.projects.models import Submission
from gruenzug.web.projects.services.submissions import withdraw_submission

BODIES = ("mailbox", "reply_to")  # names of fields for mailboxes that belong to no person
SECRET = ("id", "key", "ticket", "digest", "token", "password", "headers", "html", "text")
SHOWN = (models.CharField, models.TextField, models.DateField, models.BooleanField, models.JSONField)


def address_field(model: type[models.Model]) -> str:
    """Return the name of the field that holds a person's e-mail address; "" if there is none."""
    for field in model._meta.get_fields():
        if isinstance(field, models.EmailField) and field.name not in BODIES:
            return field.name
    return ""


def find(processing: privacy.Processing, email: str) -> Sequence[Mapping[str, Any]]:
    """Return what `processing` keeps under `email`, as the room says or field by field."""
    if processing.find:
        return processing.find(email)
    return [_row(found) for found in _rows(processing, email)]


def forget(processing: privacy.Processing, email: str) -> int:
    """Delete it; return how many rows went."""
    if processing.forget:
        return processing.forget(email)
    delete = FORGET[processing.id]
    return sum(delete(found) for found in _rows(processing, email))


def can_forget(processing: privacy.Processing) -> bool:
    """Whether the person may have it deleted by a button."""
    return bool(processing.forget) or processing.id in FORGET


def why_kept(processing: privacy.Processing) -> str:
    """Return why it cannot be deleted by a button; "" if nobody said."""
    return str(processing.kept or KEPT.get(processing.id, ""))


def _rows(processing: privacy.Processing, email: str) -> Sequence[models.Model]:
    model = apps.get_model(processing.model)
    field = address_field(model)
    return list(model.objects.filter(**{f"{field}__iexact": email})) if field else []


def _row(found: models.Model) -> dict[str, Any]:
    """Return the fields of a row in words; secrets and what points elsewhere are left out."""
    told = {}
    for field in found._meta.concrete_fields:
        value = getattr(found, field.name) if isinstance(field, SHOWN) else None
        if field.name in SECRET or value in (None, "", {}, []):
            continue
        told[str(field.verbose_name)] = _shown(found, field, value)
    return told


def _shown(found: models.Model, field: models.Field, value: Any) -> str:
    if field.choices:
        return str(getattr(found, f"get_{field.name}_display")())
    if isinstance(field, models.DateTimeField):
        return formats.day(timezone.localtime(value).date())
    if isinstance(field, models.DateField):
        return formats.day(value)
    if isinstance(value, bool):
        return str(_("ja") if value else _("nein"))
    if isinstance(value, dict):
        return "\n".join(f"{name}: {part}" for name, part in value.items() if part)
    return str(value)


def _forget_mail(found: OutgoingMail) -> int:
    if found.sent_at is None and found.given_up_at is None:
        return 0  # it is on its way, such as the link just asked for
    return found.delete()[0]


def _forget_submission(found: Submission) -> int:
    try:
        withdraw_submission(submission=found)
    except ValidationError:  # answered: the project stays, who reported it goes
        found.delete()
    return 1


def _forget_subscriber(found: Subscriber) -> int:
    erase(subscriber=found, source="own-data")
    return 1


def _forget_registration(found: Registration) -> int:
    delete_registration(registration=found)
    return 1


FORGET: dict[str, Callable[[Any], int]] = {
    "core.mail": _forget_mail,
    "projects.submissions": _forget_submission,
    "newsletter.subscribers": _forget_subscriber,
    "newsletter.signups": lambda found: SignUp.objects.filter(pk=found.pk).delete()[0],
    "events.registrations": _forget_registration,
}
KEPT = {
    "core.accounts": _(
        "Ihr Konto gehört zu Ihrer Arbeit; die Administration löscht es, wenn Sie ausscheiden."
    ),
    "directory.people": _(
        "Die Angaben dienen der Zusammenarbeit Ihrer Körperschaft mit dem Programm. "
        "Schreiben Sie unten, wenn Sie widersprechen."
    ),
}
