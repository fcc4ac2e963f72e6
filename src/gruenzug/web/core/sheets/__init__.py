"""Spreadsheets out and in again: what changed is shown before anything is written.

A room describes a table once as a `Sheet`. `write_xlsx` and `write_csv` export
it; `read_rows` reads what came back, `plan` says row by row what it would do,
`carry_out` does it. Every exported row carries the state of its cells, so that
the plan tells "you changed it" from "somebody else changed it meanwhile".
"""

from gruenzug.web.core.sheets.columns import (
    Column,
    Sheet,
    boolean_column,
    choice_column,
    date_column,
    decimal_column,
    integer_column,
    text_column,
)
from gruenzug.web.core.sheets.files import FileError, read_rows, write_csv, write_xlsx
from gruenzug.web.core.sheets.plan import Done, Outcome, Plan, PlanChanged, RowPlan, carry_out, plan

__all__ = [
    "Column",
    "Done",
    "FileError",
    "Outcome",
    "Plan",
    "PlanChanged",
    "RowPlan",
    "Sheet",
    "boolean_column",
    "carry_out",
    "choice_column",
    "date_column",
    "decimal_column",
    "integer_column",
    "plan",
    "read_rows",
    "text_column",
    "write_csv",
    "write_xlsx",
]
