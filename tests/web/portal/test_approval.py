"""Pages are approved by a second person: who may, who is told, and when the page is out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, TaskState, Workflow, WorkflowPage, WorkflowState

from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.core.roles import Role
from gruenzug.web.portal.editors import APPROVAL
from gruenzug.web.portal.models import ContentPage, NewsIndexPage, NewsPage, SecondPersonTask
from gruenzug.web.portal.publishing import publish_what_is_due
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(programme) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="de"))


@pytest.fixture
def town_editor(index):
    return UserFactory(
        roles=[Role.MUNICIPAL_EDITOR], last_name="Testperson 3", email="testperson3@example.org"
    )


@pytest.fixture
def approver(index):
    return UserFactory(roles=[Role.PROGRAMME_TEAM], last_name="Testperson 2", email="testperson2@example.org")


def form(title="Neuer Park", **fields):
    body = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return {"title": title, "slug": "neuer-park", "day": "2026-03-04", "lead": "Am Bach.", **body, **fields}


def submitted(client, index, author, **fields) -> NewsPage:
    """Return a page that `author` wrote and submitted, through the pages of the back office."""
    client.force_login(author)
    address = reverse("wagtailadmin_pages:add", args=["portal", "newspage", index.pk])
    response = client.post(address, form(**fields, **{"action-submit": "x"}))
    assert response.status_code == 302, response.context["form"].errors
    return NewsPage.objects.get(slug="neuer-park")


def decide(client, page, user, action, comment=""):
    client.force_login(user)
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, {"comment": comment} if comment else {})


def mails() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "subject"))


def test_an_editor_submits_and_somebody_else_lets_it_out(client, index, town_editor, approver):
    page = submitted(client, index, town_editor)
    assert client.get("/de/aktuelles/neuer-park/").status_code == 404
    assert mails() == [("testperson2@example.org", "Wartet auf Freigabe: Neuer Park")]
    decide(client, page, approver, "approve")
    assert "Am Bach." in client.get("/de/aktuelles/neuer-park/").content.decode()
    assert mails()[1:] == [("testperson3@example.org", "Freigegeben: Neuer Park")]


def test_who_may_not_publish_cannot(client, index, town_editor):
    client.force_login(town_editor)
    address = reverse("wagtailadmin_pages:add", args=["portal", "newspage", index.pk])
    assert 'name="action-publish"' not in client.get(address).content.decode()
    client.post(address, form(**{"action-publish": "x"}))
    assert not NewsPage.objects.get(slug="neuer-park").live
    page = ContentPage.objects.filter(locale=index.locale).first()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302


def test_a_page_given_back_says_why_to_its_author_and_to_nobody_else(client, index, town_editor, approver):
    page = submitted(client, index, town_editor)
    decide(client, page, approver, "reject", "Bitte den Ort nennen.")
    ((to, subject),) = mails()[1:]
    assert (to, subject) == ("testperson3@example.org", "Bitte noch ändern: Neuer Park")
    client.force_login(town_editor)
    desk = client.get("/admin/").content.decode()
    assert "Bitte den Ort nennen." in desk
    assert "Zurückgegeben" in desk
    client.force_login(approver)
    assert "Zurückgegeben" not in client.get("/admin/").content.decode()


def test_the_mail_carries_the_word_and_the_way_back(
    client, index, town_editor, approver, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = submitted(client, index, town_editor)
        decide(client, page, approver, "reject", "Bitte den Ort nennen.")
    asked, returned = mailoutbox
    edit = f"http://testserver{reverse('wagtailadmin_pages:edit', args=[page.pk])}"
    assert "Testperson 3 hat „Neuer Park“ (Nachricht) zur Freigabe eingereicht" in asked.body
    assert edit in asked.body
    assert "Bitte den Ort nennen." in returned.body
    assert edit in returned.body


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda page, user: page.get_latest_revision().publish(user=user), "Freigegeben: Neuer Park"),
        (lambda page, user: page.current_workflow_state.cancel(user=user), "Bitte noch ändern: Neuer Park"),
    ],
)
def test_an_author_hears_also_when_somebody_publishes_or_ends_it_otherwise(
    client, index, town_editor, approver, act, told
):
    page = submitted(client, index, town_editor)
    act(NewsPage.objects.get(pk=page.pk), approver)
    assert mails()[1:] == [("testperson3@example.org", told)]
    assert "Testperson 2" in OutgoingMail.objects.get(subject=told).text


def test_who_takes_back_their_own_is_not_written_to(client, index, town_editor):
    page = submitted(client, index, town_editor)
    NewsPage.objects.get(pk=page.pk).current_workflow_state.cancel(user=town_editor)
    assert len(mails()) == 0


def test_the_desk_shows_what_waits_to_those_who_may_approve(client, index, town_editor, approver):
    submitted(client, index, town_editor)
    client.force_login(approver)
    desk = client.get("/admin/").content.decode()
    assert "Seiten zur Freigabe" in desk
    assert "eingereicht von Testperson 3" in desk
    for other in (town_editor, UserFactory(roles=[Role.ANALYST])):
        client.force_login(other)
        assert "Seiten zur Freigabe" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("roles", [[Role.PROGRAMME_TEAM], []])
def test_nobody_approves_what_they_submitted_themselves(client, index, approver, roles):
    author = UserFactory(roles=roles, is_superuser=not roles)
    page = submitted(client, index, author)
    decide(client, page, author, "approve")
    assert not NewsPage.objects.get(pk=page.pk).live
    assert "Seiten zur Freigabe" not in client.get("/admin/").content.decode()
    decide(client, page, approver, "approve")
    assert NewsPage.objects.get(pk=page.pk).live


def test_other_roles_cannot_approve(client, index, town_editor):
    page = submitted(client, index, town_editor)
    for role in set(Role) - {Role.PROGRAMME_TEAM}:
        decide(client, page, UserFactory(roles=[role]), "approve")
    assert not NewsPage.objects.get(pk=page.pk).live


def test_an_approved_page_with_a_later_moment_waits_for_it(client, index, town_editor, approver):
    page = submitted(client, index, town_editor)
    soon = timezone.now() + dt.timedelta(hours=3)
    state = TaskState.objects.get()
    revision = state.revision
    revision.content["go_live_at"] = soon.isoformat()
    revision.save()
    decide(client, page, approver, "approve")
    assert client.get("/de/aktuelles/neuer-park/").status_code == 404
    text = OutgoingMail.objects.get(subject__startswith="Freigegeben").text
    assert "Die Seite erscheint am" in text
    revision.refresh_from_db()
    past = timezone.now() - dt.timedelta(minutes=1)
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    publish_what_is_due(timezone.now())
    assert client.get("/de/aktuelles/neuer-park/").status_code == 200


def test_the_workflow_is_set_up_once_and_left_as_an_administrator_wants_it(index):
    workflow = Workflow.objects.get(name=APPROVAL)
    assert WorkflowPage.objects.get(page__depth=1).workflow == workflow
    task = SecondPersonTask.objects.get()
    task.groups.add(Group.objects.get(name=Role.MODERATOR.group_name))
    call_command("load_programme", verbosity=0)
    assert task.groups.count() == 2
    workflow.deactivate()
    call_command("load_programme", verbosity=0)
    assert SecondPersonTask.objects.count() == 1
    assert not Workflow.objects.get(name=APPROVAL).active


def test_the_steps_of_a_page_are_told_in_german(client, index, town_editor, approver):
    page = submitted(client, index, town_editor)
    client.force_login(approver)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for word in ("Freigeben", "Zurückgeben", APPROVAL):
        assert word in editor
    assert 'name="action-publish"' not in editor
    decide(client, page, approver, "approve", "Schön.")
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Schön." in history
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
