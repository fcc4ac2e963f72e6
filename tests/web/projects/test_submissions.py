"""Anybody hands a project in: form, personal link, moderation, answer; no account, and no door for forgers."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from gruenzug.web.core.models import OutgoingMail
from gruenzug.web.core.traps import QUICKEST_S
from gruenzug.web.projects.models import Project, Submission
from gruenzug.web.projects.services.submissions import delete_old_submissions, link_for, submit
from tests.factories import ProjectFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Taschenpark am Bahnhof",
    "summary_de": "Eine Verkehrsinsel wird zum kleinen Park.",
    "state": "planned",
    "measures": ["park", "trees"],
    "body_name": "Nachbarschaftsverein",
    "begins": "2027",
    "email": "verein@example.org",
}


def fill_in(client, place, **fields):
    """Fill the form in as a person would: open it, take a moment, send it."""
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        begun = client.get("/de/projekte/melden/").context["form"]["begun"].value()
    with time_machine.travel(moment + dt.timedelta(seconds=QUICKEST_S + 1), tick=False):
        form = {**FORM, "municipality": place.pk, "begun": begun, **fields}
        return client.post("/de/projekte/melden/", form)


def link() -> str:
    """Return the address in the latest mail, without its host."""
    text = OutgoingMail.objects.order_by("-pk").first().text
    return re.search(r"https?://[^/]+(/\S+)", text)[1]


def subjects() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


def test_a_project_goes_from_the_form_over_the_link_and_the_moderator_to_the_public(client, place, moderator):
    assert fill_in(client, place).status_code == 200
    assert not Project.objects.exists(), "before the address is confirmed there is no project"
    address = link()
    page = client.get(address)
    assert "Taschenpark am Bahnhof" in page.content.decode()
    assert not Project.objects.exists(), "opening a page changes nothing"
    content = {name: value for name, value in FORM.items() if name != "email"}
    client.post(address, {**content, "municipality": place.pk, "title": "Taschenpark am Bahnhofsplatz"})
    project = Project.objects.get()
    assert (project.title_de, project.visibility) == ("Taschenpark am Bahnhofsplatz", "submitted")
    assert client.get(project.get_absolute_url()).status_code == 404
    waiting = moderator.get("/admin/projekte/gemeldet/").content.decode()
    assert "Taschenpark am Bahnhofsplatz" in waiting
    moderator.post(f"/admin/projekte/{project.pk}/veroeffentlichen/")
    assert "Taschenpark am Bahnhofsplatz" in client.get("/de/projekte/").content.decode()
    assert "Das Projekt steht im Register." in client.get(address).content.decode()
    assert subjects() == [
        "Ihr persönlicher Link: Projekt melden",
        "Ihr Projekt ist bei uns angekommen",
        "Ihr Projekt ist veröffentlicht",
    ]
    assert "verein@example.org" not in client.get(project.get_absolute_url()).content.decode()


def test_a_browser_may_hand_in_for_it_names_its_own_origin(place):
    submission = SubmissionFactory()
    client = Client(enforce_csrf_checks=True)
    address = "/" + link_for(submission).split("/", 3)[3]
    page = client.get(address)
    assert page["Referrer-Policy"] == "same-origin", "no-referrer makes browsers send “Origin: null”"
    assert 'name="referrer" content="same-origin"' in page.content.decode()
    form = {
        **submission.content,
        "municipality": place.pk,
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
    }
    assert client.post(address, form, headers={"origin": "http://testserver"}).status_code == 302


def test_a_draft_is_kept_and_gone_on_with(client, place):
    fill_in(client, place, later="1", summary_de="")
    address = link()
    client.post(address, {"title": "Taschenpark", "measures": ["park"], "state": "idea", "later": "1"})
    assert Submission.objects.get().content["title"] == "Taschenpark"
    assert 'value="Taschenpark"' in client.get(address).content.decode()


@pytest.mark.parametrize("change", ["forged", "of another", "old"])
def test_a_link_that_is_not_ours_finds_nothing(client, change):
    submission = SubmissionFactory(content={"title": "Geheimer Park"})
    address = "/" + link_for(submission).split("/", 3)[3]
    moment = timezone.now()
    if change == "forged":
        address = f"{address[:-3]}xx/"
    elif change == "of another":
        other = "/" + link_for(SubmissionFactory()).split("/", 3)[3]
        address = f"{other.rsplit('/', 2)[0]}/{address.split('/')[-2].split(':')[0]}:{other.split(':', 1)[1]}"
    else:
        moment += dt.timedelta(days=31)
    with time_machine.travel(moment):
        response = client.get(address)
    assert response.status_code == 404
    assert "Geheimer Park" not in response.content.decode()
    assert "Dieser Link gilt nicht mehr." in response.content.decode()


def test_programs_that_fill_in_forms_are_stopped(client, place):
    assert fill_in(client, place, homepage="https://spam.example").status_code == 422
    begun = client.get("/de/projekte/melden/").context["form"]["begun"].value()
    too_quick = client.post("/de/projekte/melden/", {**FORM, "municipality": place.pk, "begun": begun})
    assert too_quick.status_code == 422
    assert not Submission.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_what_is_wrong_is_said_at_its_field(client, place):
    page = fill_in(client, place, title="", email="niemand", latitude="51,5", longitude="51,5")
    errors = page.context["form"].errors
    assert set(errors) >= {"title", "email", "longitude"} or set(errors) >= {"title", "email", "latitude"}
    assert page.status_code == 422


def test_who_asks_for_a_new_link_learns_nothing_of_others(client):
    SubmissionFactory(email="verein@example.org")
    answers = []
    for address in ("verein@example.org", "niemand@example.org"):
        with time_machine.travel(timezone.now(), tick=False) as now:
            begun = client.get("/de/projekte/melden/link/").context["form"]["begun"].value()
            now.shift(dt.timedelta(seconds=QUICKEST_S + 1))
            answers.append(client.post("/de/projekte/melden/link/", {"email": address, "begun": begun}))
    assert answers[0].content == answers[1].content
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["verein@example.org"]


def test_a_rejected_project_is_answered_with_the_reason(moderator, place, client):
    submission = SubmissionFactory()
    project = submit(submission=submission, content=submission.content)
    moderator.post(f"/admin/projekte/{project.pk}/ablehnen/", {"reason": ""})
    submission.refresh_from_db()
    assert submission.state == "submitted", "a reason is needed"
    moderator.post(f"/admin/projekte/{project.pk}/ablehnen/", {"reason": "Liegt nicht in der Region."})
    assert "Liegt nicht in der Region." in OutgoingMail.objects.order_by("-pk").first().text
    assert client.get(project.get_absolute_url()).status_code == 404


def test_who_handed_in_may_take_it_back_and_everything_is_gone(client):
    submission = SubmissionFactory()
    address = "/" + link_for(submission).split("/", 3)[3]
    submit(submission=submission, content=submission.content)
    client.post(address, {"withdraw": "1"})
    assert not Submission.objects.exists()
    assert not Project.objects.exists()


def test_addresses_go_after_their_time_and_projects_stay():
    now = timezone.now()
    draft = SubmissionFactory()
    answered = SubmissionFactory(
        state="published", closed_at=now - dt.timedelta(days=91), project=ProjectFactory()
    )
    kept = SubmissionFactory(
        state="published", closed_at=now - dt.timedelta(days=89), project=ProjectFactory()
    )
    Submission.objects.filter(pk=draft.pk).update(saved_at=now - dt.timedelta(days=31))
    delete_old_submissions(now)
    assert list(Submission.objects.all()) == [kept]
    assert Project.objects.filter(pk=answered.project_id).exists()
