"""Rows of the Abwägungstabelle: what was said, by whom, about what, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gruenzug.web.participation.models import Consultation, Contribution, Decision, Paragraph

LAST = (10**6, "")


@dataclass(frozen=True)
class Row:
    """One contribution with its answer."""

    number: int
    key: str
    heading: str
    signed: str
    is_body: bool
    text: str
    proposal: str
    support: int
    doubt: int
    decision: str
    answer: str
    url: str

    @property
    def said(self) -> str:
        """What was said, with the proposed wording."""
        if not self.proposal:
            return self.text
        return _("%(text)s\n\nVorgeschlagener Wortlaut: %(proposal)s") % {
            "text": self.text,
            "proposal": self.proposal,
        }


def heads() -> list[str]:
    """Return the heads of the columns."""
    return [_("Nr."), _("Absatz"), _("Von"), _("Beitrag"), _("Entscheidung"), _("Antwort")]


class Table:
    """All contributions in the order of the text; rows are made when they are asked for, as a page does."""

    def __init__(self, consultation: Consultation) -> None:
        self.consultation = consultation
        self._places = _places(consultation)
        rows = consultation.contributions.public().filter(parent=None).values_list("pk", "paragraph_key")
        self._keys = sorted(rows, key=lambda row: (self._places.get(row[1], LAST)[0], row[0]))

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, part: slice) -> list[Row]:
        wanted = [key for key, _paragraph in self._keys[part]]
        found = Contribution.objects.select_related("body", "answer").in_bulk(wanted)
        decisions = {key: str(label) for key, label in Decision.choices}  # hashing a lazy label is dear
        return [_row(self.consultation, found[key], self._places, decisions) for key in wanted]


def rows_of(consultation: Consultation) -> list[Row]:
    """Return all contributions in the order of the text, in three queries."""
    return Table(consultation)[:]


def _places(consultation: Consultation) -> dict[str, tuple[int, str]]:
    """Return place and heading of every paragraph, the newest version first."""
    found: dict[str, tuple[int, str]] = {}
    heading, draft = "", None
    rows = Paragraph.objects.filter(draft__consultation=consultation).order_by("-draft__number", "order")
    for key, order, of_draft, kind, text in rows.values_list("key", "order", "draft_id", "kind", "text"):
        if of_draft != draft:
            heading, draft = "", of_draft
        if kind == Paragraph.Kind.HEADING:
            heading = text
        found.setdefault(key, (order, heading))
    return found


def _row(
    consultation: Consultation, row: Contribution, places: dict[str, Any], decisions: dict[str, str]
) -> Row:
    row.consultation = consultation
    return Row(
        number=row.pk,
        key=row.paragraph_key,
        heading=places.get(row.paragraph_key, LAST)[1],
        signed=row.signed,
        is_body=row.body_id is not None,
        text=row.text,
        proposal=row.proposal,
        support=row.support_count,
        doubt=row.doubt_count,
        decision=decisions.get(row.answer.decision, "") if row.answer else "",
        answer=row.answer.text if row.answer else "",
        url=row.get_absolute_url(),
    )
