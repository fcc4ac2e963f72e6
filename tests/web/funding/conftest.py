"""Accounts signed in, by role, and a town that receives money."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from gruenzug.web.core.roles import Role
from tests.factories import OrganisationFactory, UserFactory


@pytest.fixture(autouse=True)
def in_german():
    """A page in another language leaves that language behind in the thread."""
    with translation.override("de"):
        yield


@pytest.fixture
def town():
    return OrganisationFactory(name="Stadt Herne", short_name="Herne", slug="herne")


@pytest.fixture
def other_town():
    return OrganisationFactory(name="Stadt Kamen", short_name="Kamen", slug="kamen")


@pytest.fixture
def clerk():
    return signed_in(UserFactory(roles=[Role.FUNDING_CLERK]))


@pytest.fixture
def treasurer(town):
    return signed_in(UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[town]))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client
