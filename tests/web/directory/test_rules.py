"""Role × action × object, as one table."""

from __future__ import annotations

import datetime as dt

import pytest

from gruenzug.web.core.roles import Role
from gruenzug.web.directory.models import Contact, FunctionContact, Membership, Promise
from tests.factories import (
    ConsentFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TEAM, TOWN, CLERK, MODERATOR = (
    Role.PROGRAMME_TEAM,
    Role.MUNICIPAL_EDITOR,
    Role.FUNDING_CLERK,
    Role.MODERATOR,
)
ANALYST, GIVER, PRIVACY, ADMIN = Role.ANALYST, Role.FUNDING_BODY, Role.DATA_PROTECTION, Role.ADMINISTRATOR

TABLE = {
    # permission: who may, with an object of the own body; with one of another body
    "directory.view_organisation": (
        {TEAM, TOWN, CLERK, MODERATOR, ANALYST, PRIVACY, ADMIN},
        {TEAM, CLERK, MODERATOR, ANALYST, PRIVACY, ADMIN},
    ),
    "directory.change_organisation": ({TEAM, TOWN}, {TEAM}),
    "directory.add_organisation": ({TEAM}, {TEAM}),
    "directory.delete_organisation": ({TEAM}, {TEAM}),
    "directory.merge_organisation": ({TEAM}, {TEAM}),
    "directory.import_organisation": ({TEAM}, {TEAM}),
    "directory.change_functioncontact": ({TEAM, TOWN}, {TEAM}),
    "directory.add_functioncontact": ({TEAM, TOWN}, {TEAM}),
    "directory.delete_functioncontact": ({TEAM, TOWN}, {TEAM}),
    "directory.view_person": ({TEAM, PRIVACY}, {TEAM, PRIVACY}),
    "directory.change_person": ({TEAM}, {TEAM}),
    "directory.delete_person": ({TEAM, PRIVACY}, {TEAM, PRIVACY}),
    "directory.view_consent": ({TEAM, PRIVACY}, {TEAM, PRIVACY}),
    "directory.change_consent": ({TEAM}, {TEAM}),
    "directory.view_contact": ({TEAM, CLERK, MODERATOR}, {TEAM, CLERK, MODERATOR}),
    "directory.add_contact": ({TEAM, CLERK}, {TEAM, CLERK}),
    "directory.delete_contact": ({TEAM}, {TEAM}),
    "directory.change_promise": ({TEAM, CLERK}, {TEAM, CLERK}),
    "directory.change_membership": ({TEAM, ADMIN}, {TEAM, ADMIN}),
    "directory.change_contactgroup": ({TEAM}, {TEAM}),
    "directory.change_topic": ({TEAM}, {TEAM}),
}


@pytest.fixture
def world():
    own, other = OrganisationFactory(), OrganisationFactory()
    person = PersonFactory()
    objects = {
        "organisation": lambda body: body,
        "functioncontact": lambda body: FunctionContact.objects.create(organisation=body, office="Amt"),
        "person": lambda body: person,
        "consent": lambda body: ConsentFactory(person=PersonFactory()),
        "contact": lambda body: Contact.objects.create(organisation=body, kind="call", subject="x"),
        "promise": lambda body: Promise.objects.create(
            organisation=body, text="x", due_on=dt.date(2026, 1, 1)
        ),
        "membership": lambda body: MembershipFactory(organisation=body),
        "contactgroup": lambda body: None,
        "topic": lambda body: None,
    }
    return own, other, objects


@pytest.mark.parametrize("permission", TABLE)
def test_who_may(permission, world):
    own, other, objects = world
    make = objects[permission.rpartition("_")[2]]
    mine, foreign = make(own), make(other)
    for allowed, thing in zip(TABLE[permission], (mine, foreign), strict=True):
        users = {role: UserFactory(roles=[role], bodies=[own]) for role in Role}
        assert {role for role, user in users.items() if user.has_perm(permission, thing)} == allowed
        assert not UserFactory(bodies=[own]).has_perm(permission, thing), "an account without a role"
        assert not UserFactory(roles=Role, bodies=[own], is_active=False).has_perm(permission, thing)


def test_a_membership_that_ended_or_only_reads_opens_nothing():
    town = OrganisationFactory()
    for fields in ({"ends_on": dt.date(2020, 1, 1)}, {"scope": Membership.Scope.READER}):
        user = UserFactory(roles=[TOWN])
        MembershipFactory(user=user, organisation=town, **fields)
        assert not user.has_perm("directory.change_organisation", town)
        assert not user.has_perm("directory.view_organisation")
