"""Role × action × object, as one table: a municipal editor keeps to the own body's projects."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from gruenzug.web.core.roles import Role
from gruenzug.web.projects.models import ListEntry, Project
from gruenzug.web.projects.viewsets import visible_projects
from tests.factories import (
    OrganisationFactory,
    ProjectFactory,
    ProjectListFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TEAM, CLERK, TOWN, KEEPER, GUARD = (
    Role.PROGRAMME_TEAM,
    Role.FUNDING_CLERK,
    Role.MUNICIPAL_EDITOR,
    Role.MODERATOR,
    Role.DATA_PROTECTION,
)
ALL = set(Role)
REGISTER = {TEAM, KEEPER}

TABLE = {
    # permission: who may, with a project of the own body; with one of another body
    "projects.view_project": (ALL, ALL - {TOWN}),
    "projects.change_project": (REGISTER | {TOWN}, REGISTER),
    "projects.move_project": (REGISTER | {TOWN}, REGISTER),
    "projects.delete_project": ({TEAM}, {TEAM}),
    "projects.publish_project": (REGISTER, REGISTER),
    "projects.merge_project": (REGISTER, REGISTER),
    "projects.curate_project": (REGISTER, REGISTER),
    "projects.fund_project": ({TEAM, CLERK}, {TEAM, CLERK}),
    "projects.view_listentry": (ALL, ALL - {TOWN}),
    "projects.change_listentry": (REGISTER, REGISTER),
    "projects.view_submission": (REGISTER | {GUARD}, REGISTER | {GUARD}),
    "projects.delete_submission": (REGISTER | {GUARD}, REGISTER | {GUARD}),
    "projects.change_submission": (REGISTER, REGISTER),
}

OBJECTS = {
    "project": lambda body: ProjectFactory(body=body),
    "listentry": lambda body: ListEntry.objects.create(
        project=ProjectFactory(body=body), list=ProjectListFactory()
    ),
    "submission": lambda body: SubmissionFactory(project=ProjectFactory(body=body)),
}


def _allowed(permission, own: bool) -> set[Role]:
    found = set()
    for role in Role:
        body = OrganisationFactory()
        user = UserFactory(roles=[role], bodies=[body])
        made = OBJECTS[permission.rsplit("_", 1)[1]](body if own else OrganisationFactory())
        if user.has_perm(permission, made):
            found.add(role)
    return found


@pytest.mark.parametrize("permission", TABLE)
def test_who_may_do_what_with_the_own_bodys_project(permission):
    assert _allowed(permission, own=True) == TABLE[permission][0]


@pytest.mark.parametrize("permission", TABLE)
def test_who_may_do_what_with_the_project_of_another(permission):
    assert _allowed(permission, own=False) == TABLE[permission][1]


def test_without_an_account_nothing_may_be_done():
    project = ProjectFactory(visibility="public")
    actions = [name for name in TABLE if name.endswith("_project")]
    assert not any(AnonymousUser().has_perm(name, project) for name in actions)


def test_an_editor_without_a_body_has_no_projects_and_adds_none():
    user = UserFactory(roles=[TOWN])
    ProjectFactory()
    assert not visible_projects(user, Project.objects.all()).exists()
    assert not user.has_perm("projects.add_project")
