"""What must always be true of a tree of grants; each rule is one function that yields sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from gruenzug.web.funding.models import Account, Grant
from gruenzug.web.funding.money import ZERO, euro
from gruenzug.web.funding.selectors.balances import Balances, balances_of

NEVER_BELOW_ZERO = (Account.REPAID, Account.LAPSED, Account.PASSED_ON, Account.INTEREST)


def check_tree(touched: Iterable[int]) -> None:
    """Raise ValidationError where a grant that was touched, or the one it comes from, breaks a rule."""
    keys = set(touched)
    parents = Grant.objects.filter(pk__in=keys, parent__isnull=False).values_list("parent", flat=True)
    keys |= set(parents)
    if faults := faults_of(keys):
        raise ValidationError(faults[0], "ledger")


def faults_of(keys: Iterable[int]) -> list[str]:
    """Return a sentence for every rule that one of the grants breaks, in three queries at most."""
    keys = set(keys)
    grants = {grant.pk: grant for grant in Grant.objects.filter(Q(pk__in=keys) | Q(parent__in=keys))}
    found = balances_of(grants)
    children: dict[int, list[Balances]] = {key: [] for key in keys}
    for grant in grants.values():
        if grant.parent_id in children:
            children[grant.parent_id].append(found[grant.pk])
    return [
        sentence
        for key in sorted(keys & grants.keys())
        for sentence in _faults(grants[key], found[key], children[key])
    ]


def _faults(grant: Grant, has: Balances, children: list[Balances]) -> Iterator[str]:
    yield from _unbalanced(grant, has)
    yield from _beyond_a_year(grant, has)
    yield from _below_zero(grant, has)
    yield from _beyond_the_award(grant, has, children)
    yield from _beyond_the_payments(grant, has, children)


def _unbalanced(grant: Grant, has: Balances) -> Iterator[str]:
    if has.total:
        told = {"grant": grant, "sum": euro(has.total)}
        yield _("Die Konten von „%(grant)s“ ergeben zusammen %(sum)s statt 0.") % told


def _beyond_a_year(grant: Grant, has: Balances) -> Iterator[str]:
    for year in has.years:
        available = has.in_year(Account.AVAILABLE, year)
        if available < 0:
            told = {"grant": grant, "year": year, "amount": euro(-available)}
            yield _("Für „%(grant)s“ fehlen im Haushaltsjahr %(year)s %(amount)s.") % told
        requested = has.in_year(Account.REQUESTED, year)
        if requested < 0:
            told = {"grant": grant, "year": year, "amount": euro(-requested)}
            yield _("Für „%(grant)s“ ist in %(year)s um %(amount)s mehr ausgezahlt als abgerufen.") % told


def _below_zero(grant: Grant, has: Balances) -> Iterator[str]:
    for account in NEVER_BELOW_ZERO:
        if has.of(account) < 0:
            told = {"grant": grant, "account": account.label, "amount": euro(has.of(account))}
            yield _("Das Konto „%(account)s“ von „%(grant)s“ fällt auf %(amount)s.") % told


def _beyond_the_award(grant: Grant, has: Balances, children: list[Balances]) -> Iterator[str]:
    """Expenses may run ahead of payments, but not of what was granted and is not promised to others."""
    promised: Decimal = sum((child.standing - child.of(Account.REPAID) for child in children), ZERO)
    if promised > has.standing:
        told = {"grant": grant, "amount": euro(promised - has.standing)}
        yield _("Weitergeleitet wird aus „%(grant)s“ um %(amount)s mehr, als bewilligt ist.") % told
        return
    left = has.standing - has.of(Account.REPAID) - promised - has.used
    if left < 0:
        told = {"grant": grant, "amount": euro(-left)}
        yield _("Die Ausgaben aus „%(grant)s“ übersteigen die Bewilligung um %(amount)s.") % told
    if has.of(Account.REPAID) > has.paid:
        told = {"grant": grant, "amount": euro(has.of(Account.REPAID) - has.paid)}
        yield _("Zu „%(grant)s“ ist um %(amount)s mehr zurückgezahlt als ausgezahlt.") % told


def _beyond_the_payments(grant: Grant, has: Balances, children: list[Balances]) -> Iterator[str]:
    kept: Decimal = sum((child.kept for child in children), ZERO)
    if kept != has.of(Account.PASSED_ON):
        told = {"grant": grant, "amount": euro(kept - has.of(Account.PASSED_ON))}
        yield _("Was die Letztempfänger aus „%(grant)s“ erhielten, weicht um %(amount)s ab.") % told
    if has.of(Account.PASSED_ON) > has.kept:
        told = {"grant": grant, "amount": euro(has.of(Account.PASSED_ON) - has.kept)}
        yield _("Aus „%(grant)s“ ist um %(amount)s mehr weitergeleitet, als selbst ausgezahlt wurde.") % told
