"""Handing one message to a mail server, with an exact account of how far it came.

A message is the server's from the moment it says 250 after the final dot.
Before the dot nothing was taken, so it may be tried again. If the connection
breaks after the dot and before the answer, nobody can know: such a message is
never sent a second time by itself.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from enum import StrEnum
from smtplib import SMTP, SMTPException
from typing import Protocol

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

FINAL_ANSWER_S = 600
"""How long a server may take after the dot (RFC 5321, 4.5.3.2.6)."""
PER_CONNECTION = 100


class End(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    REJECTED = "rejected"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Answer:
    """How an attempt ended, with what the server said."""

    end: End
    code: int | None = None
    told: str = ""


class Unreachable(Exception):  # noqa: N818  a state of things
    """There is no server to talk to just now; nothing was handed over."""


class Misconfigured(Exception):  # noqa: N818
    """The server will not talk to us or for our sender; trying others would fail alike."""


class Channel(Protocol):
    """A way to a mail server."""

    def send(self, message: EmailMultiAlternatives, sender: str, to: str) -> Answer:
        """Hand `message` over."""

    def close(self) -> None:
        """Say goodbye."""


def open_channel() -> Channel:
    """Return the way to the mail server of the settings."""
    backend = get_connection()
    return SmtpChannel(backend) if isinstance(backend, EmailBackend) else BackendChannel(backend)


class BackendChannel:
    """Any other of Django's ways, such as printing mails."""

    def __init__(self, backend: object) -> None:
        self._backend = backend

    def send(self, message: EmailMultiAlternatives, sender: str, to: str) -> Answer:
        message.connection = self._backend
        message.send()
        return Answer(End.SENT)

    def close(self) -> None:
        """There is nothing to close."""


class SmtpChannel:
    """A connection to an SMTP server, made anew when it breaks or has carried enough."""

    def __init__(self, backend: EmailBackend) -> None:
        self._backend = backend
        self._carried = 0

    def send(self, message: EmailMultiAlternatives, sender: str, to: str) -> Answer:
        if not to.rpartition("@")[0].isascii():
            return Answer(End.REFUSED, told="the part before the @ has letters that few servers take")
        server = self._server()
        content = message.message().as_bytes(linesep="\r\n")
        sender, to = sanitize_address(sender, "utf-8"), sanitize_address(to, "utf-8")  # müller.de → xn--…
        try:
            answer = self._envelope(server, sender, to) or self._content(server, content)
        except (SMTPException, OSError) as error:
            self._drop()
            return Answer(End.LATER, told=_words(error))
        self._carried += 1
        if answer.code == 421:  # the server is about to hang up
            self._drop()
        elif answer.end is not End.SENT and self._backend.connection:
            self._reset(server)
        return answer

    def close(self) -> None:
        if self._backend.connection:
            self._backend.close()
        self._carried = 0

    def _server(self) -> SMTP:
        if self._carried >= PER_CONNECTION:
            self.close()
        if self._backend.connection is None:
            try:
                self._backend.open()
            except smtplib.SMTPAuthenticationError as error:
                self._drop()
                raise Misconfigured(_words(error)) from error
            except (SMTPException, OSError) as error:
                self._drop()
                raise Unreachable(_words(error)) from error
            self._carried = 0
        return self._backend.connection

    def _envelope(self, server: SMTP, sender: str, to: str) -> Answer | None:
        """Name sender and recipient; None if both are welcome."""
        server.ehlo_or_helo_if_needed()
        code, told = server.mail(sender)
        if code >= 500:
            raise Misconfigured(_said(code, told))
        if code != 250:
            return Answer(End.LATER, code, _said(code, told))
        code, told = server.rcpt(to)
        if code in (250, 251):
            return None
        return Answer(End.REFUSED if code >= 500 else End.LATER, code, _said(code, told))

    def _content(self, server: SMTP, content: bytes) -> Answer:
        """Hand the content over; after its last byte the outcome is the server's word alone."""
        server.putcmd("data")
        code, told = server.getreply()
        if code != 354:
            return Answer(End.REJECTED if code >= 500 else End.LATER, code, _said(code, told))
        server.send(_dotted(content))
        try:
            code, told = self._patiently(server)
        except (SMTPException, OSError) as error:
            self._drop()
            return Answer(End.UNCLEAR, told=_words(error))
        if code == 250:
            return Answer(End.SENT, code, _said(code, told))
        return Answer(End.REJECTED if code >= 500 else End.LATER, code, _said(code, told))

    def _patiently(self, server: SMTP) -> tuple[int, bytes]:
        before = server.sock.gettimeout()
        server.sock.settimeout(FINAL_ANSWER_S)
        answer = server.getreply()
        if server.sock:
            server.sock.settimeout(before)
        return answer

    def _reset(self, server: SMTP) -> None:
        try:
            server.rset()
        except (SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        """Forget a connection that is of no more use."""
        connection, self._backend.connection = self._backend.connection, None
        self._carried = 0
        if connection is not None:
            connection.close()


def _dotted(content: bytes) -> bytes:
    """Return content with its dots stuffed and the dot that ends it (RFC 5321, 4.5.2)."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")


def _said(code: int, told: bytes) -> str:
    return f"{code} {told.decode('utf-8', 'replace')}"[:300]


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
