"""What happened since the last visit: of whom it is told what, and when it counts as known."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry

from gruenzug.web.core import audit, happenings
from gruenzug.web.core.models import LastLook
from gruenzug.web.core.roles import Role
from gruenzug.web.directory.models import Membership
from gruenzug.web.portal.models import NewsIndexPage, NewsPage
from gruenzug.web.projects.models import Visibility
from tests.factories import EventFactory, OrganisationFactory, ProjectFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - dt.timedelta(days=400)


def told(user, moment=LONG_AGO) -> dict[str, int]:
    return {one.kind.name: one.count for one in happenings.since(user, moment)}


def happen(count=1, **facts):
    """Let projects be published by the system."""
    projects = [ProjectFactory(visibility=Visibility.PUBLIC, **facts) for _ in range(count)]
    for project in projects:
        audit.record("projects.project_published", subject=project, by=None)
    return projects


def counts(client) -> dict[str, int]:
    """Return what the first page tells, by kind."""
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    rows = page.select(".since__kinds a")
    return {row.get_text(" ", strip=True).split(" ", 1)[1]: int(row.strong.get_text()) for row in rows}


def test_the_first_page_counts_by_kind_and_leads_to_each(client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    (project, *_others) = happen(3, title_de="Park am Bach")
    assert counts(client) == {"Projekte": 3}
    page = BeautifulSoup(client.get("/admin/seither/").content, "html.parser")
    links = {link["href"] for link in page.select(".since__group a")}
    assert f"/admin/projects/project/inspect/{project.pk}/" in links
    assert "Projekt veröffentlicht: Park am Bach" in page.get_text()


def test_nobody_is_told_what_their_role_may_not_see():
    herne, kamen = OrganisationFactory(name="Herne"), OrganisationFactory(name="Kamen")
    happen(body=herne), happen(2, body=kamen)
    editor = UserFactory(roles=[Role.MUNICIPAL_EDITOR])
    Membership.objects.create(user=editor, organisation=herne, scope=Membership.Scope.EDITOR)
    assert told(editor) == {"projects.projects": 1}
    assert told(UserFactory(roles=[Role.PROGRAMME_TEAM])) == {"projects.projects": 3}
    assert told(UserFactory()) == {}


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.PROGRAMME_TEAM, True),
        (Role.MODERATOR, True),
        (Role.DATA_PROTECTION, True),
        (Role.FUNDING_BODY, False),
        (Role.ANALYST, False),
        (Role.MUNICIPAL_EDITOR, False),
    ],
)
def test_what_strangers_send_in_is_told_to_those_who_look_after_it(role, sees):
    audit.record("projects.submission_submitted", subject=SubmissionFactory(), by=None)
    assert told(UserFactory(roles=[role])) == ({"projects.submitted": 1} if sees else {})


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.PROGRAMME_TEAM, True),
        (Role.DATA_PROTECTION, True),
        (Role.ADMINISTRATOR, True),
        (Role.MODERATOR, False),
        (Role.ANALYST, False),
    ],
)
def test_who_did_it_is_told_to_those_who_may_read_the_log(client, role, sees):
    by = UserFactory(last_name="Testperson 77")
    audit.record("events.event_published", subject=EventFactory(title_de="Werkstatt"), by=by)
    client.force_login(UserFactory(roles=[role]))
    page = client.get("/admin/seither/").content.decode()
    assert "Werkstatt" in page
    assert ("Testperson 77" in page) is sees


def test_ones_own_doing_is_no_news(client):
    user = UserFactory(roles=[Role.PROGRAMME_TEAM])
    audit.record("events.event_published", subject=EventFactory(), by=user)
    assert told(user) == {}


def test_what_was_deleted_since_is_left_out():
    (project,) = happen()
    project.delete()
    assert told(UserFactory(roles=[Role.PROGRAMME_TEAM])) == {}


def test_news_are_told_with_their_public_address(client, programme):
    index = NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="de"))
    page = NewsPage(title="Neuer Park", slug="neuer-park")
    index.add_child(instance=page)
    page.save_revision().publish()
    client.force_login(UserFactory(roles=[Role.ANALYST]))
    assert 'href="/de/aktuelles/neuer-park/"' in client.get("/admin/seither/").content.decode()
    page.unpublish()
    assert "/de/aktuelles/neuer-park/" not in client.get("/admin/seither/").content.decode()


def test_a_new_release_is_told(client, release):
    client.force_login(UserFactory(roles=[Role.ANALYST]))
    assert counts(client) == {"Datenstände": 1}


def test_the_moment_stays_for_a_session_and_moves_with_the_next(client):
    user = UserFactory(roles=[Role.PROGRAMME_TEAM])
    client.force_login(user)
    happen()
    assert counts(client) == counts(client) == {"Projekte": 1}
    client.force_login(UserFactory())  # another session begins
    client.force_login(user)
    assert counts(client) == {}
    happen(2)
    assert counts(client) == {"Projekte": 2}


def test_looking_writes_once_a_session(client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    client.get("/admin/")
    looked = LastLook.objects.get().looked_at
    client.get("/admin/"), client.get("/admin/seither/")
    assert LastLook.objects.get().looked_at == looked


def test_who_knows_it_already_says_so(client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    happen()
    assert counts(client) == {"Projekte": 1}
    assert client.get("/admin/seither/gesehen/").status_code == 405
    client.post("/admin/seither/gesehen/")
    assert counts(client) == {}
    assert "Nichts Neues von anderen." in client.get("/admin/seither/").content.decode()


def test_a_first_visit_goes_back_a_week(client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    old, _new = happen(2)
    entry = ModelLogEntry.objects.get(object_id=str(old.pk))
    ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=timezone.now() - dt.timedelta(days=9))
    assert counts(client) == {"Projekte": 1}


def test_the_page_is_closed_to_visitors(client):
    assert "/konto/login/" in client.get("/admin/seither/", follow=True).redirect_chain[-1][0]


def test_everything_is_told_in_two_queries_however_much_it_is(programme, django_assert_max_num_queries):
    user = UserFactory(roles=[Role.PROGRAMME_TEAM])
    happen(30)
    assert told(user)["projects.projects"] == 30
    with django_assert_max_num_queries(2):
        assert happenings.since(user, LONG_AGO)[0].count


def test_the_page_takes_few_queries(client, programme):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    happen(30)
    client.get("/admin/seither/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/admin/seither/").content.decode()
    assert page.count("Projekt veröffentlicht") == 30
    assert len(queries) <= 12, [query["sql"][:120] for query in queries]


def test_every_kind_leads_somewhere_and_names_actions_that_exist():
    known = set(audit.actions()) | {"wagtail.publish", "wagtail.publish.scheduled"}
    pairs = [(kind.model, action) for kind in happenings.happenings() for action in kind.actions]
    assert {action for _model, action in pairs} <= known
    assert len(pairs) == len(set(pairs))
    assert len(happenings.happenings()) >= 15
