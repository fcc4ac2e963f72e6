"""Accounts have the roles of their groups."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from gruenzug.web.core.roles import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_every_role_has_its_group_from_the_first_migration_on():
    assert Group.objects.filter(name__in=[role.group_name for role in Role]).count() == len(Role) == 8


@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_the_back_office(role):
    assert UserFactory(roles=[role]).has_perm("wagtailadmin.access_admin")


def test_an_account_without_role_or_one_shut_down_does_not():
    assert not UserFactory().has_perm("wagtailadmin.access_admin")
    assert not UserFactory(roles=[Role.PROGRAMME_TEAM], is_active=False).has_perm("wagtailadmin.access_admin")


def test_only_the_administration_manages_accounts():
    allowed = [role for role in Role if UserFactory(roles=[role]).has_perm("core.change_user")]
    assert allowed == [Role.ADMINISTRATOR]
