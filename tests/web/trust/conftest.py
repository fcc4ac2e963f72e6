"""People and messages for this room's tests."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from django.core import signing
from django.test import Client

from gruenzug.web.core.roles import Role
from gruenzug.web.core.traps import SALT
from gruenzug.web.trust.models import Ticket
from gruenzug.web.trust.services.tickets import receive_ticket
from tests.factories import UserFactory


@pytest.fixture
def team(db):
    return UserFactory(roles=[Role.PROGRAMME_TEAM])


@pytest.fixture
def desk(team) -> Client:
    """The back office as the team sees it."""
    client = Client()
    client.force_login(team)
    return client


@pytest.fixture
def operator(settings):
    """An operator who named all mailboxes."""
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT,
        operator_name="Verband Beispiel",
        operator_mail="info@example.org",
        accessibility_mail="barrierefrei@example.org",
        privacy_mail="datenschutz@example.org",
    )


def a_ticket(kind: str = "barrier", **fields) -> Ticket:
    told = {"text": "Der Knopf hat keinen Namen.", "language": "de", "network": "192.0.2.0/24"}
    return receive_ticket(kind=kind, **{**told, **fields})


def filled(**fields) -> dict:
    """A form as a person sends it: the traps passed."""
    return {"begun": signing.dumps(int(time.time()) - 60, salt=SALT), "homepage": "", **fields}
