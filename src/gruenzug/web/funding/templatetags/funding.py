"""Money in templates, and what a verdict or a stand looks like."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from gruenzug.web.funding import money

register = template.Library()

STATUS = {
    "open": ("confirmed", lambda: _("offen")),
    "announced": ("partial", lambda: _("angekündigt")),
    "passed": ("partial", lambda: _("bekannte Frist vorbei")),
    "unclear": ("partial", lambda: _("Frist nicht bekannt")),
    "closed": ("none", lambda: _("abgeschlossen")),
}


@register.filter
def euro(amount: Decimal | None) -> str:
    """Write an amount with its cents: ``{{ amount|euro }}`` → 1.234,50 €."""
    return money.euro(amount)


@register.filter
def whole_euro(amount: Decimal | None) -> str:
    """Write an amount without cents where there are none."""
    return money.euro(amount, whole=True)


@register.filter
def about(precision: str) -> str:
    """Write what stands before an amount that is not exact."""
    return {"about": _("rund") + " ", "derived": _("berechnet") + ": "}.get(precision, "")


@register.filter
def listed(thing: object) -> list[object]:
    """Return a list of one thing, for parts that take a list."""
    return [thing]


@register.filter
def status_label(status: str) -> str:
    """Write a stand of a programme in words."""
    return STATUS[status][1]()


@register.filter
def status_kind(status: str) -> str:
    """Return the kind of badge for a stand."""
    return STATUS[status][0]
