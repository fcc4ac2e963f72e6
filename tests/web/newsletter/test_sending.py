"""Sending loses nobody and reaches nobody twice, whatever servers and kill -9 do.

What "exactly once" means here: a copy whose Message-ID the server took is in
its log once. Where a connection breaks, or the worker dies, between the last
byte and the server's answer, nobody can know; such a copy ends as "unclear",
is never repeated by itself, and is in the log once or not at all.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from gruenzug.web.newsletter.models import FINAL, Delivery, Issue, Subscriber, Subscription
from gruenzug.web.newsletter.post import dialogue, leases
from gruenzug.web.newsletter.post.messages import message_id
from gruenzug.web.newsletter.post.worker import Worker
from gruenzug.web.newsletter.services import leaving, sending
from gruenzug.web.portal.settings import services
from tests.web.newsletter.conftest import reader
from tests.web.support import bad_mail_server
from tests.web.support.servers import free_port, mail_server

READERS = int(os.environ.get("GRUENZUG_TEST_READERS", "1000"))
"""The full crowd is 5000: ``GRUENZUG_TEST_READERS=5000``."""
KILLS = 3
State, Why = Delivery.State, Delivery.Why
ROOT = Path(__file__).parents[3]


@pytest.fixture
def smtp(settings):
    """A server that takes what it gets."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 3
        settings.DEFAULT_FROM_EMAIL = "Programm <programm@example.org>"
        settings.NEWSLETTER_PER_MINUTE = 0
        yield server


def begun(issue) -> Issue:
    """Let the sending of `issue` begin."""
    Issue.objects.filter(pk=issue.pk).update(state=Issue.State.SCHEDULED, scheduled_for=timezone.now())
    sending.begin_due(timezone.now())
    issue.refresh_from_db()
    return issue


