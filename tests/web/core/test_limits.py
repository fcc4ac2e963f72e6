"""Limits that forget who it was, and traps for programs."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django import forms
from django.test import RequestFactory
from django.utils import timezone

from gruenzug.web.core import limits, privacy, traps
from gruenzug.web.core.limits import network_of, take
from gruenzug.web.core.models import Attempt

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.mark.django_db
def test_what_was_done_often_enough_is_refused_until_time_has_passed():
    with time_machine.travel(NOON, tick=False) as clock:
        assert [take("mail", "A@example.org", most=2, per=HOUR) for _ in range(3)] == [True, True, False]
        assert not take("mail", " a@EXAMPLE.org ", most=2, per=HOUR), "the same address, written differently"
        assert take("mail", "b@example.org", most=2, per=HOUR)
        assert take("other", "a@example.org", most=2, per=HOUR)
        clock.shift(HOUR)
        assert take("mail", "a@example.org", most=2, per=HOUR)


@pytest.mark.django_db
def test_nobody_can_be_recognised_and_after_a_day_nothing_is_left():
    with time_machine.travel(NOON, tick=False) as clock:
        take("mail", "a@example.org", most=9)
        first = Attempt.objects.get().digest
        assert "example" not in first
        clock.shift(dt.timedelta(days=1, minutes=1))
        take("mail", "a@example.org", most=9)
        assert Attempt.objects.exclude(digest=first).count() == 1
        privacy.processings()["core.limits"].delete(timezone.now())
        assert not Attempt.objects.filter(digest=first).exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("nonsense", "unknown")],
)
def test_of_an_address_only_the_neighbourhood_stays(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_behind_a_proxy_the_visitor_is_whom_the_proxy_names(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.77"}
    )
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert network_of(request) == "203.0.113.0/24", "what stands before was written by the visitor"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert network_of(request) == "127.0.0.0/24"


class _Form(traps.TrapMixin):
    word = forms.CharField()


def _sent(moment, **changes):
    with time_machine.travel(NOON, tick=False):
        begun = _Form()["begun"].initial
    with time_machine.travel(NOON + moment, tick=False):
        return _Form({"word": "Baum", "begun": begun, "homepage": "", **changes}).is_valid()


def test_a_person_gets_through_and_a_program_does_not():
    assert _sent(dt.timedelta(seconds=20))
    assert not _sent(dt.timedelta(seconds=1)), "too quick"
    assert not _sent(dt.timedelta(days=2)), "kept for later"
    assert not _sent(dt.timedelta(seconds=20), homepage="https://spam.example"), "filled in what nobody sees"
    assert not _sent(dt.timedelta(seconds=20), begun="1700000000"), "forged"
    assert limits.DAY.total_seconds() >= traps.LONGEST_S
