"""One file over HTTP into a ``.part`` beside its target, resumed after every break."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from gruenzug import __version__
from gruenzug.engine.errors import SourceError
from gruenzug.engine.sources.receipt import Receipt, drop_receipt, read_receipt, write_receipt

Progress = Callable[[str], None]

TRIES = 5
PAUSE_S = 1.0
TIMEOUT_S = 60.0

_BLOCK = 1 << 18
_TELL_EVERY_S = 5.0
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Answer:
    """A complete download in `part`, with the publisher's marks of its version."""

    part: Path
    etag: str | None
    modified: str | None


class _BrokenError(Exception):
    """The connection ended before the file did."""


def download(url: str, target: Path, known: Receipt | None, tell: Progress) -> Answer | None:
    """Download `url` into the .part file of `target`.

    Parameters
    ----------
    url : str
        An http or https address.
    target : Path
        Where the file will go; it is not touched.
    known : Receipt, optional
        What is there already: then None is returned if it is still current.
    tell : callable
        Called with a line now and then.

    Raises
    ------
    SourceError
        If the publisher cannot be reached or sends an error, or the
        connection keeps breaking. What has arrived stays for the next try.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    reason, failures = "", 0
    while failures < TRIES:
        if reason:
            tell(f"connection broken ({reason}), trying again")
            time.sleep(PAUSE_S * failures)
        had = _size(part)
        try:
            return _once(url, part, known, tell)
        except _BrokenError as error:
            reason = str(error)
            failures = 1 if _size(part) > had else failures + 1
    if known is not None and not part.exists():
        tell(f"{url} cannot be reached ({reason}); the file that is there is kept")
        return None
    raise SourceError(
        f"{url} broke off {TRIES} times ({reason}); check the connection and fetch again, it goes on where "
        "it stopped"
    )


def _once(url: str, part: Path, known: Receipt | None, tell: Progress) -> Answer | None:
    headers, have = _resume_headers(url, part)
    if not have and known is not None:
        headers |= _conditions(known)
    try:
        with urlopen(Request(url, headers=headers), timeout=TIMEOUT_S) as response:  # noqa: S310  http(s) only
            return _save(url, response, part, have, tell)
    except HTTPError as error:
        return _refused(url, error, part, have)
    except (URLError, OSError, HTTPException) as error:
        raise _BrokenError(str(getattr(error, "reason", None) or error or type(error).__name__)) from None


def _resume_headers(url: str, part: Path) -> tuple[dict[str, str], int]:
    """Ask for the rest, if a part of the same version of the same file is there."""
    headers = {"User-Agent": f"gruenzug/{__version__}", "Accept-Encoding": "identity"}
    receipt = read_receipt(part) if part.exists() else None
    if receipt is None or receipt.url != url or receipt.version is None:
        return headers, 0
    have = part.stat().st_size
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": receipt.version}
    return headers, have


def _conditions(known: Receipt) -> dict[str, str]:
    marks = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: mark for name, mark in marks.items() if mark}


def _refused(url: str, error: HTTPError, part: Path, have: int) -> Answer | None:
    if error.code == HTTPStatus.NOT_MODIFIED:
        return None
    if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
        _forget(part)
        raise _BrokenError("the part here is longer than the file there") from None
    if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code == HTTPStatus.TOO_MANY_REQUESTS:
        raise _BrokenError(f"{error.code} {error.reason}") from None
    raise SourceError(
        f"{url} answers {error.code} {error.reason}; correct the address in the region's file"
    ) from None


def _save(url: str, response: HTTPResponse, part: Path, have: int, tell: Progress) -> Answer:
    """Write the body to the part: after what is there, or from the beginning."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    resumed = response.status == HTTPStatus.PARTIAL_CONTENT
    if resumed and _first_byte(response) != have:
        _forget(part)
        raise _BrokenError("the publisher resumed at another place")
    length = response.headers.get("Content-Length")
    total = int(length) + (have if resumed else 0) if length and length.isdigit() else None
    if not resumed:
        _forget(part)
        write_receipt(part, Receipt(url, total or 0, None, etag, modified))
    tell(f"{'resuming' if resumed else 'downloading'} {url}")
    got = _copy(response, part, have if resumed else 0, total, tell)
    if total is not None and got != total:
        raise _BrokenError(f"{got} of {total} bytes")
    drop_receipt(part)
    return Answer(part, etag, modified)


def _copy(response: HTTPResponse, part: Path, start: int, total: int | None, tell: Progress) -> int:
    got, told = start, time.monotonic()
    with part.open("ab") as file:
        while block := response.read(_BLOCK):
            file.write(block)
            got += len(block)
            if time.monotonic() - told > _TELL_EVERY_S:
                told = time.monotonic()
                tell(_so_far(got, total))
    return got


def _so_far(got: int, total: int | None) -> str:
    if not total:
        return f"{got / _MEGABYTE:.1f} MB"
    return f"{got / _MEGABYTE:.1f} of {total / _MEGABYTE:.1f} MB ({100 * got // total} %)"


def _first_byte(response: HTTPResponse) -> int:
    """Return where a partial answer begins, -1 if it does not say so."""
    span = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(span) if span.isdigit() else -1


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    drop_receipt(part)
