"""A newsletter one can sign up to, and readers of it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core import mail
from django.utils.translation import override

from gruenzug.web.core import traps
from gruenzug.web.newsletter.blocks import LetterBlock
from gruenzug.web.newsletter.models import Issue, MailingList, Wording
from gruenzug.web.newsletter.services import signing_up


@pytest.fixture(autouse=True)
def in_german():
    """What a test before this one asked for in English is over."""
    with override("de"):
        yield


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


BODY = [
    ("heading", "Im Revier"),
    (
        "paragraph",
        '<p>Ein <b>Satz</b> mit <a href="/de/newsletter/">Verweis</a> &amp; Zeichen.</p><ul><li>eins</li><li>zwei</li></ul>',
    ),
    (
        "items",
        {
            "title": "Projekte",
            "items": [
                {"title": "Ein <Park>", "meta": "Bochum", "text": "Grün.", "url": "/de/newsletter/archiv/"}
            ],
        },
    ),
    ("number", {"value": "83 %", "label": "wohnen nah am Grün", "note": "Modelldaten", "url": ""}),
    ("quote", {"text": "Gut so.", "who": "Umweltamt"}),
    ("button", {"label": "Mitmachen", "url": "/de/newsletter/"}),
]


def body_of(rows=None):
    """Return a body as an editor would write it."""
    block = LetterBlock()
    return block.to_python([{"type": kind, "value": value} for kind, value in (rows or BODY)])


@pytest.fixture
def operator(settings):
    """An operator whose imprint is complete."""
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT,
        operator_name="Musterverband",
        operator_address="Musterweg 1|45000 Musterstadt",
        operator_mail="post@example.org",
    )


@pytest.fixture
def issue(letter) -> Issue:
    """An issue, written in German and English."""
    return Issue.objects.create(
        list=letter,
        slug="2026-12",
        subject_de="Grün im Dezember",
        preheader_de="Was war, was kommt",
        body_de=body_of(),
        subject_en="Green in December",
        body_en=body_of([("heading", "In the Ruhr")]),
    )
