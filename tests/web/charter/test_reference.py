"""What ships with the software: sourced, honest about gaps, and never over a person's edit."""

from __future__ import annotations

import pytest

from gruenzug.web.charter import reference
from gruenzug.web.charter.models import (
    Commitment,
    CommitmentRequest,
    Handlungsziel,
    Leitthema,
    Section,
    SigningEvent,
    Station,
    Version,
)
from gruenzug.web.charter.services.versions import take_wording
from gruenzug.web.core.reference import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def load() -> str:
    report = Report()
    reference.load(report)
    return str(report)


def test_the_five_leitthemen_have_the_keys_of_the_indicators():
    keys = ["lebenswert", "klimaangepasst", "artenreich", "klimagerecht", "zirkulaer"]
    assert list(Leitthema.objects.values_list("key", flat=True)) == keys


def test_all_27_goals_are_there_and_none_passes_for_official():
    goals = Handlungsziel.objects.current()
    assert [goal.number for goal in goals] == list(range(1, 28))
    assert not goals.filter(status="confirmed").exists()
    assert not goals.filter(source_url="").exists()
    placeholders = goals.filter(status="placeholder")
    assert {goal.leitthema for goal in placeholders} == {None}
    assert all("liegt noch nicht vor" in goal.title_de for goal in placeholders)
    assert not goals.filter(status="partial", assignment="confirmed").exists()


def test_everything_called_confirmed_names_its_source():
    for model in (Leitthema, Version, Section, Commitment, SigningEvent):
        assert not model.objects.filter(status="confirmed", source_url="").exists(), model


def test_both_documents_were_decided_by_the_regional_association():
    for document, day in (("charta", "2022-09-23"), ("strategie", "2024-03-15")):
        version = Version.objects.in_force(document)
        assert version.decided_on.isoformat() == day
        assert version.decided_by.slug == "regionalverband-ruhr"
        assert version.wording == Version.Wording.SUMMARY


def test_herne_decided_in_six_stations_and_the_others_say_what_is_not_known():
    herne = Commitment.objects.get(body__slug="herne")
    stations = Station.objects.filter(commitment=herne)
    assert (herne.state, herne.paper_reference, stations.count()) == ("decided", "2023/0419", 6)
    assert {station.result for station in stations} == {"agreed"}
    for slug in ("essen", "kamen"):
        row = Commitment.objects.get(body__slug=slug)
        council = Station.objects.get(commitment=row, role="decision")
        assert (row.state, council.result) == ("in-consultation", "unknown")
    gelsenkirchen = Commitment.objects.get(body__slug="gelsenkirchen")
    assert (gelsenkirchen.state, gelsenkirchen.status) == ("draft", "partial")
    assert SigningEvent.objects.get().outcome == "unknown"


def test_the_template_for_councils_has_every_block():
    request = CommitmentRequest.objects.get()
    blocks = (request.resolution, request.reasoning, request.financial_effects, request.sequence)
    assert all(blocks)
    assert request.is_public
    assert request.state == "draft"


def test_loading_again_changes_nothing_and_keeps_what_a_person_edited():
    strategy = Version.objects.in_force("strategie")
    Section.objects.filter(version=strategy, key="hz-20").update(title_de="Endlich der amtliche Titel")
    take_wording(version=strategy)
    essen = Commitment.objects.get(body__slug="essen")
    Station.objects.filter(commitment=essen, role="decision").update(result="agreed")
    SigningEvent.objects.all().delete()
    told = load()
    assert "0 created, 0 updated" in told
    assert "4 kept" in told
    assert Handlungsziel.objects.get(code="hz-20").title_de == "Endlich der amtliche Titel"
    assert Station.objects.get(commitment=essen, role="decision").result == "agreed"
    assert not SigningEvent.objects.exists()
