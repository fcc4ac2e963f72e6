"""Which numbers of grant law hold for a grant: what its Bescheid says, else what its set of rules says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gruenzug.web.funding.models import Grant, GrantTerm, RuleTerm, Term


@dataclass(frozen=True)
class TermInForce:
    """One number, and where it stands."""

    term: Term
    value: Decimal
    words: str
    from_bescheid: bool
    is_example: bool

    @property
    def label(self) -> str:
        """What the number is."""
        return str(self.term.label)


@dataclass(frozen=True)
class Terms:
    """All numbers that hold for one grant."""

    by_term: dict[str, TermInForce]

    def __iter__(self) -> Iterator[TermInForce]:
        return iter(self.by_term.values())

    def number(self, term: str) -> Decimal | None:
        """Return one number, None where neither Bescheid nor rules have it."""
        found = self.by_term.get(term)
        return found.value if found else None


def terms_of(grant: Grant) -> Terms:
    """Return the numbers that hold for `grant`, in two queries."""
    return terms_of_all([grant])[grant.pk]


def terms_of_all(grants: list[Grant]) -> dict[int, Terms]:
    """Return the numbers that hold for each of `grants`, in two queries."""
    of_sets: dict[int, list[RuleTerm]] = {}
    sets = {grant.rule_set_id for grant in grants if grant.rule_set_id}
    for row in RuleTerm.objects.filter(rule_set__in=sets).select_related("rule_set"):
        of_sets.setdefault(row.rule_set_id, []).append(row)
    own: dict[int, list[GrantTerm]] = {}
    for row in GrantTerm.objects.filter(grant__in=[grant.pk for grant in grants]):
        own.setdefault(row.grant_id, []).append(row)
    return {grant.pk: _joined(of_sets.get(grant.rule_set_id, []), own.get(grant.pk, [])) for grant in grants}


def _joined(rules: list[RuleTerm], own: list[GrantTerm]) -> Terms:
    found = {
        row.term: TermInForce(Term(row.term), row.value, row.words, False, row.rule_set.is_example)
        for row in rules
    }
    found |= {row.term: TermInForce(Term(row.term), row.value, row.wording, True, False) for row in own}
    return Terms({term: found[term] for term in Term.values if term in found})
