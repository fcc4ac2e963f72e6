"""When, where and how, in the words of the active language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from gruenzug.web.atlas.models import text_of
from gruenzug.web.core.formats import day as in_words
from gruenzug.web.core.formats import measure, number
from gruenzug.web.events.models import Attendance, Choice, Day, Event, Mode, Precision, Session, Way


def when(event: Event) -> str:
    """Return the time of an event as exactly as it is known, without hours.

    One day, a range within one month ("10. und 11. April 2024"), or months and years.
    """
    begin, end = event.begins_on, event.ends_on
    if event.precision == Precision.YEAR:
        return str(begin.year) if begin.year == end.year else f"{begin.year}–{end.year}"
    if event.precision == Precision.MONTH:
        first, last = month(begin), month(end)
        return first if first == last else f"{first} – {last}"
    return span(begin, end)


def span(begin: dt.date, end: dt.date) -> str:
    """Return two days as people write them."""
    if begin == end:
        return in_words(begin)
    dot = "" if _is_english() else "."
    if (begin.year, begin.month) == (end.year, end.month):
        joint = _("und") if end - begin == dt.timedelta(1) else _("bis")
        return f"{begin.day}{dot} {joint} {in_words(end)}"
    return f"{in_words(begin)} {_('bis')} {in_words(end)}"


def month(day: dt.date, *, short: bool = False) -> str:
    """Return the month of a day, such as ``Februar 2021``, or short, such as ``Feb. 2021``."""
    return formats.date_format(day, "N Y" if short else "F Y")


def weekday(day: dt.date) -> str:
    """Return a day with its name, such as ``Mittwoch, 10. April 2024``."""
    return f"{formats.date_format(day, 'l')}, {in_words(day)}"


def clock(moment: dt.time) -> str:
    """Return a time of day, such as ``9.30``, as German writes it, or ``9:30``."""
    return f"{moment.hour}:{moment:%M}" if _is_english() else f"{moment.hour}.{moment:%M}"


def hours(row: Day | Session) -> str:
    """Return from when to when; "" where no time is known."""
    begin, end = row.begins_at, row.ends_at
    if begin is None:
        return _("bis %s Uhr") % clock(end) if end else ""
    if end is None:
        return _("%s Uhr") % clock(begin)
    return _("%(begin)s bis %(end)s Uhr") % {"begin": clock(begin), "end": clock(end)}


def moment(value: dt.datetime) -> str:
    """Return a moment in local time, such as ``3. März 2026, 14.05 Uhr``."""
    local = timezone.localtime(value)
    return _("%(day)s, %(time)s Uhr") % {"day": in_words(local.date()), "time": clock(local.time())}


def day_label(day: Day) -> str:
    """Return a day with its title and hours."""
    parts = [weekday(day.date), text_of(day.title) if day.title_de else "", hours(day)]
    return ", ".join(part for part in parts if part)


def where(event: Event) -> str:
    """Return where one takes part, in a few words."""
    place = ", ".join(part for part in (event.venue, event.city) if part)
    if event.mode == Mode.ONLINE:
        return _("online")
    if event.mode == Mode.BOTH:
        return _("%s und online") % (place or _("vor Ort"))
    return place or _("vor Ort")


def costs(event: Event) -> str:
    """Return what taking part costs; "" where nobody said."""
    note = text_of(event.fee_note) if event.fee_note_de else ""
    if event.fee is None:
        return note
    told = _("kostenlos") if not event.fee else measure(float(event.fee), "euro", 2 if event.fee % 1 else 0)
    return f"{told}, {note}" if note else told


def lessons(event: Event) -> str:
    """Return how many lessons of training it counts as; "" where nobody said."""
    if event.certificate_hours is None:
        return ""
    hours_told = number(float(event.certificate_hours), 1 if event.certificate_hours % 1 else 0)
    return (
        ngettext("%s Unterrichtsstunde", "%s Unterrichtsstunden", round(event.certificate_hours)) % hours_told
    )


def way_label(way: str) -> str:
    """Return how one takes part."""
    return str(Way(way).label)


def place_label(attendance: Attendance, *, several: bool = True) -> str:
    """Return what a place is for: the day where there are several, and the way."""
    if not several:
        return way_label(attendance.way)
    return f"{in_words(attendance.day.date)}, {way_label(attendance.way)}"


def choice_label(choice: Choice) -> str:
    """Return the workshop a place is in."""
    return f"„{text_of(choice.session.title)}“"


def listed(parts: Iterable[Any]) -> str:
    """Return parts as a sentence lists them: a, b und c."""
    told = [str(part) for part in parts]
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} {_('und')} {told[-1]}"


def said(text: Any, **facts: Any) -> str:
    """Return a (lazy) sentence in German, for what staff reads whoever caused it."""
    with override("de"):
        return str(text) % {name: str(value) for name, value in facts.items()}


def _is_english() -> bool:
    return (get_language() or "de").startswith("en")
