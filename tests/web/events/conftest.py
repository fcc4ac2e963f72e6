"""Accounts signed in, by role, and German as the language of the thread."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from gruenzug.web.core.roles import Role
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def in_german():
    """A page in another language leaves that language behind in the thread."""
    with translation.override("de"):
        yield


@pytest.fixture
def team():
    return UserFactory(roles=[Role.PROGRAMME_TEAM])


@pytest.fixture
def team_client(team):
    client = Client()
    client.force_login(team)
    return client
