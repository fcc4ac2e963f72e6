"""What is done with people: log without their data, delete with their traces."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from gruenzug.web.core.audit import record
from gruenzug.web.directory.models import Person

KEEP_DAYS = 730
WARN_DAYS = 30


@transaction.atomic
def delete_person(*, person: Person, by: Any) -> None:
    """Delete `person`; in the log only remains that somebody was deleted."""
    record("directory.person_deleted", subject=person, by=by)
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person), object_id=str(person.pk)
    )
    entries.update(label=_("gelöschte Person"))
    person.delete()


@transaction.atomic
def keep_person(*, person: Person, by: Any) -> None:
    """Note that the data of `person` are still needed."""
    person.last_used_on = timezone.localdate()
    person.save(update_fields=["last_used_on"])
    record("directory.person_kept", subject=person, by=by)


def delete_unused_people(now: dt.datetime) -> int:
    """Delete people whose data nobody needed for two years."""
    oldest = timezone.localtime(now).date() - dt.timedelta(days=KEEP_DAYS)
    unused = list(Person.objects.filter(last_used_on__lt=oldest))
    for person in unused:
        delete_person(person=person, by=None)
    return len(unused)
