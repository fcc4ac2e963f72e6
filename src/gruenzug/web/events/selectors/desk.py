"""The list at the door: who is expected on which day, and who is there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from gruenzug.web.atlas.models import text_of
from gruenzug.web.events.models import Attendance, Day, Event, PlaceState, Way
from gruenzug.web.events.words import day_label


def rows_of(event: Event) -> list[dict[str, Any]]:
    """Return who has or waits for a place on site, by name: what a helper has to know, and no more."""
    rows = Attendance.objects.filter(day__event=event, way=Way.ONSITE).exclude(state=PlaceState.CANCELLED)
    found = [
        {
            "place": row.pk,
            "day": row.day_id,
            "name": f"{row.registration.last_name}, {row.registration.first_name}".strip(", "),
            "body": row.registration.organisation,
            "number": row.registration.number,
            "waits": row.is_waiting,
            "present": row.checked_in_at is not None,
        }
        for row in rows.select_related("registration")
    ]
    return sorted(found, key=lambda row: (slugify(row["name"]), row["number"]))


def narrowed(rows: list[dict[str, Any]], day: int, words: str) -> list[dict[str, Any]]:
    """Return the rows of a day whose name or body has all `words`."""
    wanted = words.casefold().split()

    def fits(row: dict[str, Any]) -> bool:
        told = f"{row['name']} {row['body']} {row['number']}".casefold()
        return row["day"] == day and all(word in told for word in wanted)

    return [row for row in rows if fits(row)]


def day_of(event: Event, asked: str, today: dt.date | None = None) -> Day:
    """Return the day asked for, else today's, else the next one, else the last."""
    days = event.all_days
    today = today or timezone.localdate()
    by_key = {str(day.pk): day for day in days}
    return by_key.get(asked) or next((day for day in days if day.date >= today), days[-1])


def facts_of(event: Event) -> dict[str, Any]:
    """Return what a phone keeps: the days and the list."""
    return {
        "title": text_of(event.title),
        "days": [{"id": day.pk, "label": day_label(day)} for day in event.all_days],
        "rows": rows_of(event),
        "read_at": timezone.now().isoformat(),
    }