def states(issue) -> Counter:
    return Counter(issue.deliveries.values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_copy_carries_the_headers_mail_programs_ask_for(smtp, issue, letter):
    letter.reply_to = "redaktion@example.org"
    letter.save()
    person = reader(letter)
    assert Worker().run()["sent"] == 0, "a draft stays"
    begun(issue)
    assert Worker().run()["sent"] == 1
    message = next(mail for mail in smtp.mails if mail["Subject"] == "Grün im Dezember")
    assert (
        message["List-Unsubscribe"].strip()
        == f"<http://testserver/de/newsletter/abmelden/{person.key}/gruen/>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "gruen <gruen.testserver>"
    assert message["Reply-To"] == "redaktion@example.org"
    assert message["Message-ID"] == message_id(Delivery.objects.get())
    assert message["To"] == "leserin@example.org"
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for part in (text, html):
        assert f"abmelden/{person.key}/gruen/" in part
        assert f"einstellungen/{person.key}/" in part
        assert "[[" not in part
    issue.refresh_from_db()
    assert issue.state == Issue.State.SENT


@pytest.mark.django_db(transaction=True)
def test_opening_every_link_of_an_issue_changes_nothing(smtp, issue, letter, client):
    person = reader(letter)
    begun(issue)
    Worker().run()
    before = list(Subscriber.objects.values()), list(Subscription.objects.values())
    html = smtp.mails[-1].get_body(("html",)).get_content()
    found = set(re.findall(r'href="http://testserver(/[^"]+)"', html))
    assert {link.split("/")[3] for link in found} >= {"abmelden", "einstellungen", "archiv"}
    for link in found:
        expected = 200 if "newsletter" in link else 404  # the editors' pages are not loaded here
        assert client.get(link, follow=True).status_code == expected, link
        assert client.head(link, follow=True).status_code == expected, link
    assert (list(Subscriber.objects.values()), list(Subscription.objects.values())) == before
    assert (
        client.post(
            f"/de/newsletter/abmelden/{person.key}/gruen/", {"List-Unsubscribe": "One-Click"}
        ).status_code
        == 200
    )
    assert not Subscriber.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_leaves_while_it_is_sent_gets_no_copy(smtp, issue, letter):
    gone, stays = reader(letter, "geht@example.org"), reader(letter, "bleibt@example.org")
    begun(issue)
    leased = leases.claim("w", timezone.now(), 10)
    leaving.leave(subscriber=gone, source="Test")
    sent = [each.subscriber.email for each in leased if leases.put_on_wire(each, timezone.now())]
    assert sent == [stays.email]
    assert Delivery.objects.get(state=State.SKIPPED).why == Why.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_away_costs_no_attempt_and_is_told(issue, letter, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    reader(letter)
    begun(issue)
    assert Worker().run()["unreachable"] == 1
    (copy,) = Delivery.objects.all()
    assert (copy.state, copy.attempts) == (State.WAITING, 0)
    issue.refresh_from_db()
    assert "refused" in issue.paused_because
    assert issue.state == Issue.State.SENDING
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        assert Worker().run()["sent"] == 1
    issue.refresh_from_db()
    assert (issue.state, issue.paused_because) == (Issue.State.SENT, "")


@pytest.mark.django_db(transaction=True)
def test_a_sender_the_server_will_not_have_stops_the_issue_and_fails_nobody(smtp, issue, letter, monkeypatch):
    async def refuse(self, server, session, envelope, address, options):
        return "550 5.7.1 you may not send from here"

    monkeypatch.setattr(type(smtp), "handle_MAIL", refuse, raising=False)
    for number in range(3):
        reader(letter, f"person{number}@example.org")
    begun(issue)
    Worker().run()
    issue.refresh_from_db()
    assert issue.state == Issue.State.PAUSED
    assert "may not send" in issue.paused_because
    assert states(issue) == {State.WAITING: 3}
    monkeypatch.undo()
    sending.resume(issue=issue, by=None)
    # the fixture's settings went with the patch, so the way back is asserted on the ledger
    assert Issue.objects.get().state == Issue.State.SENDING


@pytest.mark.django_db(transaction=True)
def test_content_that_is_rejected_over_and_over_stops_before_all_is_lost(smtp, issue, letter, monkeypatch):
    async def refuse(self, server, session, envelope):
        return "554 5.7.1 looks like spam"

    monkeypatch.setattr(type(smtp), "handle_DATA", refuse)
    Subscriber.objects.bulk_create([Subscriber(email=f"p{n}@example.org") for n in range(30)])
    Subscription.objects.bulk_create(
        [Subscription(subscriber=row, list=letter) for row in Subscriber.objects.all()]
    )
    begun(issue)
    Worker().run()
    issue.refresh_from_db()
    assert issue.state == Issue.State.PAUSED
    assert states(issue) == {State.FAILED: 5, State.WAITING: 25}


@pytest.mark.django_db(transaction=True)
def test_an_address_with_an_umlaut_keeps_nobody_from_getting_theirs(smtp, issue, letter):
    for email in ("amt@grünstadt.example", "grün@example.org", "zuletzt@example.org"):
        Subscription.objects.create(subscriber=Subscriber.objects.create(email=email), list=letter)
    begun(issue)
    Worker().run()
    assert states(issue) == {State.SENT: 2, State.FAILED: 1}
    assert sorted(mail["To"] for mail in smtp.mails) == [
        "amt@xn--grnstadt-75a.example",
        "zuletzt@example.org",
    ]


@pytest.mark.django_db(transaction=True)
def test_no_more_leave_in_a_minute_than_the_server_may_carry(smtp, issue, letter, settings):
    settings.NEWSLETTER_PER_MINUTE = 4
    Subscriber.objects.bulk_create([Subscriber(email=f"p{n}@example.org") for n in range(9)])
    Subscription.objects.bulk_create(
        [Subscription(subscriber=row, list=letter) for row in Subscriber.objects.all()]
    )
    begun(issue)
    assert Worker().run(seconds=1.5)["sent"] == 4
    assert Worker().run(seconds=1.5)["sent"] == 0, "another worker counts the same minute"


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_take_each_copy_once(smtp, issue, letter):
    Subscriber.objects.bulk_create([Subscriber(email=f"p{n}@example.org") for n in range(120)])
    Subscription.objects.bulk_create(
        [Subscription(subscriber=row, list=letter) for row in Subscriber.objects.all()]
    )
    begun(issue)

    def work():
        try:
            Worker().run()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [mail["Message-ID"] for mail in smtp.mails]
    assert len(ids) == len(set(ids)) == 120
    assert states(issue) == {State.SENT: 120}


@pytest.mark.django_db(transaction=True)
def test_an_unclear_copy_is_repeated_only_by_a_person(smtp, issue, letter, monkeypatch):
    reader(letter)
    begun(issue)
    (copy,) = leases.claim("dead", timezone.now(), 1)
    assert leases.put_on_wire(copy, timezone.now() - leases.LEASE * 2)
    assert Worker().run()["unclear"] == 1
    assert smtp.mails[1:] == [] or all(mail["Subject"] != "Grün im Dezember" for mail in smtp.mails)
    assert sending.repeat_unclear(issue=issue, by=None) == 1
    assert Worker().run()["sent"] == 1
    assert states(issue) == {State.SENT: 1}


def environment(port: int, folder: Path) -> dict[str, str]:
    """Return the environment of a worker of its own, on the database of this test."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{named['NAME']}"
    else:
        login = f"{named['USER']}:{named['PASSWORD']}@" if named["USER"] else ""
        url = f"postgres://{login}{named['HOST']}:{named['PORT']}/{named['NAME']}"
    own = {key: value for key, value in os.environ.items() if not key.startswith(("GRUENZUG_", "DATABASE_"))}
    return {
        **own,
        "DJANGO_SETTINGS_MODULE": "tests.web.newsletter.worker_settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DATABASE_URL": url,
        "GRUENZUG_VAR": str(folder),
        "GRUENZUG_MAIL_URL": f"smtp://127.0.0.1:{port}",
        "GRUENZUG_MAIL_PER_MINUTE": "0",
        "GRUENZUG_MAIL_FROM": "programm@example.org",
    }


@pytest.fixture
def hostile(tmp_path):
    """The misbehaving server, in a process of its own; yields its port and its log."""
    port, log = free_port(), tmp_path / "taken.log"
    process = subprocess.Popen([sys.executable, bad_mail_server.__file__, str(port), str(log)], cwd=ROOT)
    deadline = time.monotonic() + 30
    while not Path(f"{log}.ready").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield port, log
    process.terminate()
    process.wait(10)


@pytest.mark.django_db(transaction=True)
def test_thousands_into_a_hostile_server_with_workers_killed_in_between(
    issue, letter, hostile, tmp_path, settings, monkeypatch
):
    port, log = hostile
    for name, value in services.mail(f"smtp://127.0.0.1:{port}").items():
        setattr(settings, name, value)
    settings.EMAIL_TIMEOUT, settings.NEWSLETTER_PER_MINUTE = 1, 0
    settings.DEFAULT_FROM_EMAIL = "programm@example.org"
    monkeypatch.setattr(dialogue, "FINAL_ANSWER_S", 1)
    readers = [Subscriber(email=f"leser{number}@example.org") for number in range(1, READERS + 1)]
    Subscriber.objects.bulk_create(readers, batch_size=500)
    Subscription.objects.bulk_create(
        [Subscription(subscriber=row, list=letter) for row in Subscriber.objects.all()], batch_size=500
    )
    begun(issue)
    numbers = {
        copy.token: int(copy.subscriber.email.split("@")[0].removeprefix("leser"))
        for copy in issue.deliveries.select_related("subscriber")
    }
    command = [sys.executable, "-m", "django", "send_newsletter"]
    began, kills = time.monotonic(), 0
    while issue.deliveries.exclude(state__in=FINAL).exists():
        assert time.monotonic() - began < 900, states(issue)
        if kills < KILLS:  # in the middle of the crowd, wherever that happens to be
            worker = subprocess.Popen(
                command, cwd=ROOT, env=environment(port, tmp_path), stdout=subprocess.DEVNULL
            )
            target = READERS * (kills + 1) // (KILLS + 2)
            while worker.poll() is None and issue.deliveries.filter(state__in=FINAL).count() < target:
                time.sleep(0.01)
            worker.send_signal(signal.SIGKILL)
            worker.wait(30)
            kills += 1
        else:
            Worker().run()
        # what was put off is due at once, and the leases of the dead are over: a test does not wait for hours
        issue.deliveries.filter(state=State.WAITING).update(next_try_at=timezone.now())
        issue.deliveries.exclude(lease_until=None).update(lease_until=timezone.now())
    Worker().run()
    issue.refresh_from_db()
    assert issue.state == Issue.State.SENT
    taken = Counter(line.split()[0] for line in log.read_text().splitlines())
    assert max(taken.values()) == 1, "nobody got a copy twice"
    interrupted = 0
    for copy in issue.deliveries.all():
        number = numbers[copy.token]
        end, in_log = (copy.state, copy.why), taken[f"<{copy.token}@example.org>"]
        wanted = WANTED[bad_mail_server.treatment(number)]
        if end == (State.FAILED, Why.UNCLEAR) and wanted != end:
            interrupted += 1  # a worker was killed just then
            assert in_log <= 1
            continue
        assert end == wanted, number
        if end == (State.FAILED, Why.UNCLEAR):
            assert in_log == 1, "the server took these and did not say so"
            continue
        assert in_log == (1 if copy.state == State.SENT else 0), number
        if end == (State.FAILED, Why.REFUSED):
            assert copy.subscriber is None, "who is not there is written to no more"
    assert kills == KILLS
    assert interrupted <= kills, "no more than one unclear copy for each worker killed"


SENT = (State.SENT, Why.NONE)
WANTED = {
    "fine": SENT,
    "greylisted": SENT,
    "closing-once": SENT,
    "hang-up-once": SENT,
    "time-out-once": SENT,
    "no-such-user": (State.FAILED, Why.REFUSED),
    "never-now": (State.FAILED, Why.GIVEN_UP),
    "hang-up-after-data": (State.FAILED, Why.UNCLEAR),
    "silent-after-data": (State.FAILED, Why.UNCLEAR),
}


def test_dots_at_the_beginning_of_lines_survive():
    assert dialogue._dotted(b"a\r\n.b\r\n") == b"a\r\n..b\r\n.\r\n"
    assert dialogue._dotted(b".a") == b"..a\r\n.\r\n"
