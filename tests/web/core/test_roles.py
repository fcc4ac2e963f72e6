"""Accounts have the roles of their groups."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from gruenzug.web.core.models import User
from gruenzug.web.core.roles import Role

pytestmark = pytest.mark.django_db


def account(name: str, *roles: Role, **fields) -> User:
    user = User.objects.create_user(name, **fields)
    user.groups.set(Group.objects.filter(name__in=[role.group_name for role in roles]))
    return user


def test_every_role_has_its_group_from_the_first_migration_on():
    assert Group.objects.filter(name__in=[role.group_name for role in Role]).count() == len(Role) == 8


@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_the_back_office(role):
    assert account("a", role).has_perm("wagtailadmin.access_admin")


def test_an_account_without_role_or_one_shut_down_does_not():
    assert not account("a").has_perm("wagtailadmin.access_admin")
    assert not account("b", Role.PROGRAMME_TEAM, is_active=False).has_perm("wagtailadmin.access_admin")


def test_only_the_administration_manages_accounts():
    allowed = [role for role in Role if account(role, role).has_perm("core.change_user")]
    assert allowed == [Role.ADMINISTRATOR]
