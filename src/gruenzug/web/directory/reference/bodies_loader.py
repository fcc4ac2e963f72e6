"""Bodies from TOML files: one file per kind, with defaults for all its entries."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import FunctionContact, Organisation, Topic

FIELDS = ("kind", "name", "short_name", "official_key", "website", "status", "source_url")
CONTACT_FIELDS = ("office", "task", "mailbox", "phone", "website")


def load_bodies(report: Report) -> dict[str, str]:
    """Write all bodies; return the municipality key of each body's seat, by slug."""
    rows = _rows()
    topics = {topic.key: topic for topic in Topic.objects.all()}
    bodies = {
        body.slug: body for body in Organisation.objects.select_related("parent").prefetch_related("topics")
    }
    contacts: dict[int, list[FunctionContact]] = {}
    for contact in FunctionContact.objects.order_by("order", "pk"):
        contacts.setdefault(contact.organisation_id, []).append(contact)
    for row in rows:
        body = bodies.get(row["slug"])
        current = _content(body, contacts.get(body.pk, [])) if body else None
        apply(
            key=f"directory.organisation:{row['slug']}",
            wanted=_wanted(row),
            current=current,
            write=lambda row=row, body=body: _write(row, body, bodies, topics),
            report=report,
        )
    return {row["slug"]: row["seat"] for row in rows if "seat" in row}


def _rows() -> list[dict[str, Any]]:
    folder = files("gruenzug.web.directory.reference").joinpath("bodies")
    found = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        table = tomllib.loads(file.read_text("utf-8"))
        found += [{**table["defaults"], **row} for row in table["body"]]
    return found


def _wanted(row: dict[str, Any]) -> dict[str, Any]:
    """Return the entry in the form in which `_content` reads it back."""
    return {
        **{name: row.get(name, "") for name in FIELDS},
        "parent": row.get("parent", ""),
        "topics": sorted(row.get("topics", [])),
        "contacts": [
            {name: contact.get(name, "") for name in CONTACT_FIELDS} for contact in row.get("contact", [])
        ],
    }


def _content(body: Organisation, contacts: list[FunctionContact]) -> dict[str, Any]:
    return {
        **{name: getattr(body, name) for name in FIELDS},
        "parent": body.parent.slug if body.parent else "",
        "topics": sorted(topic.key for topic in body.topics.all()),
        "contacts": [{name: getattr(contact, name) for name in CONTACT_FIELDS} for contact in contacts],
    }


def _write(
    row: dict[str, Any],
    body: Organisation | None,
    bodies: dict[str, Organisation],
    topics: dict[str, Topic],
) -> dict[str, Any]:
    wanted = _wanted(row)
    body = body or Organisation(slug=row["slug"])
    for name in FIELDS:
        setattr(body, name, wanted[name])
    body.parent = bodies.get(wanted["parent"])
    body.save()
    bodies[body.slug] = body
    body.topics.set([topics[key] for key in wanted["topics"] if key in topics])
    present = FunctionContact.objects.filter(organisation=body)
    present.delete()
    for order, contact in enumerate(wanted["contacts"]):
        FunctionContact.objects.create(organisation=body, order=order, **contact)
    return _content(body, list(present.order_by("order", "pk")))
