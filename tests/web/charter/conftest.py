"""Accounts signed in, by role."""

from __future__ import annotations

import pytest
from django.test import Client

from gruenzug.web.core.roles import Role
from tests.factories import OrganisationFactory, UserFactory


@pytest.fixture
def team():
    return UserFactory(roles=[Role.PROGRAMME_TEAM])


@pytest.fixture
def town():
    return OrganisationFactory(name="Stadt Herne", short_name="Herne", slug="herne")


@pytest.fixture
def other_town():
    return OrganisationFactory(name="Stadt Kamen", short_name="Kamen", slug="kamen")


@pytest.fixture
def editor(town):
    return UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[town])


@pytest.fixture
def team_client(team):
    return signed_in(team)


@pytest.fixture
def editor_client(editor):
    return signed_in(editor)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client
