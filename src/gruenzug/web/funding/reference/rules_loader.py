"""The example set of rules, and sums that somebody published."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gruenzug.web.charter.reference.rows import load_row, sourced
from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models import PublishedTotal, RuleSet, RuleTerm
from gruenzug.web.funding.reference.files import plain, read

HEAD = ("title", "version", "valid_from", "is_example", "status", "source_url", "source_note")
TOTAL = ("first_year", "last_year", "precision", "source_title", "source_url", "checked_on")


def load_rule_sets(report: Report) -> None:
    """Write the sets of rules with their numbers."""
    for row in read("rulesets.toml")["ruleset"]:
        terms = {term: [f"{Decimal(value):.2f}", words] for term, (value, words) in row["terms"].items()}
        current = RuleSet.objects.filter(slug=row["slug"]).first()
        apply(
            key=f"funding.ruleset:{row['slug']}",
            wanted={**{name: plain(row[name]) for name in HEAD}, "terms": terms},
            current=_content(current) if current else None,
            write=lambda row=row, terms=terms, current=current: _write(row, terms, current),
            report=report,
        )


def load_totals(report: Report) -> None:
    """Write the published sums."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    for row in read("grants.toml")["total"]:
        fields = {
            "giver": bodies.get(row["giver"]),
            "recipient": bodies.get(row["recipient"]),
            "title_de": row["title"]["de"],
            "title_en": row["title"]["en"],
            "explanation_de": row["explanation"]["de"],
            "explanation_en": row["explanation"]["en"],
            "amount": Decimal(row["amount"]),
            **{name: row[name] for name in TOTAL},
        }
        load_row(PublishedTotal, f"funding.total:{row['slug']}", {"slug": row["slug"]}, fields, report)


def _content(found: RuleSet) -> dict[str, Any]:
    rows = RuleTerm.objects.filter(rule_set=found)
    terms = {row.term: [f"{row.value:.2f}", row.words] for row in rows}
    return {**{name: plain(getattr(found, name)) for name in HEAD}, "terms": terms}


def _write(row: dict[str, Any], terms: dict[str, list[str]], found: RuleSet | None) -> dict[str, Any]:
    found = found or RuleSet(slug=row["slug"])
    for name, value in {**{name: row[name] for name in HEAD}, **sourced(row)}.items():
        setattr(found, name, value)
    found.save()
    RuleTerm.objects.filter(rule_set=found).delete()
    for term, (value, words) in terms.items():
        RuleTerm.objects.create(rule_set=found, term=term, value=Decimal(value), words=words)
    return _content(RuleSet.objects.get(pk=found.pk))
