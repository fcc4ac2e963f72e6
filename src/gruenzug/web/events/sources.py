"""What moderators look after in this room: messages that come with registrations."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.models import Registration
from gruenzug.web.events.services.notes import delete_note, note_read
from gruenzug.web.participation import queue
from gruenzug.web.participation.models import Reason, Verdict
from gruenzug.web.participation.services import moderating

KIND, MOST = "events.note", 1000


def _items(state: str) -> Iterable[queue.Item]:
    rows = Registration.objects.active().exclude(note="").filter(note_read_at=None)
    for row in rows.select_related("event").order_by("registered_at")[:MOST]:
        yield queue.Item(
            kind=KIND,
            key=str(row.pk),
            title=text_of(row.event.title),
            text=row.note,
            author=row.name,
            since=row.changed_at or row.registered_at,
            state=_("ungelesen"),
            context=row.organisation,
            url=row.get_admin_url(),
        )


def _read(key: str, by: Any) -> None:
    row = _found(key)
    note_read(registration=row, by=by)
    _log(row, Verdict.PUBLISHED, by)


def _delete(key: str, reason: str, text: str, by: Any) -> None:
    row = _found(key)
    told = ": ".join(part for part in (str(Reason(reason).label) if reason else "", text) if part)
    delete_note(registration=row, reason=told, by=by)
    _log(row, Verdict.HIDDEN, by, reason=reason, text=text)


def _found(key: str) -> Registration:
    rows = Registration.objects.select_related("event", "group").exclude(note="")
    found = rows.filter(pk=key, note_read_at=None).first() if key.isdecimal() else None
    if found is None:
        raise ValidationError(_("Diese Nachricht gibt es nicht mehr, oder sie ist gelesen."))
    return found


def _log(row: Registration, verdict: str, by: Any, **more: Any) -> None:
    """Count it in the public numbers, under a name that leads to nobody."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{KIND}:{row.pk}")
    since = row.changed_at or row.registered_at
    moderating.note(kind=KIND, key=key, verdict=verdict, by=by, waited_since=since, **more)


queue.register(
    queue.Source(
        kind=KIND,
        title=gettext_lazy("Nachrichten zu Anmeldungen"),
        items=_items,
        release=_read,
        hide=_delete,
    )
)
