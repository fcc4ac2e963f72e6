"""What a spreadsheet that came back would change, row by row, before it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from gruenzug.web.core.sheets.columns import Column, Sheet, plain, sentences
from gruenzug.web.core.sheets.files import FileRow
from gruenzug.web.core.sheets.state import cell_states, is_in


class Outcome(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    ERROR = "error"


class PlanChanged(Exception):  # noqa: N818  it is no fault, it is news
    """Since the plan was shown, somebody changed what it is about."""


@dataclass(frozen=True)
class Cell:
    """One cell that would change; in conflict if somebody else changed it since the export."""

    column: str
    old: str
    new: str
    in_conflict: bool = False


@dataclass(frozen=True)
class CellError:
    """What is wrong with a cell ("" as column: with the whole row)."""

    column: str
    value: str
    sentence: str


@dataclass
class RowPlan:
    """One row of the file and what would become of it."""

    number: int
    key: str
    label: str
    outcome: Outcome
    cells: list[Cell] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    target: Model | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """All rows of a file, in its order."""

    rows: list[RowPlan]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def fingerprint(self) -> str:
        """The same for the same plan; what `carry_out` compares."""
        facts = [
            (row.number, row.outcome, [(c.column, c.old, c.new) for c in row.cells]) for row in self.rows
        ]
        return sha256(repr(facts).encode()).hexdigest()

    @property
    def does_something(self) -> bool:
        """Whether any row would be written."""
        return any(row.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT) for row in self.rows)


def plan(sheet: Sheet, rows: Iterable[FileRow], user: Any, *, lock: bool = False) -> Plan:
    """Compare what came back with what is there now."""
    rows = list(rows)
    present = sheet.rows(user)
    if lock:
        present = present.select_for_update(of=("self",))
    known = {str(getattr(row, sheet.key)): row for row in present}
    seen = Counter(row.key for row in rows if row.key)
    return Plan([_plan_row(sheet, row, known, seen, user) for row in rows])


@dataclass(frozen=True)
class Done:
    """How many rows were written, by outcome, and why others could not be."""

    written: dict[str, int]
    failures: list[tuple[int, str]]


@transaction.atomic
def carry_out(
    sheet: Sheet, rows: Iterable[FileRow], user: Any, *, shown: str, conflicts: Collection[int] = ()
) -> Done:
    """Write what the plan with the fingerprint `shown` says; rows with errors and other conflicts stay out.

    `conflicts` are the numbers of rows in conflict to write all the same.
    Raises PlanChanged if the plan is another by now.
    """
    current = plan(sheet, rows, user, lock=True)
    if current.fingerprint != shown:
        raise PlanChanged
    written: Counter[str] = Counter()
    failures = []
    for row in current.rows:
        accepted = row.outcome == Outcome.CONFLICT and row.number in conflicts
        if not (accepted or row.outcome in (Outcome.NEW, Outcome.CHANGED)):
            continue
        try:
            _write(sheet, row, user)
        except ValidationError as error:  # two new rows of the file can be in each other's way
            failures.append((row.number, " ".join(error.messages)))
            continue
        written[row.outcome] += 1
    return Done({outcome.value: count for outcome, count in written.items()}, failures)


def _plan_row(sheet: Sheet, row: FileRow, known: dict[str, Model], seen: Counter[str], user: Any) -> RowPlan:
    if row.key and seen[row.key] > 1:
        return _refused(row, _("Die Kennung %(key)s steht in mehreren Zeilen.") % {"key": row.key})
    if not row.key:
        if sheet.make is None or (sheet.add_permission and not user.has_perm(sheet.add_permission)):
            return _refused(
                row, _("Neue Zeilen nimmt diese Tabelle nicht an; legen Sie sie auf der Website an.")
            )
        return _plan_values(sheet, row, sheet.make(), user, is_new=True)
    if row.key not in known:
        return _refused(
            row, _("Eine Zeile mit der Kennung %(key)s gibt es für Sie nicht.") % {"key": row.key}
        )
    return _plan_values(sheet, row, known[row.key], user, is_new=False)


def _plan_values(sheet: Sheet, row: FileRow, target: Model, user: Any, *, is_new: bool) -> RowPlan:
    label = "" if is_new else sheet.label(target)
    made = RowPlan(row.number, row.key, label, Outcome.NEW if is_new else Outcome.UNCHANGED, target=target)
    states = cell_states(row.state, len(sheet.columns))
    for position, column in enumerate(sheet.columns):
        if column.name in row.cells:
            _plan_cell(made, column, row.cells[column.name], None if states is None else states[position])
    for cell in made.cells:
        permission = sheet.column(cell.column).permission
        if permission and not user.has_perm(permission):
            made.errors.append(CellError(cell.column, cell.new, _("Diese Spalte dürfen Sie nicht ändern.")))
    if is_new:
        made.label = next((cell.new for cell in made.cells if cell.new), "")
    if not made.errors and (made.cells or is_new):
        _check(sheet, made)
    if made.errors:
        made.outcome = Outcome.ERROR
    elif not is_new and made.cells:
        in_conflict = any(cell.in_conflict for cell in made.cells)
        made.outcome = Outcome.CONFLICT if in_conflict else Outcome.CHANGED
    return made


def _plan_cell(made: RowPlan, column: Column, text: str, state: str | None) -> None:
    is_new = made.outcome == Outcome.NEW
    if is_new and not text and not column.required:
        return  # a new row begins with what the model gives it
    old = "" if is_new else plain(column.show(column.get(made.target)))
    untouched = text == old or (state is not None and is_in(text, state))
    if untouched and not is_new:
        return
    try:
        value = column.parse(text)
    except ValueError as error:
        made.errors.append(CellError(column.title, text, str(error)))
        return
    new = plain(column.show(value))
    if new == old and not is_new:
        return
    made.values[column.name] = value
    if new != old:
        in_conflict = not is_new and (state is None or not is_in(old, state))
        made.cells.append(Cell(column.title, old, new, in_conflict))


def _check(sheet: Sheet, made: RowPlan) -> None:
    """Ask the model whether the row as a whole would be valid; the object itself is put back as it was."""
    columns = {column.name: column for column in sheet.columns if column.name in made.values}
    before = {name: column.get(made.target) for name, column in columns.items()}
    for name, column in columns.items():
        column.put(made.target, made.values[name])
    try:
        made.target.full_clean()
    except ValidationError as error:
        titles = {column.name: column.title for column in sheet.columns}
        for name, told in sentences(error).items():
            value = next((cell.new for cell in made.cells if cell.column == titles.get(name)), "")
            made.errors.append(CellError(titles.get(name, ""), value, told))
    finally:
        if made.outcome != Outcome.NEW:
            for name, column in columns.items():
                column.put(made.target, before[name])


def _write(sheet: Sheet, row: RowPlan, user: Any) -> None:
    for column in sheet.columns:
        if column.name in row.values:
            column.put(row.target, row.values[column.name])
    row.target.full_clean()
    changes = {cell.column: (cell.old, cell.new) for cell in row.cells}
    sheet.save(row.target, None if row.outcome == Outcome.NEW else changes, user)


def _refused(row: FileRow, sentence: str) -> RowPlan:
    return RowPlan(row.number, row.key, "", Outcome.ERROR, errors=[CellError("", row.key, sentence)])
