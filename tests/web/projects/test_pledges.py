"""Projects keep promises: the promise's page shows them, the project's page says which."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from gruenzug.web.core.roles import Role
from gruenzug.web.projects.models import Project
from tests.factories import OrganisationFactory, PledgeFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge():
    return PledgeFactory(title="500 Straßenbäume", state="running")


def _keeping(pledge, **fields) -> Project:
    project = ProjectFactory(**fields)
    project.pledges.add(pledge)
    project.save()
    return project


def test_a_promise_shows_the_public_projects_that_keep_it(client, release, pledge):
    _keeping(pledge, title_de="Allee am Kanal", visibility="public")
    _keeping(pledge, title_de="Geheime Allee")
    words = client.get(pledge.get_absolute_url()).content.decode()
    assert "Projekte, die sie einlösen" in words
    assert "Allee am Kanal" in words
    assert "Geheime Allee" not in words


def test_a_promise_without_projects_has_no_empty_section(client, release, pledge):
    assert "Projekte, die sie einlösen" not in client.get(pledge.get_absolute_url()).content.decode()


def test_a_project_names_the_public_promises_it_keeps(client, release, pledge):
    project = _keeping(pledge, visibility="public")
    project.pledges.add(PledgeFactory(title="Noch im Entwurf"))
    project.save()
    words = client.get(project.get_absolute_url()).content.decode()
    assert f"{pledge.body.label}: 500 Straßenbäume" in words
    assert "Noch im Entwurf" not in words


def _offered(client, user, project) -> set[str]:
    client.force_login(user)
    page = BeautifulSoup(client.get(f"/admin/projects/project/edit/{project.pk}/").content, "html.parser")
    return {option.get_text(strip=True) for option in page.select("select[name=pledges] option")}


def test_an_editor_is_offered_the_own_promises_that_run_and_those_chosen_before(client, pledge):
    town = OrganisationFactory()
    for title, state in (("Läuft", "running"), ("Entwurf", "draft"), ("Gehalten", "kept")):
        PledgeFactory(title=title, state=state, body=town)
    editor = UserFactory(roles=[Role.MUNICIPAL_EDITOR], bodies=[town])
    project = ProjectFactory(body=town)
    assert _offered(client, editor, project) == {f"{town.label}: Läuft"}
    kept = _keeping(PledgeFactory(title="Früher gewählt", state="kept", body=town), body=town)
    assert _offered(client, editor, kept) == {f"{town.label}: Läuft", f"{town.label}: Früher gewählt"}


def test_the_team_is_offered_everybodys(client, pledge):
    team = UserFactory(roles=[Role.PROGRAMME_TEAM])
    assert _offered(client, team, ProjectFactory()) == {f"{pledge.body.label}: 500 Straßenbäume"}
