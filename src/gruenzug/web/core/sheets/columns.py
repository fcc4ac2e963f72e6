"""What a table looks like as a spreadsheet: columns that show, parse, get and set."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise
AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
"""One thousand two hundred to a German, one point two to a program: 1.200."""
LARGEST = Decimal(10) ** 15
FINEST = 9
"""Decimal places of a computed cell that mean something; behind them binary fractions show."""
YES, NO = ("ja", "yes", "x", "1", "true"), ("nein", "no", "", "0", "false")


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    title
        The head of the column in the file; also how it is found again.
    get, put
        Read the value from a row object; write it there.
    parse
        Text of a cell → value; raises ValueError with a sentence that says what is wrong and what to do.
    show
        Value → text of a cell; ``parse(show(value))`` is `value`.
    choices
        Texts a spreadsheet program offers to choose from.
    permission
        What a user needs to change the column; empty: no more than the sheet.
    required
        Whether a table that only adds lines must have the column.
    also
        Further heads under which people keep the column in tables of their own.
    """

    name: str
    title: str
    meaning: Words
    get: Callable[[Any], Any]
    put: Callable[[Any, Any], None]
    parse: Callable[[str], Any]
    show: Callable[[Any], str] = str
    choices: Sequence[str] = ()
    permission: str = ""
    required: bool = False
    also: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """One table that leaves as a spreadsheet and comes back.

    Attributes
    ----------
    key
        The field that tells rows apart, as its column says: stable, never reused.
    rows
        The rows a user may take along and bring back.
    make
        A new row for a line without key; without it, or without `add_permission`, such lines are refused.
    save
        Writes a row: ``save(row, changes, by)`` with changes {field label: (old, new)}; `None` for a new one.
    appends
        Whether lines are only added: then any table with the right heads will do, and what else stands in
        it is not looked at.
    """

    name: str
    title: Words
    columns: tuple[Column, ...]
    rows: Callable[[Any], QuerySet]
    save: Callable[[Model, Mapping[str, tuple[Any, Any]] | None, Any], None]
    key: str = "pk"
    key_title: str = "Kennung"
    make: Callable[[], Model] | None = None
    add_permission: str = ""
    label: Callable[[Any], str] = field(default=str)
    appends: bool = False

    def column(self, title: str) -> Column | None:
        """Return the column headed `title`, whatever its case."""
        wanted = plain(title).casefold()
        return next((column for column in self.columns if wanted in _heads(column)), None)


def _heads(column: Column) -> set[str]:
    return {head.casefold() for head in (column.title, *column.also)}


def plain(value: Any) -> str:
    """Return the text of a cell: composed letters, no spaces around, numbers and dates as one writes them."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    if isinstance(value, float):
        value = int(value) if value.is_integer() else round(value, FINEST)
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\u00a0", " ").strip()
    return text[1:] if text.startswith("'") and text[1:2] in "=+-@" else text


def text_column(name: str, title: str, meaning: Words, *, required: bool = False, **more: Any) -> Column:
    """Return a column of text; the model's own rules are checked on the whole row later."""

    def parse(text: str) -> str:
        if required and not text:
            raise ValueError(_("Diese Zelle darf nicht leer sein."))
        return text

    more["required"] = required
    return Column(
        name, title, meaning, *_attribute(name), parse=parse, show=lambda value: value or "", **more
    )


def choice_column(
    name: str, title: str, meaning: Words, choices: Iterable[tuple[str, Words]], **more: Any
) -> Column:
    """Return a column of one of `choices` (value, label); the file shows labels and takes either."""
    labels = {str(value): str(label) for value, label in choices}

    def parse(text: str) -> str:
        for value, label in labels.items():
            if text.casefold() in (value.casefold(), label.casefold()):
                return value
        told = {"text": text, "offered": ", ".join(labels.values())}
        raise ValueError(_("„%(text)s“ kennen wir nicht; möglich sind: %(offered)s.") % told)

    show = lambda value: labels.get(str(value), str(value or ""))  # noqa: E731
    offered = tuple(labels.values())
    return Column(name, title, meaning, *_attribute(name), parse=parse, show=show, choices=offered, **more)


