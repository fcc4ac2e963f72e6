"""Grants that pages document. Their amounts are booked like any other, and corrected by counter-entries."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from gruenzug.web.charter.reference.rows import sourced
from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models import Account, CostItem, Entry, Grant
from gruenzug.web.funding.reference.files import plain, read
from gruenzug.web.funding.selectors.balances import balances, by_item
from gruenzug.web.funding.services.awards import amend, award, pass_on
from gruenzug.web.funding.services.plans import set_plan

TEXTS = ("title", "purpose", "financing")
PRECISIONS = ("decided_precision", "amount_precision")


def load_grants(report: Report) -> None:
    """Enter the documented grants, those that money is passed on from first."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    for row in read("grants.toml")["grant"]:
        if row["recipient"] not in bodies:
            continue
        current = Grant.objects.filter(slug=row["slug"]).first()
        parent = Grant.objects.filter(slug=row.get("parent", "")).first()
        if "parent" in row and parent is None:
            continue
        apply(
            key=f"funding.grant:{row['slug']}",
            wanted=_wanted(row),
            current=_content(current) if current else None,
            write=lambda row=row, current=current, parent=parent: _write(row, current, parent, bodies),
            report=report,
        )


def _wanted(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: plain(value) for name, value in _fields(row).items()},
        "amount": row["amount"],
        "items": [[item["code"], item["title"], item["cost_type"], item["amount"]] for item in _items(row)],
    }


def _content(grant: Grant) -> dict[str, Any]:
    names = (*TEXTS, *PRECISIONS, "decided_on", "is_public", "shows_amount", *sourced({}))
    planned = by_item(grant, Account.PLAN_COST)
    items = CostItem.objects.filter(grant=grant).order_by("code")
    return {
        **{name: plain(getattr(grant, name)) for name in names},
        "amount": f"{balances(grant).awarded:.2f}",
        "items": [[item.code, item.title, item.cost_type, f"{planned[item.pk]:.2f}"] for item in items],
    }


def _write(
    row: dict[str, Any], grant: Grant | None, parent: Grant | None, bodies: dict[str, Organisation]
) -> dict[str, Any]:
    if grant is None:
        grant = _enter(row, parent, bodies)
    else:
        for name, value in _fields(row).items():
            setattr(grant, name, value)
        grant.save()
        _correct(grant, row)
    _plan(grant, row)
    return _content(Grant.objects.get(pk=grant.pk))


def _enter(row: dict[str, Any], parent: Grant | None, bodies: dict[str, Organisation]) -> Grant:
    grant = Grant(slug=row["slug"], recipient=bodies[row["recipient"]], **_fields(row))
    years = {row["year"]: Decimal(row["amount"])}
    if parent:
        return pass_on(parent=parent, grant=grant, years=years, by=None)
    grant.giver, grant.office = bodies[row["giver"]], bodies.get(row.get("office", ""))
    grant.save()
    award(grant=grant, years=years, by=None)
    return grant


def _correct(grant: Grant, row: dict[str, Any]) -> None:
    """Book the difference to an amount that a newer edition of the file states."""
    difference = Decimal(row["amount"]) - balances(grant).awarded
    if difference:
        amend(
            grant=grant,
            decided_on=timezone.localdate(),
            words="Berichtigung des veröffentlichten Betrags",
            years={row["year"]: difference},
            by=None,
        )


def _plan(grant: Grant, row: dict[str, Any]) -> None:
    """Book the items a page breaks an amount down to."""
    costs = {}
    for item in _items(row):
        fields = {"title": item["title"], "cost_type": item["cost_type"]}
        found, _created = CostItem.objects.update_or_create(grant=grant, code=item["code"], defaults=fields)
        costs[found] = Decimal(item["amount"])
    if costs:
        words = "Aufschlüsselung der Quelle" if not _is_planned(grant) else "Berichtigte Aufschlüsselung"
        funding = {Account.PLAN_GRANT: sum(costs.values())}
        set_plan(grant=grant, costs=costs, funding=funding, value_on=grant.decided_on, words=words, by=None)


def _is_planned(grant: Grant) -> bool:
    return Entry.objects.filter(grant=grant, kind=Entry.Kind.PLAN).exists()


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in TEXTS},
        **{name: row.get(name, Grant.Precision.EXACT.value) for name in PRECISIONS},
        "decided_on": row["decided_on"],
        "is_public": True,
        "shows_amount": True,
        **sourced(row),
    }


def _items(row: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(row.get("item", []), key=lambda item: item["code"])
