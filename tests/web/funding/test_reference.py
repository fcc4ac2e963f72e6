"""The programmes and grants that ship with the software."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from gruenzug.web.funding.audit_trail import check_ledger
from gruenzug.web.funding.models import Entry, Grant, Programme, PublishedTotal, RuleSet, Statement
from gruenzug.web.funding.selectors.balances import balances
from gruenzug.web.funding.selectors.public import compared
from tests.web.funding.ledger import D, granted

pytestmark = pytest.mark.django_db


def test_every_statement_names_who_says_so_and_when_it_was_checked(programme):
    statements = Statement.objects.all()
    assert statements.count() > 80
    assert not statements.filter(source_url="").exists()
    assert not statements.filter(source_title="").exists()
    assert not statements.filter(checked_on=None).exists()


def test_values_that_contradict_each_other_stand_side_by_side(programme):
    rows = Statement.objects.filter(
        programme__slug="gruene-infrastruktur-richtlinien-nrw", key="minimum-cost"
    )
    told = {(row.number, row.source_title) for row in rows}
    assert {(D(200000), "RVR, Förderfinder"), (D(50000), "DB InfraGO, Fördermittelfinder")} <= told


def test_closed_programmes_stay_as_history(programme):
    assert Programme.objects.filter(state="closed").count() == 3
    assert Programme.objects.current().count() == 5


def test_the_only_set_of_rules_is_an_example_and_says_so(programme):
    (found,) = RuleSet.objects.all()
    assert (found.is_example, found.status) == (True, "placeholder")


def test_the_documented_grants_are_in_the_ledger(programme):
    first_hand = {grant.slug: balances(grant).awarded for grant in Grant.objects.first_hand()}
    assert first_hand == {
        "konzepte-und-netzwerke-2020": D(700000),
        "gruene-lueckenschluesse-2020": D(2200000),
        "weitere-bausteine-2021": D(500000),
        "drei-vorhaben-2022": D(300000),
    }
    herne = Grant.objects.get(slug="gruene-lueckenschluesse-2020-herne")
    assert (herne.parent.slug, balances(herne).awarded) == ("gruene-lueckenschluesse-2020", D(285000))
    assert PublishedTotal.objects.get().amount == D(3600000)
    assert not check_ledger().faults


def test_loading_again_books_nothing_and_keeps_what_a_person_changed(programme):
    grant = Grant.objects.get(slug="drei-vorhaben-2022")
    grant.purpose = "genauer"
    grant.save()
    before = Entry.objects.count()
    told = StringIO()
    call_command("load_programme", stdout=told)
    line = next(line for line in told.getvalue().splitlines() if line.startswith("funding:"))
    assert "0 created, 0 updated" in line
    assert "1 kept" in line
    assert Entry.objects.count() == before
    grant.refresh_from_db()
    assert grant.purpose == "genauer"


def test_a_grant_of_somebody_else_does_not_swell_the_sum_that_is_compared(programme):
    (before,) = compared()
    others = {"is_public": True, "shows_amount": True, "decided_on": dt.date(2021, 5, 1)}
    granted("12345.00", **others)
    (after,) = compared()
    assert after.booked == before.booked == D(3_700_000)
    assert after.difference == D(100_000)
