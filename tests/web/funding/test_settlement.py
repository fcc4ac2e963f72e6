"""What a recipient is entitled to in the end, by hand for every kind of financing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruenzug.web.funding.models import Grant
from gruenzug.web.funding.selectors.figures import figures_of
from gruenzug.web.funding.settlement import Figures, settle
from tests.web.funding.ledger import granted, passed, planned
from tests.web.funding.test_ledger import paid, spent

D = Decimal
SHARE, DEFICIT, FIXED, FULL = (kind.value for kind in Grant.Financing)

BY_HAND = {
    # 100,000 € planned: 80,000 grant, 20,000 own; costs in the end, money of others in the end → entitled
    "share, as planned": (SHARE, "100000", "0", "80000.00"),
    "share, ten per cent saved": (SHARE, "90000", "0", "72000.00"),
    "share, 10,000 more from others": (SHARE, "100000", "10000", "72000.00"),
    "share, dearer than planned": (SHARE, "120000", "0", "80000.00"),
    "share, to the cent": (SHARE, "33333.33", "0", "26666.66"),
    "deficit, ten per cent saved": (DEFICIT, "90000", "0", "70000.00"),
    "deficit, 10,000 more from others": (DEFICIT, "100000", "10000", "70000.00"),
    "deficit, own money pays all": (DEFICIT, "15000", "0", "0.00"),
    "fixed, saved": (FIXED, "90000", "0", "80000.00"),
    "fixed, cheaper than the grant": (FIXED, "70000", "0", "70000.00"),
    "full, saved": (FULL, "70000", "0", "70000.00"),
    "full, others pay a part": (FULL, "70000", "5000", "65000.00"),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_the_grant_follows_the_costs(case):
    financing, cost, others, entitled = BY_HAND[case]
    figures = Figures(
        D(80_000), D(100_000), D(cost), own_planned=D(20_000), others=D(others), received=D(75_000)
    )
    settled = settle(financing, figures)
    assert settled.entitled == D(entitled)
    assert settled.reduction == D(80_000) - D(entitled)
    assert settled.to_repay == max(D(75_000) - D(entitled), D(0))
    assert settled.to_receive == max(D(entitled) - D(75_000), D(0))


money = st.decimals(0, 10_000_000, places=2)


@given(st.sampled_from(Grant.Financing.values), money, money, money, money, money, money, money)
def test_no_cent_is_lost_or_made(financing, grant, planned_cost, cost, own, others_planned, others, received):
    received = min(received, grant)
    settled = settle(financing, Figures(grant, planned_cost, cost, own, others_planned, others, received))
    assert 0 <= settled.entitled <= grant
    assert settled.entitled + settled.reduction == grant
    assert received - settled.to_repay + settled.to_receive == settled.entitled
    assert settled.to_repay == 0 or settled.to_receive == 0
    assert settled.to_lapse >= 0
    assert settled.entitled == settled.entitled.quantize(D("0.01"))


@pytest.mark.django_db
def test_a_share_of_what_the_last_recipients_spent():
    grant = granted("8000.00", financing=SHARE)
    planned(grant, {"Höfe": "10000"}, own="2000")
    paid(grant, "3000")
    child = passed(grant, "2000.00", financing=SHARE)
    (item,) = planned(child, {"Hof": "2500"}, own="500")
    paid(child, "1000")
    spent(child, item, "1000.50")
    settled = figures_of(grant).settlement
    assert settled.entitled == D("800.40"), "80 % of the 1,000.50 € that the town spent"
    assert figures_of(child).settlement.entitled == D("800.40")


@pytest.mark.django_db
def test_full_money_passed_on_counts_as_far_as_it_was_used():
    grant = granted("8000.00", financing=FULL)
    planned(grant, {"Höfe": "8000"})
    paid(grant, "3000")
    child = passed(grant, "2000.00", financing=SHARE)
    (item,) = planned(child, {"Hof": "2500"}, own="500")
    paid(child, "1000")
    spent(child, item, "1000.50")
    settled = figures_of(grant).settlement
    assert settled.entitled == D("800.40"), "what the town used of the grant, without its own share"
    assert settled.to_repay == D("2199.60")
