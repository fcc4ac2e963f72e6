"""Accounts signed in, by role, and a town with its place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from gruenzug.web.core.roles import Role
from gruenzug.web.directory.models import Kind
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory


@pytest.fixture(autouse=True)
def in_german():
    """A page in another language leaves that language behind in the thread."""
    with translation.override("de"):
        yield


@pytest.fixture
def place(db):
    return MunicipalityFactory(name="Herne", slug="herne", ags="05916000")


@pytest.fixture
def town(place):
    return OrganisationFactory(
        kind=Kind.MUNICIPALITY,
        name="Stadt Herne",
        short_name="Herne",
        slug="herne",
        official_key=place.ags,
        municipality=place,
    )


@pytest.fixture
def other_town():
    return OrganisationFactory(kind=Kind.MUNICIPALITY, name="Stadt Kamen", short_name="Kamen", slug="kamen")


@pytest.fixture
def moderator(db):
    return signed_in(UserFactory(roles=[Role.MODERATOR]))


@pytest.fixture
def team(db):
    return signed_in(UserFactory(roles=[Role.PROGRAMME_TEAM]))


@pytest.fixture
def editor(town):
    return signed_in(UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[town]))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client
