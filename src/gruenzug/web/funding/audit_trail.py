"""The ledger examined as an auditor would: nothing is believed, everything is added up again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from gruenzug.web.funding import protection
from gruenzug.web.funding.models import Drawdown, Entry, Grant, Posting
from gruenzug.web.funding.money import ZERO, euro
from gruenzug.web.funding.services.booking import digest_of
from gruenzug.web.funding.services.invariants import faults_of

Shape = tuple[tuple[int, str, Decimal, int | None, int | None], ...]


@dataclass
class Report:
    """How much was looked at, and a sentence for each fault."""

    journals: int = 0
    entries: int = 0
    postings: int = 0
    faults: list[str] = field(default_factory=list)


def check_ledger() -> Report:
    """Look at every entry, every digest, every balance and the protection of the tables."""
    report = Report()
    if not protection.is_installed(connection):
        report.faults.append(
            _("Die Datenbank schützt das Buch nicht: Auslöser fehlen; „manage.py migrate“ setzt sie.")
        )
    postings: dict[int, list[Posting]] = defaultdict(list)
    for posting in Posting.objects.order_by("pk").iterator():
        postings[posting.entry_id].append(posting)
        report.postings += 1
    journals: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.order_by("journal", "number").iterator():
        journals[entry.journal_id].append(entry)
        report.entries += 1
    report.journals = len(journals)
    trees = dict(Grant.objects.values_list("pk", "root"))
    for entries in journals.values():
        report.faults += _faults_of_journal(entries, postings, trees)
    report.faults += faults_of(Grant.objects.values_list("pk", flat=True))
    report.faults += _faults_of_drawdowns()
    return report


def _faults_of_journal(
    entries: list[Entry], postings: dict[int, list[Posting]], trees: dict[int, int | None]
) -> Iterator[str]:
    before = ""
    by_key = {entry.pk: entry for entry in entries}
    for expected, entry in enumerate(entries, 1):
        rows = postings[entry.pk]
        if entry.number != expected:
            told = {"journal": entry.journal_id, "number": expected}
            yield _("Im Journal %(journal)s fehlt die Buchung %(number)s.") % told
        if entry.digest != digest_of(entry, rows, before):
            yield _(
                "Die Buchung %s wurde verändert, oder eine vor ihr: Die Prüfsumme stimmt nicht."
            ) % _named(entry)
        before = entry.digest
        yield from _faults_of_entry(entry, rows, trees)
        if entry.reverses_id:
            original = by_key.get(entry.reverses_id)
            if original is None or _shape(rows, -1) != _shape(postings[original.pk], 1):
                yield _("Die Stornierung %s ist nicht das Gegenteil dessen, was sie storniert.") % _named(
                    entry
                )


def _faults_of_entry(entry: Entry, rows: list[Posting], trees: dict[int, int | None]) -> Iterator[str]:
    sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        sums[row.grant_id] += row.amount
        if (trees.get(row.grant_id) or row.grant_id) != entry.journal_id:
            yield _("Die Buchung %s berührt eine Zuwendung eines anderen Journals.") % _named(entry)
    if not rows:
        yield _("Die Buchung %s bewegt nichts.") % _named(entry)
    for total in sums.values():
        if total:
            told = {"entry": _named(entry), "sum": euro(total)}
            yield _("Die Buchung %(entry)s geht nicht auf: Es bleiben %(sum)s.") % told


def _faults_of_drawdowns() -> Iterator[str]:
    """Compare what drawdowns say with what was booked for them."""
    for row in Drawdown.objects.select_related("request_entry", "answer_entry"):
        booked = {
            row.request_entry_id: Entry.Kind.REQUEST,
            row.answer_entry_id: {"paid": Entry.Kind.PAYMENT, "refused": Entry.Kind.REFUSAL}.get(row.state),
        }
        entries = [entry for entry in (row.request_entry, row.answer_entry) if entry]
        answered = row.state in (Drawdown.State.PAID, Drawdown.State.REFUSED)
        if answered != bool(row.answer_entry_id) or any(entry.kind != booked[entry.pk] for entry in entries):
            yield _("Der Stand von „%s“ passt nicht zu seinen Buchungen.") % row


def _shape(rows: list[Posting], sign: int) -> Shape:
    return tuple(
        sorted(
            (
                (row.grant_id, row.account, sign * row.amount, row.budget_year, row.cost_item_id)
                for row in rows
            ),
            key=repr,
        )
    )


def _named(entry: Entry) -> str:
    return f"{entry.journal_id}/{entry.number}"
