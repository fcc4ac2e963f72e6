"""Reading what mail servers report: failed deliveries (RFC 3464) and complaints (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from gruenzug.web.newsletter.digests import without_addresses

TOKEN = re.compile(r"<([0-9a-f]{32})@")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
GONE = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
"""No such mailbox, no such domain, mailbox closed: trying again is of no use to anybody."""


@dataclass(frozen=True)
class Report:
    """One report about the copy with `token`."""

    token: str
    is_complaint: bool
    action: str = ""
    status: str = ""
    told: str = ""

    @property
    def is_final(self) -> bool:
        """Whether it says that the copy did not arrive; a delay says nothing yet."""
        return self.is_complaint or self.action == "failed"

    @property
    def is_gone(self) -> bool:
        """Whether the mailbox is not there at all."""
        return self.status in GONE


def read_report(content: bytes) -> Report | None:
    """Return the report in a mail; None if it is none, or not about a copy of ours.

    The Message-ID of the copy has to be in it: only whoever got that copy, or
    carried it, knows it, so a forged report takes nobody off the list.
    """
    message = message_from_bytes(content, policy=policy.default)
    kinds = {part.get_content_type(): part for part in message.walk()}
    found = TOKEN.search(_original(message))
    if found is None:
        return None
    if "message/feedback-report" in kinds:
        return Report(found[1], is_complaint=True, told=without_addresses(_line(message, "Subject")))
    if "message/delivery-status" not in kinds:
        return None
    fields = _fields(kinds["message/delivery-status"])
    told = fields.get("diagnostic-code", "")
    status = STATUS.search(fields.get("status", "")) or STATUS.search(told)
    return Report(
        found[1],
        is_complaint=False,
        action=fields.get("action", "").strip().lower(),
        status=status[1] if status else "",
        told=without_addresses(" ".join(told.split()))[:300],
    )


def _original(message: EmailMessage) -> str:
    """Return the Message-ID of the mail a report is about, as it came along with it."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            return str(inner[0].get("Message-ID", "")) if isinstance(inner, list) and inner else ""
        if kind == "text/rfc822-headers":
            return str(message_from_bytes(part.get_payload(decode=True) or b"").get("Message-ID", ""))
    return ""


def _fields(part: Message) -> dict[str, str]:
    """Return the fields of a delivery status; those of the recipient win over those of the message."""
    return {name.lower(): str(value) for block in _blocks(part) for name, value in block.items()}


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from payload


def _line(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())[:300]
