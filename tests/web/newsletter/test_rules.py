"""Role × action, as one table; none of these objects belongs to a single body."""

from __future__ import annotations

import pytest

from gruenzug.web.core.roles import Role
from gruenzug.web.newsletter.models import Issue
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TEAM, PRIVACY, ADMIN = Role.PROGRAMME_TEAM, Role.DATA_PROTECTION, Role.ADMINISTRATOR

TABLE = {
    **{f"newsletter.{action}_mailinglist": {TEAM} for action in ("add", "change", "delete", "view")},
    **{f"newsletter.{action}_topic": {TEAM} for action in ("add", "change", "delete", "view")},
    **{f"newsletter.{action}_wording": {TEAM, PRIVACY} for action in ("add", "change", "delete", "view")},
    "newsletter.view_subscriber": {TEAM, PRIVACY},
    "newsletter.delete_subscriber": {TEAM, PRIVACY},
    "newsletter.add_subscriber": set(),
    "newsletter.change_subscriber": set(),
    "newsletter.import_subscriber": {TEAM},
    "newsletter.view_evidence": {TEAM, PRIVACY},
    "newsletter.change_suppression": {TEAM, PRIVACY},
    "newsletter.check_mail": {TEAM, ADMIN},
    "newsletter.view_issue": {TEAM, PRIVACY},
    **{f"newsletter.{action}_issue": {TEAM} for action in ("add", "change", "delete", "send")},
}


def test_who_may():
    users = {role: UserFactory(roles=[role]) for role in Role}
    nobody, left = UserFactory(), UserFactory(roles=Role, is_active=False)
    for permission, allowed in TABLE.items():
        assert {role for role, user in users.items() if user.has_perm(permission)} == allowed, permission
        assert not nobody.has_perm(permission), permission
        assert not left.has_perm(permission), permission


def test_an_issue_that_left_the_house_is_changed_by_nobody(issue):
    team = UserFactory(roles=[TEAM])
    for state in Issue.State:
        issue.state = state
        may = state == Issue.State.DRAFT
        assert team.has_perm("newsletter.change_issue", issue) is may
        assert team.has_perm("newsletter.delete_issue", issue) is may
