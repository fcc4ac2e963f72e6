"""The rules of the finder as a table of cases: a programme, a plan, and what each rule says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gruenzug.web.funding.matching import Area, Plan, Said, Source, Terms, Verdict, Window, evaluate, ranked
from gruenzug.web.funding.matching.amounts import Limit, capped_total

D = Decimal
TODAY = dt.date(2026, 11, 23)
ONE, OTHER = Source("Richtlinie", "https://example.org/1"), Source("Ratgeber", "https://example.org/2")
FITS, UNCLEAR, NOT = Verdict.FITS, Verdict.UNCLEAR, Verdict.NOT


@pytest.fixture(autouse=True)
def in_german():
    with translation.override("de"):
        yield


def said(key: str, number: str | None = None, source: Source = ONE, **fields) -> Said:
    kinds = {
        name: frozenset(fields.pop(name)) for name in ("applicants", "measures", "costs") if name in fields
    }
    return Said(key, D(number) if number else None, source=source, **kinds, **fields)


BASE = Terms(
    slug="p",
    title="Programm",
    windows=(Window("laufend", is_rolling=True, source=ONE),),
    statements=(
        said("applicants", applicants={"municipality"}),
        said("measures", measures={"trees", "park"}),
        said("rate", "80"),
    ),
)
PLAN = Plan(applicant="municipality", measures=frozenset({"trees"}), total_cost=D(100_000), ags="05916000")


def judged(terms: Terms, plan: Plan, rule: str) -> list[Verdict]:
    return [reason.verdict for reason in evaluate(terms, plan, TODAY).reasons if reason.rule == rule]


def with_more(*more: Said, **fields) -> Terms:
    return replace(BASE, statements=(*BASE.statements, *more), **fields)


CASES = {
    # name: (terms, plan, rule, verdicts)
    "who is named": (BASE, PLAN, "applicants", [FITS]),
    "who is not named": (BASE, replace(PLAN, applicant="private"), "applicants", [NOT]),
    "who is not known": (BASE, replace(PLAN, applicant=""), "applicants", [UNCLEAR]),
    "sources differ on who": (
        with_more(said("applicants", source=OTHER, applicants={"club"})),
        PLAN,
        "applicants",
        [UNCLEAR],
    ),
    "what is named": (BASE, PLAN, "measures", [FITS]),
    "what is named in part": (
        BASE,
        replace(PLAN, measures=frozenset({"trees", "data"})),
        "measures",
        [UNCLEAR],
    ),
    "what is not named": (BASE, replace(PLAN, measures=frozenset({"data"})), "measures", [NOT]),
    "inside the area": (
        with_more(said("area", area=Area("Ruhr", frozenset({"05916000"})))),
        PLAN,
        "area",
        [FITS],
    ),
    "outside the area": (
        with_more(said("area", area=Area("Bonn", frozenset({"05314000"})))),
        PLAN,
        "area",
        [NOT],
    ),
    "an area without a boundary": (with_more(said("area", area=Area("Emscher"))), PLAN, "area", [UNCLEAR]),
    "just enough cost": (with_more(said("minimum-cost", "100000")), PLAN, "minimum-cost", [FITS]),
    "a cent too little": (
        with_more(said("minimum-cost", "100000")),
        replace(PLAN, total_cost=D("99999.99")),
        "minimum-cost",
        [NOT],
    ),
    "between two minimums": (
        with_more(said("minimum-cost", "50000"), said("minimum-cost", "200000", OTHER)),
        PLAN,
        "minimum-cost",
        [UNCLEAR],
    ),
    "a floor that is reached": (
        with_more(said("cost-floor", "50", costs={"planting"})),
        replace(PLAN, costs={"planting": D(50_000), "paths": D(50_000)}),
        "cost-floor",
        [FITS],
    ),
    "a floor that is missed": (
        with_more(said("cost-floor", "50", costs={"planting"})),
        replace(PLAN, costs={"planting": D(49_999), "paths": D(50_001)}),
        "cost-floor",
        [NOT],
    ),
    "a condition that holds": (
        with_more(said("prerequisite", circumstance="not-begun")),
        replace(PLAN, circumstances={"not-begun": True}),
        "prerequisite",
        [FITS],
    ),
    "a condition that does not": (
        with_more(said("prerequisite", circumstance="not-begun")),
        replace(PLAN, circumstances={"not-begun": False}),
        "prerequisite",
        [NOT],
    ),
    "a condition nobody answered": (
        with_more(said("prerequisite", circumstance="not-begun")),
        PLAN,
        "prerequisite",
        [UNCLEAR],
    ),
    "other money is not asked for": (with_more(said("cumulation", "0")), PLAN, "cumulation", []),
    "other money may not pay": (
        with_more(said("cumulation", "0")),
        replace(PLAN, other_public_money=True),
        "cumulation",
        [NOT],
    ),
    "too long": (with_more(said("duration", "36")), replace(PLAN, months=37), "duration", [NOT]),
    "long enough": (with_more(said("duration", "36")), replace(PLAN, months=36), "duration", [FITS]),
    "no window is known": (replace(BASE, windows=()), PLAN, "window", [UNCLEAR]),
    "the window closed yesterday": (
        replace(BASE, windows=(Window("2026", closes_on=dt.date(2026, 11, 22)),)),
        PLAN,
        "window",
        [UNCLEAR],
    ),
    "the window closes today": (
        replace(BASE, windows=(Window("2026", closes_on=TODAY),)),
        PLAN,
        "window",
        [FITS],
    ),
    "a closed programme": (replace(BASE, state="closed"), PLAN, "validity", [NOT]),
    "a grant worth giving": (with_more(said("minimum-grant", "80000")), PLAN, "minimum-grant", [FITS]),
    "a grant too small": (with_more(said("minimum-grant", "80000.01")), PLAN, "minimum-grant", [NOT]),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_rule_says(case):
    terms, plan, rule, verdicts = CASES[case]
    assert judged(terms, plan, rule) == verdicts


MONEY = {
    # name: (statements beside a rate of 80 %, plan, eligible, lowest grant, highest grant)
    "a plain rate": ((), PLAN, "100000.00", "80000.00", "80000.00"),
    "a bonus that applies": (
        (said("rate", "90", circumstance="budget-consolidation"),),
        replace(PLAN, circumstances={"budget-consolidation": True}),
        "100000.00",
        "90000.00",
        "90000.00",
    ),
    "a bonus nobody answered": (
        (said("rate", "90", circumstance="budget-consolidation"),),
        PLAN,
        "100000.00",
        "80000.00",
        "90000.00",
    ),
    "a bonus that does not apply": (
        (said("rate", "90", circumstance="budget-consolidation"),),
        replace(PLAN, circumstances={"budget-consolidation": False}),
        "100000.00",
        "80000.00",
        "80000.00",
    ),
    "a ceiling": ((said("maximum-grant", "50000"),), PLAN, "100000.00", "50000.00", "50000.00"),
    "excluded costs": (
        (said("cost-excluded", costs={"software"}),),
        replace(PLAN, costs={"software": D(10_000), "planting": D(90_000)}),
        "90000.00",
        "72000.00",
        "72000.00",
    ),
    "a cap of thirty per cent of what counts": (  # 40,000 / 0.7 = 57,142.857…
        (said("cost-cap", "30", costs={"paths"}),),
        replace(PLAN, costs={"paths": D(60_000), "planting": D(40_000)}),
        "57142.85",
        "45714.28",
        "45714.28",
    ),
}


@pytest.mark.parametrize("case", MONEY)
def test_what_a_programme_might_pay(case):
    more, plan, eligible, low, high = MONEY[case]
    money = evaluate(with_more(*more), plan, TODAY).money
    assert (money.eligible, money.grant_low, money.grant_high) == (D(eligible), D(low), D(high))
    assert money.own_low == money.cost - money.grant_high


def test_a_cap_that_bites_is_told_with_what_it_costs():
    plan = replace(PLAN, costs={"paths": D(60_000), "planting": D(40_000)})
    (cap,) = evaluate(with_more(said("cost-cap", "30", costs={"paths"})), plan, TODAY).money.caps
    assert cap.loses == D("42857.14")
    assert "Wege zählen bis zu 30" in cap.sentence
    assert cap.sources == (ONE,)


def test_a_programme_that_pays_by_area_counts_no_more_than_its_largest():
    terms = Terms(
        "dach",
        "Dach",
        statements=(said("amount-per-m2", "50"), said("maximum-m2", "60"), said("maximum-m2", "200", OTHER)),
    )
    money = evaluate(terms, Plan(total_cost=D(30_000), area_m2=D(100)), TODAY).money
    assert (money.grant_low, money.grant_high) == (D(3000), D(5000)), "60 m² by one source, 100 by the other"


def test_one_no_decides_and_one_open_question_leaves_it_open():
    assert evaluate(BASE, PLAN, TODAY).verdict == FITS
    assert evaluate(BASE, replace(PLAN, applicant=""), TODAY).verdict == UNCLEAR
    refused = evaluate(BASE, replace(PLAN, applicant="", measures=frozenset({"data"})), TODAY)
    assert refused.verdict == NOT
    assert refused.money is None, "what does not fit pays nothing"


def test_every_reason_that_rests_on_a_statement_names_its_source():
    for reason in evaluate(with_more(said("minimum-cost", "1"), said("duration", "9")), PLAN, TODAY).reasons:
        assert reason.sources, reason.rule


def test_what_fits_comes_first_then_what_pays_more():
    poor = replace(BASE, slug="poor", statements=(*BASE.statements, said("maximum-grant", "10")))
    plans = [
        evaluate(terms, PLAN, TODAY) for terms in (replace(BASE, slug="out", state="closed"), poor, BASE)
    ]
    assert [outcome.slug for outcome in ranked(plans)] == ["p", "poor", "out"]


amounts = st.decimals(0, 1_000_000, places=2)


@given(
    costs=st.fixed_dictionaries({"paths": amounts, "land": amounts, "planting": amounts}),
    shares=st.lists(st.integers(1, 60), min_size=2, max_size=2),
)
def test_capped_costs_keep_to_their_share_and_lose_nothing_else(costs, shares):
    limits = [
        Limit(frozenset({kind}), Fraction(share, 100), said("cost-cap", str(share)))
        for kind, share in zip(("paths", "land"), shares, strict=True)
    ]
    total = capped_total(costs, D(0), limits)
    assert total <= sum(costs.values())
    counted = total - costs["planting"]
    assert counted >= 0 or not costs["planting"]
    if all(
        costs[kind] <= share * sum(costs.values()) / 100
        for kind, share in zip(("paths", "land"), shares, strict=True)
    ):
        assert total == sum(costs.values())
