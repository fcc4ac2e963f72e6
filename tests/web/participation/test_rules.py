"""Role × action × object, as one table."""

from __future__ import annotations

import pytest

from gruenzug.web.core.roles import Role
from tests.factories import (
    ConsultationFactory,
    IdeaFactory,
    MunicipalityFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TEAM, TOWN, CLERK, MODERATOR = Role.PROGRAMME_TEAM, Role.MUNICIPAL_EDITOR, Role.FUNDING_CLERK, Role.MODERATOR
ANALYST, GIVER, PRIVACY, ADMIN = Role.ANALYST, Role.FUNDING_BODY, Role.DATA_PROTECTION, Role.ADMINISTRATOR

TABLE = {
    # permission: who may, with an idea in the own municipality; with one elsewhere
    "participation.view_idea": (
        {TEAM, TOWN, MODERATOR, ANALYST, PRIVACY, ADMIN},
        {TEAM, MODERATOR, ANALYST, PRIVACY, ADMIN},
    ),
    "participation.answer_idea": ({TEAM, TOWN, MODERATOR}, {TEAM, MODERATOR}),
    "participation.change_idea": ({TEAM, MODERATOR}, {TEAM, MODERATOR}),
    "participation.delete_idea": ({TEAM, MODERATOR}, {TEAM, MODERATOR}),
    "participation.moderate": ({TEAM, MODERATOR}, {TEAM, MODERATOR}),
    "participation.view_contribution": (
        {TEAM, MODERATOR, ANALYST, PRIVACY, ADMIN},
        {TEAM, MODERATOR, ANALYST, PRIVACY, ADMIN},
    ),
    "participation.view_participant": ({TEAM, MODERATOR, PRIVACY}, {TEAM, MODERATOR, PRIVACY}),
    "participation.delete_participant": ({TEAM, PRIVACY}, {TEAM, PRIVACY}),
}

OF_BODY = {
    # permission: who may, with a consultation of the own body; with one of another body
    "participation.view_consultation": (
        {TEAM, TOWN, MODERATOR, ANALYST, PRIVACY, ADMIN},
        {TEAM, MODERATOR, ANALYST, PRIVACY, ADMIN},
    ),
    "participation.add_consultation": ({TEAM, TOWN}, {TEAM}),
    "participation.change_consultation": ({TEAM, TOWN}, {TEAM}),
    "participation.answer_consultation": ({TEAM, TOWN}, {TEAM}),
    "participation.delete_consultation": ({TEAM}, {TEAM}),
    "participation.view_survey": (
        {TEAM, TOWN, MODERATOR, ANALYST, PRIVACY, ADMIN},
        {TEAM, MODERATOR, ANALYST, PRIVACY, ADMIN},
    ),
    "participation.change_survey": ({TEAM, TOWN}, {TEAM}),
    "participation.delete_survey": ({TEAM}, {TEAM}),
}


@pytest.mark.parametrize("permission", OF_BODY)
def test_who_may_ask_for_a_body(permission):
    body = OrganisationFactory()
    own, other = ConsultationFactory(body=body), ConsultationFactory(body=OrganisationFactory())
    for role in Role:
        user = UserFactory(roles=[role], bodies=[body])
        may = tuple(user.has_perm(permission, row) for row in (own, other))
        assert may == tuple(role in allowed for allowed in OF_BODY[permission]), role


@pytest.mark.parametrize("permission", TABLE)
def test_who_may(permission):
    town = MunicipalityFactory()
    body = OrganisationFactory(municipality=town)
    own, other = IdeaFactory(municipality=town), IdeaFactory()
    for role in Role:
        user = UserFactory(roles=[role], bodies=[body])
        may = tuple(user.has_perm(permission, idea) for idea in (own, other))
        assert may == tuple(role in allowed for allowed in TABLE[permission]), role
