"""Versions: how one comes about, into force, and what that does to the goals."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import ModelLogEntry

from gruenzug.web.charter.models import Handlungsziel, Section, Version
from gruenzug.web.charter.services.versions import draft_version, open_for_consultation, put_into_force
from gruenzug.web.core import audit
from tests.factories import HandlungszielFactory, SectionFactory, VersionFactory

SEPTEMBER = dt.date(2022, 9, 23)


@pytest.fixture
def first(db):
    """A version in force with a preamble and two goals."""
    version = VersionFactory(
        document="strategie", number=1, title="Strategie", state=Version.State.IN_FORCE, decided_on=SEPTEMBER
    )
    SectionFactory(version=version, key="praeambel", kind=Section.Kind.PREAMBLE, text_de="Wie leben wir?")
    for number in (1, 2):
        goal = HandlungszielFactory(number=number, title_de=f"Altes Ziel {number}")
        SectionFactory(
            version=version,
            key=goal.code,
            kind=Section.Kind.HANDLUNGSZIEL,
            handlungsziel=goal,
            title_de=goal.title_de,
        )
    return version


def test_a_draft_begins_with_the_text_of_the_newest_version(first, team):
    draft = draft_version(document="strategie", title="Strategie 2030", by=team)
    assert (draft.number, draft.state) == (2, "draft")
    assert list(draft.sections.values_list("key", "text_de")) == list(
        first.sections.values_list("key", "text_de")
    )
    assert draft_version(document="charta", title="Charta", by=team).number == 1


def test_a_decision_supersedes_the_former_version_and_the_goals_take_the_new_words(first, team):
    draft = draft_version(document="strategie", title="Strategie 2030", by=team)
    Section.objects.filter(version=draft, key="hz-01").update(title_de="Neues Ziel 1")
    Section.objects.filter(version=draft, key="hz-02").delete()
    put_into_force(version=draft, decided_on=dt.date(2026, 3, 1), decided_by=None, vote="einstimmig", by=team)
    first.refresh_from_db()
    assert (first.state, draft.state, draft.vote) == ("superseded", "in-force", "einstimmig")
    assert Handlungsziel.objects.get(code="hz-01").title_de == "Neues Ziel 1"
    assert list(Handlungsziel.objects.current().values_list("code", flat=True)) == ["hz-01"]
    told = audit.sentence(ModelLogEntry.objects.latest("pk"))
    assert told == "hat die Fassung „Strategie 2030“ mit dem Beschluss vom 1. März 2026 in Kraft gesetzt"


def test_a_goal_that_comes_back_is_current_again(first, team):
    second = draft_version(document="strategie", title="Zwei", by=team)
    Section.objects.filter(version=second, key="hz-02").delete()
    put_into_force(version=second, decided_on=dt.date(2025, 1, 1), decided_by=None, by=team)
    third = draft_version(document="strategie", title="Drei", by=team)
    goal = Handlungsziel.objects.get(code="hz-02")
    SectionFactory(version=third, key="hz-02", kind="handlungsziel", handlungsziel=goal, title_de="Zurück")
    put_into_force(version=third, decided_on=dt.date(2026, 1, 1), decided_by=None, by=team)
    goal.refresh_from_db()
    assert (goal.is_current, goal.title_de) == (True, "Zurück")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"decided_on": dt.date(2020, 1, 1)}, "liegt vor dem der geltenden Fassung (23. September 2022)"),
        ({"decided_on": dt.date(2026, 1, 1), "empty": True}, "hat noch keinen Text"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_in_one_sentence(first, team, facts, sentence):
    draft = draft_version(document="strategie", title="Zwei", by=team)
    if facts.pop("empty", False):
        draft.sections.all().delete()
        Section.objects.filter(version=draft).delete()
    with pytest.raises(ValidationError) as refusal:
        put_into_force(version=draft, decided_by=None, by=team, **facts)
    assert sentence in refusal.value.messages[0]
    first.refresh_from_db()
    assert first.state == "in-force"


def test_only_a_draft_with_text_goes_into_consultation(first, team):
    with pytest.raises(ValidationError, match="Nur ein Entwurf"):
        open_for_consultation(version=first, by=team)
    draft = draft_version(document="strategie", title="Zwei", by=team)
    open_for_consultation(version=draft, by=team)
    assert Version.objects.public().filter(pk=draft.pk).exists()
    assert draft.is_editable


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_the_same_time_decide_once(first, team):
    draft = draft_version(document="strategie", title="Zwei", by=team)
    start, outcomes = threading.Barrier(2), []

    def decide():
        mine = Version.objects.get(pk=draft.pk)
        start.wait()
        try:
            put_into_force(version=mine, decided_on=dt.date(2026, 1, 1), decided_by=None, by=team)
            outcomes.append("done")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert Version.objects.filter(document="strategie", state="in-force").count() == 1
