"""What comes back: read from a maildir and from an IMAP server, and acted on by rule."""

from __future__ import annotations

import mailbox
import re
import socketserver
import threading

import pytest
from django.core.management import CommandError, call_command

from gruenzug.web.newsletter.models import Bounce, Delivery, Evidence, Issue, Subscriber, Suppression
from gruenzug.web.newsletter.post.reports import read_report
from tests.web.newsletter.conftest import reader
from tests.web.newsletter.test_sending import begun
from tests.web.support.servers import free_port

pytestmark = pytest.mark.django_db

DSN = """From: MAILER-DAEMON@mx.example.net
To: rueckläufer@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{action}-{token}@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; leserin@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <leserin@example.org>: Recipient address rejected

--b
Content-Type: text/rfc822-headers

From: programm@example.org
To: leserin@example.org
Message-ID: <{token}@example.org>
Subject: Test

--b--
"""
COMPLAINT = """From: feedback@provider.example
To: abuse@example.org
Subject: Abuse report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1

--b
Content-Type: message/rfc822

From: programm@example.org
Message-ID: <{token}@example.org>
Subject: Test

Text

--b--
"""


@pytest.fixture
def copy(issue, letter) -> Delivery:
    """A copy that left the house."""
    reader(letter)
    return begun(issue).deliveries.get()


@pytest.fixture
def box(settings, tmp_path):
    folder = tmp_path / "rueck"
    settings.NEWSLETTER_BOUNCE_URL = f"maildir:{folder}"
    return mailbox.Maildir(folder)


def dsn(copy, status="5.1.1", action="failed"):
    return DSN.format(token=copy.token, status=status, action=action).encode()


def test_a_mailbox_that_is_gone_is_written_to_no_more(box, copy, capsys):
    box.add(dsn(copy))
    box.add(b"From: a@example.org\nSubject: Abwesend\n\nIch bin im Urlaub.")
    call_command("read_bounces")
    assert "1 reports read, 1 other mails left" in capsys.readouterr().out
    assert not Subscriber.objects.exists()
    bounce = Bounce.objects.get()
    assert (bounce.kind, bounce.status) == ("gone", "5.1.1")
    assert "example.org" not in bounce.told
    assert Evidence.objects.last().kind == "bounced"
    assert Suppression.objects.get().reason == "bounced"
    (left,) = box
    assert left["Subject"] == "Abwesend"
    call_command("read_bounces")
    assert "0 reports read, 0 other" in capsys.readouterr().out


def test_a_delay_says_nothing_and_a_full_mailbox_counts_only_in_the_long_run(box, copy, letter):
    person = copy.subscriber
    box.add(dsn(copy, "4.4.1", "delayed"))
    box.add(dsn(copy, "5.2.2"))
    box.add(dsn(copy, "5.2.2"))
    call_command("read_bounces")
    assert Bounce.objects.count() == 1, "two reports about one copy count once"
    for number in (2, 3):
        assert Subscriber.objects.exists()
        another = begun(Issue.objects.create(list=letter, slug=f"n{number}", subject_de="Noch eine"))
        box.add(dsn(another.deliveries.get(subscriber=person), "5.2.2"))
        call_command("read_bounces")
    assert not Subscriber.objects.exists()


def test_who_complains_is_off_the_list_at_once(box, copy):
    box.add(COMPLAINT.format(token=copy.token).encode())
    call_command("read_bounces")
    assert not Subscriber.objects.exists()
    assert Suppression.objects.get().reason == "complained"


def test_a_forged_report_takes_nobody_off(box, copy):
    copy.token = "0" * 32
    box.add(dsn(copy))
    call_command("read_bounces")
    assert Subscriber.objects.exists()
    assert read_report(dsn(copy).replace(b"Message-ID: <0", b"Message-ID: <x0")) is None


def test_a_mailbox_that_is_not_there_is_one_sentence(settings, tmp_path):
    for url, told in (
        ("", "GRUENZUG_BOUNCE_URL is empty"),
        (f"maildir:{tmp_path}/nichts", "is no folder"),
        ("pop3://x", "begins with pop3"),
        (f"imap://a:b@127.0.0.1:{free_port()}/INBOX", "refused"),
    ):
        settings.NEWSLETTER_BOUNCE_URL = url
        with pytest.raises(CommandError, match=told):
            call_command("read_bounces")


class Imap(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 as reading a mailbox needs, with a mailbox in memory."""

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command, *rest = line.decode().strip().split(" ", 2)
            getattr(self, f"do_{command.lower()}")(rest[0] if rest else "")
            self.wfile.write(f"{tag} OK done\r\n".encode())
            if command == "LOGOUT":
                return

    def do_capability(self, rest):
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")

    def do_login(self, rest):
        self.server.login = rest

    def do_select(self, rest):
        self.wfile.write(f"* {len(self.server.mails)} EXISTS\r\n".encode())

    def do_uid(self, rest):
        command, _space, rest = rest.partition(" ")
        if command == "SEARCH":
            unseen = [uid for uid, (_mail, flags) in self.server.mails.items() if "Seen" not in flags]
            self.wfile.write(f"* SEARCH {' '.join(map(str, unseen))}\r\n".encode())
            return
        uid = int(rest.split()[0])
        content, flags = self.server.mails[uid]
        if command == "FETCH":
            self.wfile.write(
                f"* 1 FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n"
            )
        elif command == "STORE":
            flags |= set(re.findall(r"\\(\w+)", rest))

    def do_expunge(self, rest):
        for uid in [uid for uid, (_mail, flags) in self.server.mails.items() if "Deleted" in flags]:
            del self.server.mails[uid]

    def do_logout(self, rest):
        self.wfile.write(b"* BYE\r\n")


def test_the_mailbox_may_be_on_an_imap_server(settings, copy):
    with socketserver.TCPServer(("127.0.0.1", 0), Imap) as server:
        other = b"Subject: Frage\r\n\r\nHallo"
        server.mails = {7: (dsn(copy), set()), 9: (other, set()), 11: (dsn(copy), {"Seen"})}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        settings.NEWSLETTER_BOUNCE_URL = f"imap://rueck:geh%20heim@127.0.0.1:{port}/INBOX"
        call_command("read_bounces")
        server.shutdown()
    assert server.login == 'rueck "geh heim"'
    assert server.mails == {9: (other, {"Seen"}), 11: (dsn(copy), {"Seen"})}
    assert not Subscriber.objects.exists()
