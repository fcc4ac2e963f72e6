"""Deadlines and their mails: what the rules compute, each stage once, to the right mailbox."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.core.roles import Role
from gruenzug.web.funding.models import Duty, Grant, GrantTerm, RuleSet, RuleTerm
from gruenzug.web.funding.selectors.deadlines import Kind, deadlines_of
from gruenzug.web.funding.services.reminders import addresses_of, remind
from tests.factories import GrantFactory, OrganisationFactory, UserFactory
from tests.web.funding.ledger import granted
from tests.web.funding.test_ledger import paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule_set():
    rules = RuleSet.objects.create(
        title="ANBest", version="1", slug="anbest", valid_from=dt.date(2020, 1, 1), is_example=True
    )
    for term, value in (("spend-within-months", 2), ("interim-proof-months", 4), ("final-proof-months", 6)):
        RuleTerm.objects.create(rule_set=rules, term=term, value=value, words="Nr. 6")
    return rules


def at(day: str) -> str:
    """Run the job at noon of `day`; return what it says."""
    moment = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    with time_machine.travel(moment):
        return remind(moment)


def due(grant) -> dict[str, str]:
    return {row.kind: row.due_on.isoformat() for row in deadlines_of(Grant.objects.filter(pk=grant.pk))}


def test_the_rules_of_a_grant_give_its_deadlines(rule_set):
    grant = granted("100.00", rule_set=rule_set)
    paid(grant, "50")
    assert due(grant) == {
        Kind.SPEND: "2025-05-01",
        Kind.INTERIM: "2027-04-30",
        Kind.PERIOD: "2027-02-28",
        Kind.FINAL: "2027-08-28",
    }


def test_the_award_notice_comes_before_the_rules(rule_set):
    grant = granted("100.00", rule_set=rule_set)
    GrantTerm.objects.create(grant=grant, term="final-proof-months", value=3, wording="binnen drei Monaten")
    assert due(grant)[Kind.FINAL] == "2027-05-28"


def test_without_rules_only_the_period_ends():
    assert due(granted("100.00")) == {Kind.PERIOD: "2027-02-28"}


def test_each_stage_is_sent_once_and_names_what_is_due():
    grant = granted("100.00", title="Höfe", mailbox="geld@example.org", ends_on=None)
    Duty.objects.create(grant=grant, title="Schild aufstellen", due_on=dt.date(2026, 6, 30))
    assert at("2026-05-01") == ""
    assert at("2026-05-31") == "1 reminders"
    assert at("2026-05-31") == at("2026-06-10") == ""
    assert at("2026-06-23") == "1 reminders"
    assert at("2026-07-01") == "1 reminders"
    subjects = list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects == ["Frist naht: Höfe", "Frist naht: Höfe", "Überfällig: Höfe"]
    mail = OutgoingMail.objects.order_by("pk").first()
    assert "Schild aufstellen" in mail.text
    assert mail.to == "geld@example.org"


def test_a_grants_mailbox_comes_first_then_the_bodys_then_its_editors():
    town = OrganisationFactory(mailbox="")
    editor = UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[town])
    grant = GrantFactory(recipient=town)
    assert addresses_of(grant) == [editor.email]
    town.mailbox = "rathaus@example.org"
    assert addresses_of(grant) == ["rathaus@example.org"]
    grant.mailbox = "geld@example.org"
    assert addresses_of(grant) == ["geld@example.org"]
