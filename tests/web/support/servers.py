"""Real servers for tests: an OpenID provider in a process of its own, and a mail server."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

from aiosmtpd.controller import Controller

PATIENCE_S = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Provider:
    """A running OpenID provider."""

    url: str

    def authorize(self, address: str, subject: str) -> str:
        """Sign in as `subject` at the authorization `address`; return where the provider sends the browser."""
        form = Request(address, data=urlencode({"sub": subject}).encode(), method="POST")
        opener = build_opener(_Stay)
        with opener.open(form, timeout=PATIENCE_S) as answer:
            return answer.headers["Location"]


@contextmanager
def openid_provider(*users: dict) -> Iterator[Provider]:
    """Run a provider that knows `users`, each with its claims ("sub", "email", "email_verified" …)."""
    port = free_port()
    claims = [part for user in users for part in ("--user-claims", json.dumps(user))]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *claims],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        provider = Provider(f"http://127.0.0.1:{port}")
        _wait_for(f"{provider.url}/.well-known/openid-configuration")
        yield provider
    finally:
        process.terminate()
        process.wait(10)


class MailServer:
    """An SMTP server that keeps what it takes; while `refusing` it takes nothing."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusing = False
        self.port = free_port()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusing:
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run an SMTP server on a port of its own."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


class _Stay(HTTPRedirectHandler):
    """Take a redirect as the answer."""

    def http_error_302(self, req, fp, code, msg, headers):
        fp.status = fp.code = code
        return fp

    http_error_303 = http_error_302


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            assert time.monotonic() < deadline, f"{address} does not answer"
            time.sleep(0.1)
