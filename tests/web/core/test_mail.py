"""Mail through a real server: after the commit, again after a refusal, never twice."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gruenzug.web.core import mail, privacy
from gruenzug.web.core.models import OutgoingMail
from tests.web.support.servers import mail_server


@pytest.fixture
def server(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "programm@example.org"
        yield server


def letter(to="amt@example.org", **more):
    return mail.queue(to=to, subject="Ein\nBetreff", text="Guten Tag,\n\nhttps://example.org/ & mehr", **more)


@pytest.mark.django_db(transaction=True)
def test_a_mail_leaves_after_the_commit_with_text_and_html(server):
    with transaction.atomic():
        letter(headers={"X-Probe": "ja"})
        assert server.mails == []
    (mail_,) = server.mails
    assert mail_["Subject"] == "Ein Betreff"
    assert mail_["X-Probe"] == "ja"
    assert mail_["Auto-Submitted"] == "auto-generated"
    assert "https://example.org/ & mehr" in mail_.get_body(("plain",)).get_content()
    html = mail_.get_body(("html",)).get_content()
    assert '<a href="https://example.org/"' in html
    assert "&amp; mehr" in html


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_sends_nothing(server):
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert server.mails == []
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refused_mail_is_tried_again_later_and_then_forgets_its_text(server):
    server.refusing = True
    letter()
    (waiting,) = OutgoingMail.objects.all()
    assert waiting.attempts == 1
    assert "451" in waiting.last_error
    server.refusing = False
    assert mail.deliver_waiting(timezone.now()) == ""
    assert mail.deliver_waiting(timezone.now() + dt.timedelta(minutes=2)) == "1 sent"
    assert len(server.mails) == 1
    waiting.refresh_from_db()
    assert (waiting.text, waiting.html) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_away_for_days_is_given_up_in_the_end(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter()
    now = timezone.now()
    for hours in range(0, 24 * 6, 6):
        mail.deliver_waiting(now + dt.timedelta(hours=hours))
    (mail_,) = OutgoingMail.objects.all()
    assert mail_.given_up_at
    assert mail_.attempts == len(mail.PAUSES_MINUTES) + 1


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_send_a_mail_once(server):
    server.refusing = True
    for number in range(6):
        letter(f"amt{number}@example.org")
    server.refusing = False
    later = timezone.now() + dt.timedelta(hours=1)

    def work():
        try:
            mail.deliver_waiting(later)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail_["To"] for mail_ in server.mails) == [
        f"amt{number}@example.org" for number in range(6)
    ]


@pytest.mark.django_db
def test_mails_are_deleted_after_their_time():
    (old,) = letter()
    OutgoingMail.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))
    letter()
    assert privacy.delete_what_is_due() == "core.mail 1"
    assert OutgoingMail.objects.count() == 1
