"""The mailbox bounces go to: a maildir on this machine, or IMAP.

What was understood is deleted, for it holds an address; what was not stays,
marked as read, for a person to look at.
"""

from __future__ import annotations

import imaplib
import mailbox
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

Take = Callable[[bytes], bool]
"""Takes the content of a mail and says whether it understood it."""
TIMEOUT_S = 30


def read(url: str, take: Take) -> tuple[int, int]:
    """Show every unread mail of the mailbox at `url` to `take`; return counts: understood, not."""
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        return _read_maildir(Path(parts.path), take)
    if parts.scheme in ("imaps", "imap") and parts.hostname:
        return _read_imap(url, take)
    raise ValueError(
        f"GRUENZUG_BOUNCE_URL begins with {parts.scheme}:; "
        "use imaps://user:password@host/INBOX or maildir:/path"
    )


def _read_maildir(folder: Path, take: Take) -> tuple[int, int]:
    if not folder.is_dir():
        raise ValueError(f"GRUENZUG_BOUNCE_URL names {folder}, which is no folder; create the maildir first")
    box, understood, left = mailbox.Maildir(folder, create=False), 0, 0
    for key in list(box.keys()):
        message = box.get_message(key)
        if "S" in message.get_flags():
            continue
        if take(box.get_bytes(key)):
            box.discard(key)
            understood += 1
        else:
            message.add_flag("S")
            message.set_subdir("cur")
            box[key] = message
            left += 1
    return understood, left


def _read_imap(url: str, take: Take) -> tuple[int, int]:
    parts, understood, left = urlsplit(url), 0, 0
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    server = kind(parts.hostname, parts.port or (993 if parts.scheme == "imaps" else 143), timeout=TIMEOUT_S)
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        server.select(unquote(parts.path.strip("/")) or "INBOX")
        _ok, found = server.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split():
            _ok, answer = server.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
            content = next((row[1] for row in answer if isinstance(row, tuple)), b"")
            known = take(content)
            server.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen \Deleted)" if known else r"(\Seen)")
            understood, left = understood + known, left + (not known)
        server.expunge()
    finally:
        server.logout()
    return understood, left
