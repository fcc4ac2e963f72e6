"""What this room lays on the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from gruenzug.web.core import audit, desk
from gruenzug.web.core.desk import Card, Row, Section
from gruenzug.web.directory.members import edited_bodies, own_bodies
from gruenzug.web.directory.models import Person, Promise
from gruenzug.web.directory.services.people import KEEP_DAYS, WARN_DAYS

SOON_DAYS = 7
RECENT_DAYS = 14


def promises(user: Any, today: dt.date) -> Card | None:
    """Promises that fall due this week or are overdue; one's own first where there are some."""
    if not user.has_perm("directory.view_promise"):
        return None
    due = Promise.objects.open().filter(due_on__lte=today + dt.timedelta(days=SOON_DAYS))
    rows = list(due.select_related("organisation", "assigned_to")[:50])
    rows.sort(key=lambda promise: (promise.assigned_to_id not in (None, user.pk), promise.due_on))
    return Card(
        title=_("Zusagen dieser Woche"),
        section=Section.DUE,
        icon="calendar-check",
        url=reverse("directory_promise:index"),
        count=due.count(),
        rows=[
            Row(
                text=f"{promise.organisation.label}: {promise.text}",
                url=reverse("directory_organisation:inspect", args=[promise.organisation_id]),
                due_on=promise.due_on,
                note=str(promise.assigned_to.get_full_name()) if promise.assigned_to else "",
            )
            for promise in rows
        ],
    )


def people_to_be_deleted(user: Any, today: dt.date) -> Card | None:
    """People whose data go within the month unless somebody still needs them."""
    if not user.has_perm("directory.view_person"):
        return None
    oldest = today - dt.timedelta(days=KEEP_DAYS - WARN_DAYS)
    people = Person.objects.filter(last_used_on__lt=oldest).order_by("last_used_on")
    return Card(
        title=_("Personen, deren Angaben bald gelöscht werden"),
        section=Section.WAITING,
        icon="user",
        url=reverse("directory_person:index"),
        rows=[
            Row(
                text=str(person),
                url=reverse("directory_person:inspect", args=[person.pk]),
                due_on=person.last_used_on + dt.timedelta(days=KEEP_DAYS),
            )
            for person in people[:50]
        ],
    )


def own_body(user: Any, today: dt.date) -> Card | None:
    """The way of a municipal editor to the own body's data, and what is missing there."""
    if not edited_bodies(user):
        return None
    rows = []
    for body in own_bodies(user):
        fields = ("mailbox", "phone", "website", "street", "city")
        missing = [str(body._meta.get_field(name).verbose_name) for name in fields if not getattr(body, name)]
        note = _("es fehlt: %(fields)s") % {"fields": ", ".join(missing)} if missing else _("vollständig")
        rows.append(
            Row(text=body.name, url=reverse("directory_organisation:edit", args=[body.pk]), note=note)
        )
    return Card(title=_("Angaben Ihrer Körperschaft"), section=Section.WAITING, icon="group", rows=rows)


def recent_changes(user: Any, today: dt.date) -> Card | None:
    """What others did lately, for who may read the log."""
    if not user.has_perm("core.view_audit"):
        return None
    since = dt.datetime.combine(today - dt.timedelta(days=RECENT_DAYS), dt.time(), dt.UTC)
    entries = ModelLogEntry.objects.filter(timestamp__gte=since).exclude(user=user).select_related("user")
    rows = [
        Row(text=f"{audit.actor(entry)} {audit.sentence(entry)}", note=entry.timestamp.strftime("%d.%m."))
        for entry in entries.order_by("-timestamp")[: desk.ROWS]
    ]
    return Card(
        title=_("Zuletzt von anderen"),
        section=Section.CHANGED,
        icon="history",
        rows=rows,
        url=reverse("core_log"),
    )


desk.register("directory.promises", promises)
desk.register("directory.own_body", own_body)
desk.register("directory.people", people_to_be_deleted)
desk.register("core.changes", recent_changes)