def date_column(name: str, title: str, meaning: Words, *, required: bool = False, **more: Any) -> Column:
    """Return a column of dates, read as 2026-11-23 or 23.11.2026."""

    def parse(text: str) -> dt.date | None:
        if not text and not required:
            return None
        for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
            try:
                return dt.datetime.strptime(text[:10], form).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        raise ValueError(_("„%(text)s“ ist kein Datum; schreiben Sie es wie 23.11.2026.") % {"text": text})

    show = lambda value: value.isoformat() if value else ""  # noqa: E731
    more["required"] = required
    return Column(name, title, meaning, *_attribute(name), parse=parse, show=show, **more)


def decimal_column(
    name: str, title: str, meaning: Words, *, places: int = 2, required: bool = False, **more: Any
) -> Column:
    """Return a column of exact decimals, read as 1234,50 or 1.234,50 or 1234.50."""

    def parse(text: str) -> Decimal | None:
        if not text and not required:
            return None
        told = {"text": text, "places": places}
        if places and AMBIGUOUS.fullmatch(text):
            told["whole"] = text.replace(".", "")
            raise ValueError(
                _("„%(text)s“ kann zweierlei heißen; schreiben Sie %(whole)s oder setzen Sie ein Komma.")
                % told
            )
        number = _decimal(text, grouped=not places)
        if number is None:
            raise ValueError(_("„%(text)s“ ist keine Zahl; schreiben Sie sie wie 1234,50.") % told)
        if number != round(number, places):
            raise ValueError(_("„%(text)s“ hat mehr als %(places)s Nachkommastellen.") % told)
        return round(number, places)

    show = lambda value: "" if value is None else f"{value:.{places}f}".replace(".", ",")  # noqa: E731
    more["required"] = required
    return Column(name, title, meaning, *_attribute(name), parse=parse, show=show, **more)


def integer_column(name: str, title: str, meaning: Words, *, required: bool = False, **more: Any) -> Column:
    """Return a column of whole numbers."""
    decimal = decimal_column(name, title, meaning, places=0, required=required)

    def parse(text: str) -> int | None:
        number = decimal.parse(text)
        return None if number is None else int(number)

    show = lambda value: "" if value is None else str(value)  # noqa: E731
    more["required"] = required
    return Column(name, title, meaning, *_attribute(name), parse=parse, show=show, **more)


def boolean_column(name: str, title: str, meaning: Words, **more: Any) -> Column:
    """Return a column of ja and nein."""

    def parse(text: str) -> bool:
        if text.casefold() in YES:
            return True
        if text.casefold() in NO:
            return False
        raise ValueError(_("„%(text)s“ ist weder ja noch nein.") % {"text": text})

    show = lambda value: YES[0] if value else NO[0]  # noqa: E731
    offered = (YES[0], NO[0])
    return Column(name, title, meaning, *_attribute(name), parse=parse, show=show, choices=offered, **more)


def sentences(error: ValidationError) -> dict[str, str]:
    """Return the sentences of a failed `full_clean` by field name; "" holds those of the whole row."""
    if not hasattr(error, "message_dict"):
        return {"": " ".join(error.messages)}
    return {"" if name == "__all__" else name: " ".join(told) for name, told in error.message_dict.items()}


def _attribute(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    return lambda row: getattr(row, name), lambda row, value: setattr(row, name, value)


def _decimal(text: str, *, grouped: bool) -> Decimal | None:
    """Return the number in `text`; None if there is none. `grouped`: one point parts thousands."""
    bare = text.replace(" ", "").replace("€", "").replace("\u2212", "-").replace("'", "")
    if "," in bare:
        whole, _comma, cents = bare.rpartition(",")
        if "," in whole or "." in cents or not _grouped(whole):
            return None
        bare = f"{whole.replace('.', '')}.{cents}"
    elif bare.count(".") > 1 or (grouped and AMBIGUOUS.fullmatch(bare)):
        if not _grouped(bare):
            return None
        bare = bare.replace(".", "")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < LARGEST else None


def _grouped(whole: str) -> bool:
    """Whether points in `whole` stand before groups of three digits."""
    first, *groups = whole.lstrip("-").split(".")
    return not groups or (1 <= len(first) <= 3 and all(len(group) == 3 for group in groups))
