"""The self-test, against a name server of its own."""

from __future__ import annotations

import socket
import threading

import dns.message
import dns.query
import dns.resolver
import dns.rrset
import pytest
from django.core.management import call_command

from gruenzug.web.core.roles import Role
from gruenzug.web.newsletter import self_test
from gruenzug.web.newsletter.self_test import Verdict
from tests.factories import UserFactory
from tests.web.support.servers import mail_server

pytestmark = pytest.mark.django_db
GOOD = {
    ("example.org.", "TXT"): ['"v=spf1 mx ip4:192.0.2.1 -all"', '"something else"'],
    ("s1._domainkey.example.org.", "TXT"): ['"v=DKIM1; k=rsa; " "p=MIGfMA0"'],
    ("_dmarc.example.org.", "TXT"): ['"v=DMARC1; p=quarantine; rua=mailto:d@example.org"'],
    ("example.org.", "MX"): ["10 mx.example.org."],
}


@pytest.fixture
def names(monkeypatch):
    """A name server that knows what the test writes into it."""
    zone: dict[tuple[str, str], list[str]] = {}
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                wire, client = server.recvfrom(4096)
            except OSError:
                return
            query = dns.message.from_wire(wire)
            asked = query.question[0]
            answer = dns.message.make_response(query)
            kind = dns.rdatatype.to_text(asked.rdtype)
            if rows := zone.get((asked.name.to_text(), kind)):
                answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *rows))
            else:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            server.sendto(answer.to_wire(), client)

    threading.Thread(target=serve, daemon=True).start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
    monkeypatch.setattr(dns.resolver, "Resolver", lambda: resolver)
    yield zone
    server.close()


@pytest.fixture
def site(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "Programm <programm@example.org>"
        settings.BASE_URL = "https://example.org"
        settings.NEWSLETTER_DKIM_SELECTOR = "s1"
        yield settings


def verdicts():
    return {each.name: each.verdict for each in self_test.run()}


def test_all_is_well(names, site, capsys):
    names.update(GOOD)
    assert set(verdicts().values()) == {Verdict.GOOD}
    call_command("check_mail")
    assert "ok    SPF: v=spf1 mx ip4:192.0.2.1 -all" in capsys.readouterr().out


def test_what_is_missing_is_said(names, site, capsys):
    assert {name for name, verdict in verdicts().items() if verdict is Verdict.BAD} == {
        "SPF",
        "DKIM",
        "DMARC",
        "MX",
    }
    with pytest.raises(SystemExit):
        call_command("check_mail")
    assert "keinen DMARC-Eintrag" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "record", "verdict"),
    [
        ("SPF", '"v=spf1 +all"', Verdict.WARNING),
        ("SPF", f'"v=spf1 {" ".join(f"include:a{n}.example" for n in range(11))} -all"', Verdict.BAD),
        ("DMARC", '"v=DMARC1; p=none"', Verdict.WARNING),
        ("DKIM", '"v=DKIM1; p="', Verdict.BAD),
    ],
)
def test_records_that_help_little(names, site, name, record, verdict):
    names.update(GOOD)
    where = {"SPF": "example.org.", "DMARC": "_dmarc.example.org.", "DKIM": "s1._domainkey.example.org."}[
        name
    ]
    names[(where, "TXT")] = [record]
    assert verdicts()[name] is verdict


def test_two_spf_records_are_none(names, site):
    names.update(GOOD)
    names[("example.org.", "TXT")] = ['"v=spf1 -all"', '"v=spf1 mx -all"']
    assert verdicts()["SPF"] is Verdict.BAD


def test_without_a_network_it_says_so(site, monkeypatch):
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], 1
    monkeypatch.setattr(dns.resolver, "Resolver", lambda: resolver)
    monkeypatch.setattr(self_test, "TIMEOUT_S", 0.3)
    told = {each.name: each for each in self_test.run()}
    assert told["SPF"].verdict is Verdict.UNKNOWN
    assert "Nameserver" in told["SPF"].sentence
    assert told["Mailserver"].verdict is Verdict.GOOD


def test_a_site_that_is_not_set_up_for_mail_learns_what_to_set(names, settings):
    settings.DEFAULT_FROM_EMAIL = "webmaster@localhost"
    told = {each.name: each.sentence for each in self_test.run() if each.verdict is Verdict.BAD}
    assert "GRUENZUG_MAIL_FROM" in told["Absender"]
    assert "GRUENZUG_MAIL_URL" in told["Mailserver"]
    assert "GRUENZUG_BASE_URL" in told["Adresse der Website"]


def test_the_page_asks_nobody_before_the_button(client, names, site):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    assert "SPF" not in client.get("/admin/newsletter/selbsttest/").content.decode().split("<main")[1]
    assert "keinen SPF-Eintrag" in client.get("/admin/newsletter/selbsttest/?pruefen=1").content.decode()
    client.force_login(UserFactory(roles=[Role.MODERATOR]))
    assert client.get("/admin/newsletter/selbsttest/").status_code in (302, 403)
