"""What is known of programmes, rules and grants, each value with who says so; functions, never persons."""

from __future__ import annotations

from gruenzug.web.core.reference import Report
from gruenzug.web.funding.reference.grants_loader import load_grants
from gruenzug.web.funding.reference.programmes_loader import load_areas, load_programmes
from gruenzug.web.funding.reference.rules_loader import load_rule_sets, load_totals


def load(report: Report) -> None:
    """Bring programmes, rules, grants and sums to what the files say, where no person edited them."""
    load_areas(report)
    load_programmes(report)
    load_rule_sets(report)
    load_grants(report)
    load_totals(report)
