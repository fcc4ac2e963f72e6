"""A council information system on this machine that speaks OParl 1.1, as small as the specification allows.

Objects have the shape of the specification's own examples: System, Body with
external lists, Paper with consultations inside, Meeting with agenda items
inside. Lists are paged, filtered by ``modified_since``, and show what was
deleted.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SCHEMA = "https://schema.oparl.org/1.1"
PAGE = 2
FIRST = "2023-04-01T09:00:00+02:00"


class Town:
    """The content of a server; a test changes it as a clerk would."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.objects: dict[str, dict[str, Any]] = {}
        self.lists: dict[str, list[str]] = {"/bodies": [], "/body/1/papers": []}
        self.asked: list[str] = []
        self.raw: dict[str, tuple[int, bytes]] = {}
        self._put("/", "System", body=f"{url}/bodies", oparlVersion=f"{SCHEMA}/", name="Beispiel-System")
        self.body("/body/1", ags="05911000", name="Stadt Beispiel")

    def body(self, path: str, **facts: Any) -> None:
        self._put(path, "Body", system=f"{self.url}/", paper=f"{self.url}{path}/papers", **facts)
        self.lists["/bodies"].append(path)

    def committee(self, number: int, name: str) -> str:
        return self._put(f"/organization/{number}", "Organization", body=f"{self.url}/body/1", name=name)

    def meeting(self, number: int, start: str, committee: str, items: list[dict[str, Any]]) -> str:
        items = [
            {
                "type": f"{SCHEMA}/AgendaItem",
                "meeting": f"{self.url}/meeting/{number}",
                "public": True,
                **item,
            }
            for item in items
        ]
        return self._put(
            f"/meeting/{number}",
            "Meeting",
            name="Sitzung",
            start=start,
            organization=[committee],
            agendaItem=items,
        )

    def paper(self, number: int, name: str, consultations: list[dict[str, Any]] = (), **facts: Any) -> str:
        path = f"/paper/{number}"
        inside = [{"type": f"{SCHEMA}/Consultation", **row} for row in consultations]
        facts = {
            "reference": f"{number}/2023",
            "date": "2023-04-04",
            "paperType": "Beschlussvorlage",
            **facts,
        }
        address = self._put(
            path,
            "Paper",
            body=f"{self.url}/body/1",
            name=name,
            consultation=inside,
            mainFile={"type": f"{SCHEMA}/File", "accessUrl": f"{self.url}/files/{number}.pdf"},
            **facts,
        )
        if path not in self.lists["/body/1/papers"]:
            self.lists["/body/1/papers"].append(path)
        return address

    def delete(self, path: str, modified: str) -> None:
        """Delete as the specification says: only id, type, created and modified stay."""
        old = self.objects[path]
        kept = {name: old[name] for name in ("id", "type", "created")}
        self.objects[path] = {**kept, "modified": modified, "deleted": True}

    def _put(self, path: str, kind: str, **facts: Any) -> str:
        address = f"{self.url}{path}"
        self.objects[path] = {
            "id": address,
            "type": f"{SCHEMA}/{kind}",
            "created": FIRST,
            "modified": FIRST,
            **facts,
        }
        return address

    def answer(self, target: str) -> tuple[int, bytes]:
        parts = urlsplit(target)
        self.asked.append(target)
        if parts.path in self.raw:
            return self.raw[parts.path]
        if parts.path in self.lists:
            return 200, json.dumps(self._page(parts.path, parse_qs(parts.query))).encode()
        if parts.path in self.objects:
            return 200, json.dumps(self.objects[parts.path]).encode()
        return 404, b"{}"

    def _page(self, path: str, query: dict[str, list[str]]) -> dict[str, Any]:
        rows = [self.objects[key] for key in self.lists[path]]
        since = query.get("modified_since", [""])[0]
        if since:
            earliest = dt.datetime.fromisoformat(since)
            rows = [row for row in rows if dt.datetime.fromisoformat(row["modified"]) >= earliest]
        else:
            rows = [row for row in rows if not row.get("deleted")]
        page = int(query.get("page", ["1"])[0])
        shown = rows[(page - 1) * PAGE : page * PAGE]
        links = {"first": f"{self.url}{path}", "self": f"{self.url}{path}?page={page}"}
        if page * PAGE < len(rows):
            links["next"] = f"{self.url}{path}?page={page + 1}" + (
                f"&modified_since={_quoted(since)}" if since else ""
            )
        return {
            "data": shown,
            "pagination": {"totalElements": len(rows), "currentPage": page},
            "links": links,
        }


def _quoted(moment: str) -> str:
    return moment.replace("+", "%2B").replace(":", "%3A")


@contextmanager
def town_server() -> Iterator[Town]:
    """Serve a town until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = town.answer(self.path)
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", content.decode())
                content = b""
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    town = Town(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield town
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
