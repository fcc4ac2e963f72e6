"""Promises: published, overdue, kept or dropped; reports in rounds; and the numbers beside the words."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from gruenzug.web.charter.models import Handlungsziel, Pledge, Report
from gruenzug.web.charter.selectors.pledges import OVERDUE, open_reports, pledges_of, state_counts
from gruenzug.web.charter.services.pledges import close_round, move_pledge, retract_report, submit_report
from gruenzug.web.directory.models import Organisation
from gruenzug.web.places.models import Municipality
from tests.factories import HandlungszielFactory, PledgeFactory, ReportingRoundFactory

pytestmark = pytest.mark.django_db
S = Pledge.State


def running(**fields):
    return PledgeFactory(state=S.RUNNING, published_on=dt.date(2025, 1, 1), **fields)


def test_a_promise_is_public_once_published_and_never_vanishes_again(team):
    pledge = PledgeFactory()
    assert not Pledge.objects.public().exists()
    move_pledge(pledge=pledge, to=S.RUNNING, by=team)
    with pytest.raises(ValidationError, match="kann nicht"):
        move_pledge(pledge=pledge, to=S.DRAFT, by=team)
    assert Pledge.objects.public().get().published_on == timezone.localdate()


def test_who_drops_a_promise_says_why(team):
    pledge = running()
    with pytest.raises(ValidationError, match="warum"):
        move_pledge(pledge=pledge, to=S.DROPPED, by=team, note="  ")
    move_pledge(pledge=pledge, to=S.DROPPED, by=team, note="Die Fläche wurde verkauft.")
    pledge.refresh_from_db()
    assert (pledge.state, pledge.closed_on) == (S.DROPPED, timezone.localdate())


@time_machine.travel(dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC))
def test_a_promise_is_overdue_the_day_after_its_day_while_it_runs():
    today = running(due_on=dt.date(2026, 6, 30))
    yesterday = running(due_on=dt.date(2026, 6, 29))
    kept = PledgeFactory(state=S.KEPT, due_on=dt.date(2020, 1, 1))
    assert [row.is_overdue for row in (today, yesterday, kept)] == [False, True, False]
    assert state_counts()[OVERDUE] == 1


@time_machine.travel(dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
def test_a_report_is_public_at_once_and_a_second_one_replaces_it(team):
    pledge, in_round = running(), ReportingRoundFactory()
    assert list(open_reports(in_round)) == [pledge]
    submit_report(pledge=pledge, in_round=in_round, progress="delayed", words="Erst die Leitung.", by=team)
    submit_report(pledge=pledge, in_round=in_round, progress="on-track", words="Läuft.", percent=40, by=team)
    report = Report.objects.get()
    assert (report.progress, report.percent, report.is_public) == ("on-track", 40, True)
    assert not open_reports(in_round).exists()
    retract_report(report=report, by=team)
    assert list(open_reports(in_round)) == [pledge]


@time_machine.travel(dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
@pytest.mark.parametrize(
    ("pledge", "reporting_round", "facts", "sentence"),
    [
        ({}, {"opens_on": dt.date(2026, 2, 2)}, {}, "beginnt am 2. Februar 2026"),
        ({}, {"is_closed": True}, {}, "ist abgeschlossen"),
        ({"state": S.DRAFT}, {}, {}, "Veröffentlichen Sie die Zusage"),
        ({}, {}, {"percent": 140}, "100"),
        ({}, {}, {"words": ""}, "leer"),
    ],
)
def test_a_report_that_cannot_be_is_refused(team, pledge, reporting_round, facts, sentence):
    facts = {"progress": "on-track", "words": "Läuft.", **facts}
    with pytest.raises(ValidationError) as refusal:
        submit_report(
            pledge=PledgeFactory(**{"state": S.RUNNING, **pledge}),
            in_round=ReportingRoundFactory(**reporting_round),
            by=team,
            **facts,
        )
    assert sentence in " ".join(refusal.value.messages)
    assert not Report.objects.exists()


def test_a_closed_round_stays_readable(team, client):
    pledge, in_round = running(), ReportingRoundFactory(opens_on=dt.date(2025, 1, 1), title="Runde 2025")
    submit_report(pledge=pledge, in_round=in_round, progress="done", words="Fertig geworden.", by=team)
    close_round(reporting_round=in_round, by=team)
    page = client.get(pledge.get_absolute_url()).content.decode()
    assert "Runde 2025" in page
    assert "Fertig geworden." in page


@pytest.fixture
def bochum(release):
    return Organisation.objects.create(
        kind="municipality",
        name="Stadt Bochum",
        slug="bochum",
        municipality=Municipality.objects.get(ags="05911000"),
    )


def test_a_body_s_words_stand_beside_the_numbers_of_the_analysis(client, bochum, release):
    value = release.figures.get(
        indicator="acc-ioer-near", part="", level="municipality", place="05911000"
    ).value
    pledge = running(body=bochum, indicator="acc-ioer-near", target_value=90, target_year=2035)
    page = client.get(pledge.get_absolute_url()).content.decode()
    shown = f"{value:.1f}".replace(".", ",")
    assert f"{release.created_at.year}: {shown}" in page.replace("\u00a0", " ")
    assert "2035: 90,0" in page.replace("\u00a0", " ")
    assert "target-path" in page
    assert "nicht von der Körperschaft" in page


def test_a_promise_without_indicator_says_so(client):
    page = client.get(running().get_absolute_url()).content.decode()
    assert "wird an keinem Indikator gemessen" in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"indicator": "gibt-es-nicht"}, "indicator"),
        ({"indicator": "acc-who", "part": "7ha"}, "part"),
        ({"target_value": 3.0, "target_year": 2030}, "indicator"),
        ({"indicator": "acc-who", "target_value": 3.0}, "__all__"),
    ],
)
def test_a_measure_that_does_not_exist_is_refused(fields, field):
    with pytest.raises(ValidationError) as refusal:
        PledgeFactory.build(body=None, **fields).full_clean(exclude=["body"])
    assert field in refusal.value.message_dict


def test_a_goal_shows_its_promises_and_the_dossier_can_ask_for_a_town_s(client, bochum):
    goal = HandlungszielFactory()
    pledge = running(body=bochum, title="500 Bäume bis 2030")
    pledge.goals.add(goal)
    PledgeFactory(body=bochum, title="Noch ein Entwurf").goals.add(goal)
    page = client.get(goal.get_absolute_url()).content.decode()
    assert "500 Bäume bis 2030" in page
    assert "Noch ein Entwurf" not in page
    assert list(pledges_of(bochum.municipality)) == [pledge]


def test_a_goal_s_own_indicator_is_drawn_with_the_way_to_its_target(client, release):
    goal = HandlungszielFactory()
    page = client.get(goal.get_absolute_url()).content.decode()
    assert "noch nicht festgelegt" in page, "without one, those of the Leitthema"
    Handlungsziel.objects.get(pk=goal.pk).facets.model.objects.create(
        goal=goal, kind="quantitative", indicator="acc-who", part="1ha", target_value=80, target_year=2035,
        base_value=60, base_year=2020,
    )  # fmt: skip
    page = client.get(goal.get_absolute_url()).content.decode()
    assert "noch nicht festgelegt" not in page
    assert page.count("target-path") == 1
    assert "2020: 60,0" in page.replace("\u00a0", " ")
