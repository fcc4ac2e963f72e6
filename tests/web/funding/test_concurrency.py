"""Two at once: of the same money one gets it, and journals keep their numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, connections

from gruenzug.web.funding.audit_trail import check_ledger
from gruenzug.web.funding.models import Account, Drawdown, Entry, Grant
from gruenzug.web.funding.selectors.balances import balances
from gruenzug.web.funding.services.drawdowns import pay_drawdown, request_drawdown
from tests.web.funding.ledger import DAY, D, granted

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets one write at a time; see what PostgreSQL makes of it",
    ),
]

MANY = 4


def at_once(act):
    """Let many threads do `act` at the same moment; return what came of each."""
    start = Barrier(MANY)

    def run(number: int) -> str:
        start.wait()
        try:
            act(number)
        except (ValidationError, OperationalError) as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(run, range(MANY)))


def test_the_same_money_is_called_once():
    grant = granted("1000.00")

    def call(number: int) -> None:
        facts = {"budget_year": 2025, "needed_for": f"Rate {number}", "requested_on": DAY}
        request_drawdown(grant=Grant.objects.get(pk=grant.pk), amount=D(600), by=None, **facts)

    outcomes = at_once(call)
    assert outcomes.count("done") == 1
    assert balances(grant).of(Account.REQUESTED) == D(600)
    numbers = list(Entry.objects.filter(journal=grant).order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2]
    assert check_ledger().faults == []


def test_a_drawdown_is_paid_once():
    grant = granted("1000.00")
    facts = {"budget_year": 2025, "needed_for": "Bau", "requested_on": DAY}
    drawdown = request_drawdown(grant=grant, amount=D(600), by=None, **facts)

    def pay(number: int) -> None:
        pay_drawdown(drawdown=Drawdown.objects.get(pk=drawdown.pk), paid_on=DAY, by=None)

    assert at_once(pay).count("done") == 1
    assert balances(grant).of(Account.CASH) == D(600)
    assert check_ledger().faults == []
