"""Surveys: answered without an account, shown as numbers, free texts kept back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gruenzug.web.core.roles import Role
from gruenzug.web.participation.models import Question, Response, Survey
from tests.factories import ParticipantFactory, UserFactory
from tests.web.participation.conftest import begun, solved

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    today = timezone.localdate()
    made = Survey.objects.create(
        title_de="Wie grün ist es bei Ihnen?",
        slug="wie-gruen",
        opens_on=today,
        closes_on=today + dt.timedelta(days=5),
        is_public=True,
    )
    kinds = (
        ("single", "Park\nWald"),
        ("multiple", "zu Fuß\nmit dem Rad\nmit dem Bus"),
        ("scale", ""),
        ("number", ""),
        ("text", ""),
    )
    for place, (kind, options) in enumerate(kinds):
        Question.objects.create(
            survey=made,
            order=place,
            kind=kind,
            text_de=f"Frage {kind}",
            options_de=options,
            is_required=place == 0,
        )
    return made


def answers(survey, **changes):
    keys = {row.kind: f"frage-{row.pk}" for row in survey.questions.all()}
    told = {
        "single": "0",
        "multiple": ["0", "2"],
        "scale": "4",
        "number": "2,5",
        "text": "Mehr Bänke.",
        **changes,
    }
    return {keys[kind]: value for kind, value in told.items()} | {"begun": begun(), "altcha": solved()}


def test_a_survey_needs_neither_account_nor_address(client, survey):
    assert client.post(survey.get_absolute_url(), answers(survey)).status_code == 302
    response = Response.objects.get()
    assert sorted(map(str, response.answers.values())) == ["0", "2.5", "4", "Mehr Bänke.", "['0', '2']"]
    assert response.participant is None


@pytest.mark.parametrize("change", [{"single": ""}, {"single": "7"}, {"number": "viel"}, {"scale": "6"}])
def test_what_was_not_asked_is_no_answer(client, survey, change):
    assert client.post(survey.get_absolute_url(), answers(survey, **change)).status_code == 422
    assert not Response.objects.exists()


def test_results_wait_for_the_last_day_and_show_no_free_text(client, survey):
    client.post(survey.get_absolute_url(), answers(survey))
    assert "Ergebnis" not in client.get(survey.get_absolute_url()).content.decode()
    assert "Park" not in client.get("/de/daten/survey-results.csv").content.decode()
    Survey.objects.update(
        opens_on=timezone.localdate() - dt.timedelta(days=9),
        closes_on=timezone.localdate() - dt.timedelta(days=1),
    )
    page = client.get(survey.get_absolute_url()).content.decode()
    assert "1 Mensch hat geantwortet" in page
    assert "Mehr Bänke" not in page
    lines = client.get("/de/daten/survey-results.csv?survey=wie-gruen").content.decode().splitlines()
    assert "wie-gruen,2,Frage multiple,multiple,mit dem Bus,1,1,1," in lines
    assert client.post(survey.get_absolute_url(), answers(survey)).status_code == 422


def test_a_known_person_counts_once(client, survey):
    person = ParticipantFactory()
    session = client.session
    session["participant"] = str(person.key)
    session.save()
    for choice in ("0", "1"):
        client.post(survey.get_absolute_url(), answers(survey, single=choice))
    response = Response.objects.get()
    assert response.participant == person
    assert "1" in response.answers.values()


def test_a_network_without_the_sum_may_answer_a_few_times(client, survey):
    codes = [
        client.post(survey.get_absolute_url(), {**answers(survey), "altcha": ""}).status_code
        for _round in range(7)
    ]
    assert codes == [302] * 5 + [422] * 2


def test_who_evaluates_gets_every_sheet(client, survey):
    client.post(survey.get_absolute_url(), answers(survey))
    address = reverse("participation_sheets", args=[survey.pk])
    client.force_login(UserFactory(roles=[Role.PROGRAMME_TEAM]))
    text = client.get(address).content.decode()
    assert "zu Fuß; mit dem Bus" in text
    assert "Mehr Bänke." in text
    client.force_login(UserFactory(roles=[Role.FUNDING_CLERK]))
    assert client.get(address).status_code in (302, 403)
