"""One queue for everything: reasons that reach the author, objections, numbers for everybody."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from gruenzug.web.core.roles import Role
from gruenzug.web.participation import queue
from gruenzug.web.participation.models import Contribution, Idea, ModerationEntry, Stage, Visibility
from gruenzug.web.participation.services import answering, moderating
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import HistoryEntry, Submission
from gruenzug.web.projects.services.submissions import submit
from tests.factories import (
    CommentFactory,
    HandlungszielFactory,
    IdeaFactory,
    MunicipalityFactory,
    ParticipantFactory,
    SubmissionFactory,
    UserFactory,
)
from tests.web.participation.conftest import begun

pytestmark = pytest.mark.django_db
QUEUE = "/admin/beteiligung/warteschlange/"


@pytest.fixture
def moderator(client):
    user = UserFactory(roles=[Role.MODERATOR])
    client.force_login(user)
    return user


def test_two_hundred_items_are_worked_off_from_one_page_and_each_author_hears_why(client, moderator, post):
    rows = [CommentFactory(visibility="held", text=f"Beitrag {number}") for number in range(100)]
    rows += [IdeaFactory(visibility="held") for _number in range(100)]
    page = client.get(QUEUE)
    assert page.content.decode().count('name="do-') == 200
    wishes = {}
    for number, row in enumerate(rows):
        kind = "contribution" if isinstance(row, Contribution) else "idea"
        name = f"participation.{kind}:{row.key}"
        wishes[f"do-{name}"] = "published" if number % 2 else "hide:advertising"
        wishes[f"text-{name}"] = f"Werbung Nummer {number}" if number % 2 == 0 else ""
    post(QUEUE, wishes)
    assert not queue.items()
    assert len(mail.outbox) == 200
    told = [one.body for one in mail.outbox if "ausgeblendet" in one.subject]
    assert len(told) == 100
    assert all(
        "wirbt für ein Produkt" in body and "Werbung Nummer" in body and "Einspruch" in body for body in told
    )
    assert ModerationEntry.objects.filter(by=moderator).count() == 200


def test_one_choice_for_all_that_are_ticked(client, moderator, post):
    ticked, left = IdeaFactory(visibility="held"), IdeaFactory(visibility="held")
    post(QUEUE, {"item": [f"participation.idea:{ticked.key}"], "bulk": "published"})
    assert set(Idea.objects.values_list("pk", "visibility")) == {(ticked.pk, "public"), (left.pk, "held")}


def test_a_page_of_two_hundred_costs_few_queries(client, moderator, django_assert_max_num_queries):
    IdeaFactory.create_batch(120, visibility="held")
    CommentFactory.create_batch(80, visibility="held")
    client.get(QUEUE)
    with django_assert_max_num_queries(40):
        client.get(QUEUE)


def test_nobody_is_hidden_without_a_reason(moderator):
    idea = IdeaFactory(visibility="held")
    outcome = moderating.carry_out(
        wishes=[moderating.Wish(f"participation.idea:{idea.key}", "hidden")], by=moderator
    )
    assert outcome.done == 0
    assert "Nennen Sie einen Grund" in outcome.problems[0]


def test_an_author_objects_once_and_gets_an_answer(client, post, confirm, moderator):
    person = ParticipantFactory(email="autorin@example.org")
    idea = IdeaFactory(author=person)
    moderating.hide(item=idea, reason="off-topic", text="Passt nicht.", by=moderator)
    client.logout()
    post(reverse("participation:link"), {"email": person.email, "begun": begun()})
    confirm()
    mine = reverse("participation:mine")
    assert "Passt nicht." in client.get(mine).content.decode()
    client.post(mine, {"item": idea.key, "object": "1", "text": "Doch, es geht um Bäume."})
    client.post(mine, {"item": idea.key, "object": "1", "text": "Noch einmal."})
    (item,) = queue.items(queue.OBJECTED)
    assert item.objection == "Doch, es geht um Bäume."
    client.force_login(moderator)
    name = f"participation.idea:{idea.key}"
    post(QUEUE + "?state=objected", {f"do-{name}": "upheld", f"text-{name}": "Es geht um Autos."})
    assert "Es geht um Autos." in mail.outbox[-1].body
    assert not queue.items(queue.OBJECTED)


def test_an_objection_that_holds_brings_the_item_back(moderator, django_capture_on_commit_callbacks):
    person = ParticipantFactory()
    comment = CommentFactory(author=person)
    moderating.hide(item=comment, reason="other", by=moderator)
    moderating.object_to(item=comment, text="Bitte lesen Sie genau.", by=person)
    with django_capture_on_commit_callbacks(execute=True):
        moderating.release(item=comment, by=moderator)
    comment.refresh_from_db()
    assert comment.is_public
    assert "wieder zu sehen" in mail.outbox[-1].subject


def test_a_hidden_comment_leaves_a_mark_with_its_reason(client, moderator):
    comment = CommentFactory(text="Kauft nur bei mir", idea=IdeaFactory())
    moderating.hide(item=comment, reason="advertising", by=moderator)
    page = client.get(comment.idea.get_absolute_url()).content.decode()
    assert "Kauft nur bei mir" not in page
    assert "Ausgeblendet: wirbt für ein Produkt" in page


def test_projects_handed_in_wait_in_the_same_queue(client, moderator, post):
    town = MunicipalityFactory()
    submission = SubmissionFactory()
    submit(submission=submission, content={**submission.content, "municipality": town.pk})
    name = f"projects.submission:{submission.key}"
    assert submission.content["title"] in client.get(QUEUE).content.decode()
    post(QUEUE, {f"do-{name}": "hide:off-topic", f"text-{name}": "Das ist eine Straße."})
    submission.refresh_from_db()
    assert submission.state == Submission.State.REJECTED
    assert "Das ist eine Straße." in mail.outbox[-1].body


def test_the_public_sees_how_often_and_why_but_not_who(client, moderator):
    moderating.hide(item=IdeaFactory(), reason="insult", by=moderator)
    moderating.release(item=IdeaFactory(visibility="held"), by=moderator)
    page = client.get("/de/beteiligung/moderation/").content.decode()
    assert "beleidigt oder bedroht" in page
    assert moderator.username not in page
    lines = client.get("/de/daten/moderation.csv").content.decode().splitlines()
    assert any("hidden,insult,1" in line for line in lines)


def test_only_moderators_see_the_queue(client):
    client.force_login(UserFactory(roles=[Role.FUNDING_CLERK]))
    assert client.get(QUEUE).status_code in (302, 403)
    client.logout()
    assert client.get(QUEUE).status_code == 302


def test_an_answer_reaches_those_who_asked_exactly_once(moderator, django_capture_on_commit_callbacks):
    idea = IdeaFactory(wants_answer=True)
    asked = CommentFactory(idea=idea, wants_answer=True)
    CommentFactory(idea=idea, wants_answer=True, author=asked.author)
    CommentFactory(idea=idea, wants_answer=False)
    for stage in (Stage.REVIEW, Stage.TAKEN_UP, Stage.DONE):
        with django_capture_on_commit_callbacks(execute=True):
            answering.answer_idea(
                idea=idea,
                stage=stage,
                answer="Wir pflanzen im Herbst.",
                answered_by="Grünflächenamt",
                by=moderator,
            )
    assert sorted(one.to[0] for one in mail.outbox) == sorted([idea.author.email, asked.author.email])


def test_a_decision_needs_words(client, moderator):
    idea = IdeaFactory()
    client.post(reverse("participation_answer", args=[idea.pk]), {"stage": "declined", "answer": ""})
    idea.refresh_from_db()
    assert idea.stage == Stage.OPEN


def test_an_idea_becomes_a_project_that_knows_where_it_comes_from(client):
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    point = '{"type":"Point","coordinates":[7.05,51.45]}'
    idea, goal = IdeaFactory(geometry=point, text="Wir brauchen Bäume."), HandlungszielFactory()
    idea.goals.set([goal])
    client.post(reverse("participation_project", args=[idea.pk]))
    client.post(reverse("participation_project", args=[idea.pk]))
    idea.refresh_from_db()
    project = idea.project
    assert project.origin_reference == f"idea:{idea.pk}"
    assert [row.kind for row in project.history.all()] == [HistoryEntry.Kind.FROM_IDEA]
    assert list(project.goals.all()) == [goal]
    assert list(project.municipalities.all()) == [idea.municipality]
    assert (project.geometry, project.is_public, idea.stage) == (idea.geometry, False, Stage.PROJECT)


def test_a_goal_and_a_town_show_what_was_said(client, release):
    town, goal = Municipality.objects.first(), HandlungszielFactory()
    idea = IdeaFactory(title="Teich am Bahnhof", municipality=town)
    idea.goals.set([goal])
    assert "Teich am Bahnhof" in client.get(goal.get_absolute_url()).content.decode()
    assert "Teich am Bahnhof" in client.get(f"/de/kommunen/{town.slug}/").content.decode()


def test_visibility_is_never_public_by_accident():
    assert Idea().visibility == Contribution().visibility == Visibility.UNCONFIRMED


def test_the_demonstration_has_something_to_try_and_a_public_site_has_not(settings):
    MunicipalityFactory.create_batch(7, geometry="", point_x=7.0, point_y=51.4)
    with pytest.raises(CommandError):
        call_command("demo_participation", verbosity=0)
    settings.DEMO = True
    for _round in range(2):
        call_command("demo_participation", verbosity=0)
    assert Idea.objects.public().count() == 5
    assert [item.title for item in queue.items()] == ["Ein Weg durch den Grünzug"]
    assert Contribution.objects.public().count() == 4
