"""Role × action × object, as one table."""

from __future__ import annotations

import pytest

from gruenzug.web.core.roles import Role
from gruenzug.web.trust.models import Ticket
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TEAM, MODERATOR, PRIVACY, ADMIN = (
    Role.PROGRAMME_TEAM,
    Role.MODERATOR,
    Role.DATA_PROTECTION,
    Role.ADMINISTRATOR,
)
REPORT, REQUEST = Ticket(kind="barrier"), Ticket(kind="data")
TABLE = [
    ("trust.view_ticket", REPORT, {TEAM, MODERATOR, PRIVACY}),
    ("trust.view_ticket", REQUEST, {TEAM, PRIVACY}),
    ("trust.change_ticket", REPORT, {TEAM, MODERATOR, PRIVACY}),
    ("trust.answer_ticket", REPORT, {TEAM, MODERATOR, PRIVACY}),
    ("trust.answer_ticket", REQUEST, {TEAM, PRIVACY}),
    ("trust.delete_ticket", REPORT, {PRIVACY}),
    ("trust.add_ticket", None, set()),
    ("trust.view_barrier", None, {TEAM, MODERATOR, ADMIN}),
    ("trust.change_barrier", None, {TEAM}),
    ("trust.add_assessment", None, {TEAM}),
    ("trust.delete_barrier", None, {TEAM}),
    ("trust.change_contactbox", None, {TEAM, ADMIN}),
]


@pytest.mark.parametrize(
    ("permission", "found", "allowed"), TABLE, ids=[f"{p}-{getattr(o, 'kind', '')}" for p, o, _a in TABLE]
)
def test_who_may(permission, found, allowed):
    may = {role for role in Role if UserFactory(roles=[role]).has_perm(permission, found)}
    assert may == allowed
