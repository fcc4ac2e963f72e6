"""The sum a browser does: solved once it opens the way, forged or used again it does not."""

from __future__ import annotations

import base64
import json

import pytest

from gruenzug.web.participation import checking
from gruenzug.web.participation.models import Held, Idea
from tests.factories import IdeaFactory, MunicipalityFactory, ParticipantFactory
from tests.web.participation.conftest import idea_form, solved

pytestmark = pytest.mark.django_db


def test_a_solution_counts_once():
    payload = solved()
    assert checking.is_solved(payload)
    assert not checking.is_solved(payload)


@pytest.mark.parametrize(
    "junk", ["", "x", "x" * 5000, base64.b64encode(b"[]").decode(), "eyJjaGFsbGVuZ2UiOnt9fQ=="]
)
def test_junk_is_no_solution(junk):
    assert not checking.is_solved(junk)


def test_a_sum_of_somebody_else_is_no_solution(settings):
    payload = solved()
    settings.SECRET_KEY = "another"
    assert not checking.is_solved(payload)


def test_a_guess_is_no_solution():
    told = json.loads(base64.b64decode(solved()))
    told["solution"]["counter"] += 1
    told["solution"]["derivedKey"] = "00" * 32
    assert not checking.is_solved(base64.b64encode(json.dumps(told).encode()).decode())


def test_without_the_sum_a_contribution_waits(post, confirm):
    IdeaFactory(author=ParticipantFactory(email="nachbarin7@example.org"), title="Ganz was anderes")
    post("/de/beteiligung/ideen/neu/", idea_form(MunicipalityFactory(), altcha=""))
    confirm()
    assert Idea.objects.latest("pk").held_for == [Held.UNCHECKED]
