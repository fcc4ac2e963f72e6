"""A newsletter one can sign up to, and readers of it."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from gruenzug.web.core import traps
from gruenzug.web.newsletter.models import MailingList, Wording
from gruenzug.web.newsletter.services import signing_up


@pytest.fixture
def letter(db) -> MailingList:
    """The newsletter, with words to agree to."""
    Wording.objects.create(
        version=1, text_de="Ich bin einverstanden.", text_en="I agree.", valid_from="2026-01-01"
    )
    return MailingList.objects.create(slug="gruen", title_de="Grüne Nachrichten", title_en="Green news")


@pytest.fixture
def in_no_hurry(monkeypatch):
    """Programs are quicker than people; here the person is a program."""
    monkeypatch.setattr(traps.TrapMixin, "_took_a_moment", lambda self, token: True)


@pytest.fixture
def subscriber(letter, django_capture_on_commit_callbacks):
    """Somebody who signed up and confirmed."""
    return reader(letter)


def reader(letter, email="leserin@example.org", **more):
    """Let `email` sign up to `letter` and confirm."""
    wish = signing_up.Wish(
        email=email, language=more.pop("language", "de"), lists=[letter], source="/de/newsletter/", **more
    )
    signing_up.ask(wish=wish, network=email)
    return signing_up.confirm(key=signing_up.SignUp.objects.get(email=email).key)


def links_of(message) -> list[str]:
    """Return the addresses on our site in the text of a mail, without its host."""
    return re.findall(r"http://testserver(/\S+)", message.body)


def sign_up(client, capture, address="leserin@example.org", **more):
    """Fill in the form as a person would; return the mail that came of it."""
    before = len(mail.outbox)
    with capture(execute=True):
        answer = client.post("/de/newsletter/", {"email": address, "agreed": "on", "begun": "x", **more})
    return answer, mail.outbox[before:]
