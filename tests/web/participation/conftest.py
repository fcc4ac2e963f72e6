"""People who take part, and the ways in which they send something."""

from __future__ import annotations

import re
import time

import altcha
import pytest
from django.core import mail, signing

from gruenzug.web.core.traps import SALT
from gruenzug.web.participation import checking

LINK = re.compile(r"http://testserver(/\S+)")


def begun(seconds: int = 60) -> str:
    """What the time trap of a form holds that was opened `seconds` ago."""
    return signing.dumps(int(time.time()) - seconds, salt=SALT)


@pytest.fixture(autouse=True)
def easy_sums(monkeypatch):
    """Sums that even a test does in no time."""
    monkeypatch.setattr(checking, "FEWEST", 1)
    monkeypatch.setattr(checking, "MOST", 3)


def solved() -> str:
    """What a browser sends that did the sum."""
    challenge = altcha.Challenge.from_dict(checking.new_challenge())
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def link_in_mail() -> str:
    """Return the path of the link in the newest mail."""
    return LINK.search(mail.outbox[-1].body)[1]


def idea_form(town, **changes):
    """What a browser sends for a plain idea."""
    return {
        "title": "Bäume für den Marktplatz",
        "text": "Im Sommer ist es dort zu heiß.",
        "category": "tree",
        "municipality": town.pk if town else "",
        "place": "Marktplatz",
        "name": "Nachbarin 7",
        "email": "nachbarin7@example.org",
        "wants_answer": "on",
        "begun": begun(),
        "altcha": solved(),
        **changes,
    }


@pytest.fixture
def confirm(client, django_capture_on_commit_callbacks):
    """Open the link in the newest mail and press the button, as the owner of the mailbox."""

    def press(**changes):
        address = link_in_mail()
        page = client.get(address)
        keys = re.findall(r'name="item" value="([^"]+)"', page.content.decode())
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, {"item": keys, **changes}, follow=True)

    return press


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    """Post and let the mails go out."""

    def send(address, data=None, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data or {}, **more)

    return send
