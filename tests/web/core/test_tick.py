"""Due work is done once, and a failing job keeps no other from running."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from gruenzug.web.core import tick
from gruenzug.web.core.models import TickRun

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def calls(monkeypatch):
    """Two jobs of our own instead of the site's; the second fails while `failing` says so."""
    monkeypatch.setattr(tick, "_JOBS", {})
    seen = {"first": 0, "second": 0, "failing": False}

    @tick.job("test.second", every=dt.timedelta(hours=1))
    def second(now):
        seen["second"] += 1
        if seen["failing"]:
            raise OSError("no server")

    @tick.job("test.first", every=dt.timedelta(hours=1))
    def first(now):
        seen["first"] += 1
        return "done"

    return seen


def test_a_job_waits_until_it_is_due_again(calls):
    for minutes in (0, 30, 61):
        list(tick.run_due(NOW + dt.timedelta(minutes=minutes)))
    assert calls["first"] == 2


def test_a_failing_job_is_tried_by_the_next_tick_and_stops_no_other(calls):
    calls["failing"] = True
    results = {job.name: well for job, _report, well in tick.run_due(NOW)}
    assert results == {"test.second": False, "test.first": True}
    assert TickRun.objects.get(name="test.second").report == "OSError: no server"
    calls["failing"] = False
    assert [job.name for job, _report, _well in tick.run_due(NOW + dt.timedelta(minutes=1))] == [
        "test.second"
    ]


def test_once_is_once_but_is_forgotten_with_its_transaction():
    with transaction.atomic():
        assert tick.once("a")
        transaction.set_rollback(True)
    assert tick.once("a")
    assert not tick.once("a")


def test_the_command_runs_every_real_job_twice_without_complaint(db):
    call_command("tick", "--all")
    call_command("tick", "--all")
    assert TickRun.objects.filter(went_well=True, finished_at__lte=timezone.now()).count() == len(tick.jobs())
