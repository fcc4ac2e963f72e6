"""An SMTP server that misbehaves, in a process of its own: ``python bad_mail_server.py PORT LOG``.

How it treats a recipient follows from the number in the address, so a test can
say what must become of each. What it takes it writes into LOG, one line of
Message-ID and recipient each, before it answers.
"""

from __future__ import annotations

import asyncio
import os
import sys
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP

SLEEP_S = 2
"""Longer than the sender waits."""


def treatment(number: int) -> str:
    """Return what becomes of recipient `number`."""
    for divisor, name in (
        (401, "silent-after-data"),
        (211, "hang-up-after-data"),
        (307, "time-out-once"),
        (113, "hang-up-once"),
        (97, "closing-once"),
        (71, "never-now"),
        (53, "no-such-user"),
        (31, "greylisted"),
    ):
        if number % divisor == 0:
            return name
    return "fine"


class Handler:
    """Takes mails as `treatment` says."""

    def __init__(self, log: Path) -> None:
        self.log = log.open("a", buffering=1)
        self.seen: set[str] = set()

    def first_time(self, address: str) -> bool:
        is_first = address not in self.seen
        self.seen.add(address)
        return is_first

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = treatment(int(address.split("@")[0].removeprefix("leser")))
        envelope.treatment = name
        envelope.rcpt_tos.append(address)
        if name == "no-such-user":
            return "550 5.1.1 no such user"
        if name == "never-now":
            return "451 4.7.1 try again later"
        if name == "greylisted" and self.first_time(address):
            return "450 4.2.0 greylisted"
        if name == "closing-once" and self.first_time(address):
            server.transport.write(b"421 4.3.2 shutting down\r\n")
            server.transport.close()
            return "421 4.3.2 shutting down"
        if name == "time-out-once" and self.first_time(address):
            await asyncio.sleep(SLEEP_S)
        if name == "hang-up-once" and self.first_time(address):
            server.transport.abort()
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content)
        self.log.write(f"{message['Message-ID']} {envelope.rcpt_tos[0]}\n")
        if envelope.treatment == "hang-up-after-data":
            server.transport.abort()
        if envelope.treatment == "silent-after-data":
            await asyncio.sleep(SLEEP_S)
        return "250 OK"


async def main(port: int, log: Path) -> None:
    handler = Handler(log)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", port
    )
    Path(f"{log}.ready").touch()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
