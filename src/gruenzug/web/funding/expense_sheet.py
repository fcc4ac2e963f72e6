"""A treasurer's list of vouchers as a spreadsheet: every line is checked before one of them is booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gruenzug.web.core.formats import day
from gruenzug.web.core.sheets import Column, Sheet, date_column, decimal_column, text_column
from gruenzug.web.funding.models import CostItem, Entry, Grant
from gruenzug.web.funding.services.expenses import book_expense, standing_expenses

ITEMS = ("Pos.", "Ausgabenposition", "Kostenposition")
DAYS = ("Datum", "Zahlungstag", "Zahlungsdatum", "Zahldatum")
AMOUNTS = ("Betrag in Euro", "Betrag (EUR)", "Betrag EUR", "Betrag €", "Summe")
WORDS = ("Zweck", "Verwendungszweck", "Buchungstext", "Text", "Bezeichnung")
VOUCHERS = ("Beleg-Nr.", "Belegnummer", "Beleg Nr.", "Rechnungsnummer", "Rechnung")
COUNTERPARTIES = ("Empfänger", "Zahlungsempfänger", "Firma", "Lieferant")


@dataclass
class Known:
    """What the lines of one file are checked against: read once, not for each line."""

    grant: Grant
    items: dict[str, CostItem]
    vouchers: set[str]
    seen: dict[str, int] = field(default_factory=dict)


class ExpenseRow:
    """One line of the list; it has the manners of a model, so that the common preview can show it."""

    pk = None

    def __init__(self, known: Known) -> None:
        self.known = known
        self.item: CostItem | None = None
        self.paid_on: dt.date | None = None
        self.amount: Decimal | None = None
        self.words = self.voucher = self.counterparty = ""

    def full_clean(self) -> None:
        """Raise ValidationError with a sentence for each cell that is wrong."""
        checks = {
            "paid_on": self._day(),
            "amount": self._amount(),
            "voucher": self._voucher(),
            "words": self._words(),
        }
        if errors := {name: [told] for name, told in checks.items() if told}:
            raise ValidationError(errors)

    def _day(self) -> str:
        grant, paid_on = self.known.grant, self.paid_on
        if paid_on > timezone.localdate():
            return _("%s liegt in der Zukunft.") % day(paid_on)
        if grant.begins_on and paid_on < grant.begins_on:
            return _("Der Bewilligungszeitraum beginnt erst am %s.") % day(grant.begins_on)
        if grant.ends_on and paid_on > grant.ends_on:
            return _("Der Bewilligungszeitraum endete am %s.") % day(grant.ends_on)
        return ""

    def _amount(self) -> str:
        return (
            ""
            if self.amount > 0
            else _("Der Betrag muss größer als 0 sein; eine Gutschrift storniert die Buchung.")
        )

    def _voucher(self) -> str:
        if self.voucher in self.known.vouchers:
            return _("Dieser Beleg ist schon gebucht.")
        first = self.known.seen.setdefault(self.voucher, id(self))
        return "" if first == id(self) else _("Dieser Beleg steht in der Datei schon weiter oben.")

    def _words(self) -> str:
        return "" if len(self.words) <= 240 else _("Höchstens 240 Zeichen.")


def expense_sheet(grant: Grant, counted: list[Decimal] | None = None) -> Sheet:
    """Return the sheet of one grant; amounts that were booked are added to `counted`."""
    known = Known(
        grant=grant,
        items={item.code.casefold(): item for item in CostItem.objects.filter(grant=grant)},
        vouchers=set(standing_expenses(grant).exclude(voucher="").values_list("voucher", flat=True)),
    )

    def save(row: ExpenseRow, changes: Mapping[str, tuple[Any, Any]] | None, by: Any) -> None:
        names = ("item", "amount", "paid_on", "words", "voucher", "counterparty")
        book_expense(grant=grant, by=by, **{name: getattr(row, name) for name in names})
        if counted is not None:
            counted.append(row.amount)

    return Sheet(
        name="expenses",
        title=gettext_lazy("Belegliste"),
        rows=lambda user: Entry.objects.none(),
        save=save,
        make=lambda: ExpenseRow(known),
        appends=True,
        columns=(
            _item_column(known),
            date_column("paid_on", "Tag", gettext_lazy("wann gezahlt wurde"), required=True, also=DAYS),
            decimal_column(
                "amount", "Betrag", gettext_lazy("in Euro, wie 1234,50"), required=True, also=AMOUNTS
            ),
            text_column(
                "words",
                "Wofür",
                gettext_lazy("was gekauft oder geleistet wurde"),
                required=True,
                also=WORDS,
            ),
            text_column(
                "voucher", "Beleg", gettext_lazy("Nummer der Rechnung"), required=True, also=VOUCHERS
            ),
            text_column(
                "counterparty",
                "gezahlt an",
                gettext_lazy("Firma oder Stelle, keine Person"),
                also=COUNTERPARTIES,
            ),
        ),
    )


def _item_column(known: Known) -> Column:
    codes = [item.code for item in known.items.values()]

    def parse(text: str) -> CostItem:
        if not text:
            raise ValueError(_("Diese Zelle darf nicht leer sein."))
        found = known.items.get(text.casefold())
        if found is None:
            told = {"text": text, "offered": ", ".join(codes)}
            raise ValueError(_("Die Position „%(text)s“ gibt es nicht; möglich sind: %(offered)s.") % told)
        return found

    return Column(
        name="item",
        title="Position",
        meaning=gettext_lazy("Nummer der Ausgabenposition im Finanzierungsplan"),
        get=lambda row: row.item,
        put=lambda row, value: setattr(row, "item", value),
        parse=parse,
        show=lambda item: item.code if item else "",
        choices=tuple(codes),
        required=True,
        also=ITEMS,
    )
