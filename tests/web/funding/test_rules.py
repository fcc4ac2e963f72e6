"""Role × action × object, as one table: whose money is seen by whom, and who books."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from gruenzug.web.core.roles import Role
from gruenzug.web.funding.members import visible_applications, visible_grants
from gruenzug.web.funding.models import Application, Grant
from tests.factories import (
    GrantFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TEAM, CLERK, TOWN, GIVER = (
    Role.PROGRAMME_TEAM,
    Role.FUNDING_CLERK,
    Role.MUNICIPAL_EDITOR,
    Role.FUNDING_BODY,
)
ALL = set(Role)

TABLE = {
    # permission: who may, with money of the own body (the giver's: given by it); with that of others
    "funding.view_programme": (ALL, ALL),
    "funding.change_programme": ({TEAM, CLERK}, {TEAM, CLERK}),
    "funding.view_ruleset": ({TEAM, CLERK, GIVER}, {TEAM, CLERK, GIVER}),
    "funding.change_ruleset": ({CLERK}, {CLERK}),
    "funding.view_application": ({TEAM, CLERK, TOWN}, {TEAM, CLERK}),
    "funding.change_application": ({TEAM, CLERK}, {TEAM, CLERK}),
    "funding.move_application": ({TEAM, CLERK}, {TEAM, CLERK}),
    "funding.delete_application": ({CLERK}, {CLERK}),
    "funding.view_grant": ({TEAM, CLERK, TOWN, GIVER}, {TEAM, CLERK}),
    "funding.change_grant": ({CLERK}, {CLERK}),
    "funding.delete_grant": ({CLERK}, {CLERK}),
    "funding.book_grant": ({CLERK}, {CLERK}),
    "funding.request_drawdown": ({CLERK, TOWN}, {CLERK}),
    "funding.answer_drawdown": ({CLERK}, {CLERK}),
    "funding.add_expense": ({CLERK, TOWN}, {CLERK}),
    "funding.reverse_entry": ({CLERK}, {CLERK}),
    "funding.write_proof": ({CLERK, TOWN}, {CLERK}),
    "funding.check_proof": ({CLERK}, {CLERK}),
}


def _application(body):
    return Application.objects.create(title="Antrag", applicant=body, total_cost=2, amount=1)


def _grant(body):
    return GrantFactory(recipient=body, giver=body)


OBJECTS = {
    "application": _application,
    "programme": lambda body: ProgrammeFactory(),
    "ruleset": lambda body: None,
}


def _made(permission, body):
    return OBJECTS.get(permission.rsplit("_", 1)[1], _grant)(body)


def _allowed(permission, own: bool) -> set[Role]:
    found = set()
    for role in Role:
        body = OrganisationFactory()
        user = UserFactory(roles=[role], bodies=[body])
        if user.has_perm(permission, _made(permission, body if own else OrganisationFactory())):
            found.add(role)
    return found


@pytest.mark.parametrize("permission", TABLE)
def test_who_may_do_what_with_the_own_bodys_money(permission):
    assert _allowed(permission, own=True) == TABLE[permission][0]


@pytest.mark.parametrize("permission", TABLE)
def test_who_may_do_what_with_the_money_of_others(permission):
    assert _allowed(permission, own=False) == TABLE[permission][1]


def test_without_an_account_nothing_of_it_is_seen():
    grant = GrantFactory(is_public=True)
    assert not any(AnonymousUser().has_perm(permission, grant) for permission in TABLE)
    assert not visible_grants(AnonymousUser()).exists()


def test_lists_show_what_the_predicates_allow():
    own, other = OrganisationFactory(), OrganisationFactory()
    for body in (own, other):
        _application(body)
        _grant(body)
    for role in Role:
        user = UserFactory(roles=[role], bodies=[own])
        for model, action, seen in (
            (Grant, "funding.view_grant", visible_grants(user, Grant.objects.all())),
            (Application, "funding.view_application", visible_applications(user, Application.objects.all())),
        ):
            allowed = {row.pk for row in model.objects.all() if user.has_perm(action, row)}
            assert {row.pk for row in seen} == allowed, (role, action)


def test_a_funding_body_sees_what_became_of_its_money_further_down():
    giver = OrganisationFactory()
    top = GrantFactory(giver=giver)
    below = GrantFactory(parent=top, root=top, giver=top.recipient)
    user = UserFactory(roles=[GIVER], bodies=[giver])
    assert user.has_perm("funding.view_grant", below)
    assert set(visible_grants(user)) == {top, below}


def test_who_no_longer_works_for_a_town_sees_its_money_no_longer():
    town = OrganisationFactory()
    user = UserFactory(roles=[TOWN])
    MembershipFactory(user=user, organisation=town, ends_on="2020-01-01")
    assert not user.has_perm("funding.view_grant", GrantFactory(recipient=town))
