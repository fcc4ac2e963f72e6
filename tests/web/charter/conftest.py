"""Accounts signed in, by role."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from gruenzug.web.charter import reference as charter
from gruenzug.web.core.reference import Report
from gruenzug.web.core.roles import Role
from gruenzug.web.directory import reference as directory
from tests.factories import OrganisationFactory, UserFactory


@pytest.fixture(autouse=True)
def in_german():
    """A page in another language leaves that language behind in the thread."""
    with translation.override("de"):
        yield


@pytest.fixture
def programme(db) -> Report:
    """The reference content this room stands on: bodies, and the Charta itself."""
    directory.load(Report())
    report = Report()
    charter.load(report)
    return report


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
