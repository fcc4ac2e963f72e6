"""A publisher on the loopback interface that can misbehave on purpose."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """What the server offers, and how it behaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    marks: bool = True
    break_after: list[int] = field(default_factory=list)
    """Bytes after which the next answers break off; one entry per answer."""
    errors: list[int] = field(default_factory=list)
    """Status codes that the next answers carry."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0
    address: str = ""

    def url(self, name: str) -> str:
        return f"{self.address}/{name}"

    def etag(self, name: str) -> str:
        return f'"{md5(self.files[name]).hexdigest()}"'


@contextmanager
def serving(publisher: Publisher) -> Iterator[Publisher]:
    """Serve on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            _answer(self, publisher)

        def log_message(self, format, *args):  # noqa: A002  the base class's own name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    publisher.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, publisher: Publisher) -> None:
    name, asked = handler.path.lstrip("/"), dict(handler.headers)
    publisher.asked.append((name, asked))
    if publisher.errors:
        handler.send_error(publisher.errors.pop(0))
        return
    if name not in publisher.files:
        handler.send_error(404)
        return
    body, mark = publisher.files[name], publisher.etag(name)
    if publisher.marks and asked.get("If-None-Match") == mark:
        handler.send_response(304)
        handler.end_headers()
        return
    start = 0
    if publisher.ranges and "Range" in asked and asked.get("If-Range") in (None, mark):
        start = int(asked["Range"].removeprefix("bytes=").removesuffix("-"))
        if start >= len(body):
            handler.send_error(416)
            return
    handler.send_response(206 if start else 200)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
    if publisher.marks:
        handler.send_header("ETag", mark)
        handler.send_header("Last-Modified", formatdate(0, usegmt=True))
    handler.send_header("Content-Length", str(len(body) - start))
    handler.end_headers()
    part = body[start:]
    if publisher.break_after:
        part = part[: publisher.break_after.pop(0)]
    publisher.sent += len(part)
    handler.wfile.write(part)
