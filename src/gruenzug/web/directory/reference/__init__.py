"""The bodies that ship with the software, each with how sure it is; functions, never persons."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import ConsentWording, ContactGroup, GroupRule, Topic
from gruenzug.web.directory.reference.bodies_loader import load_bodies
from gruenzug.web.directory.services.places import link_places


def load(report: Report) -> None:
    """Bring topics, bodies, groups and the wording of the consent to what the files say."""
    basics = tomllib.loads(files(__name__).joinpath("basics.toml").read_text("utf-8"))
    for row in basics["topic"]:
        _load_topic(row, report)
    seats = load_bodies(report)
    link_places(seats=seats)
    for row in basics["group"]:
        _load_group(row, report)
    _load_wording(basics["wording"], report)


def _load_topic(row: dict[str, Any], report: Report) -> None:
    wanted = {"title_de": row["de"], "title_en": row["en"], "order": row["order"]}

    def content(topic: Topic) -> dict[str, Any]:
        return {name: getattr(topic, name) for name in wanted}

    current = Topic.objects.filter(key=row["key"]).first()

    def write() -> dict[str, Any]:
        return content(Topic.objects.update_or_create(key=row["key"], defaults=wanted)[0])

    known = content(current) if current else None
    apply(key=f"directory.topic:{row['key']}", wanted=wanted, current=known, write=write, report=report)


def _load_group(row: dict[str, Any], report: Report) -> None:
    wanted = {"title": row["title"], "purpose": row["purpose"], "kinds": row["kinds"]}
    current = ContactGroup.objects.filter(slug=row["slug"]).first()

    def content(group: ContactGroup) -> dict[str, Any]:
        rules = GroupRule.objects.filter(group=group, topic=None, county=None)
        kinds = list(rules.values_list("kind", flat=True))
        return {"title": group.title, "purpose": group.purpose, "kinds": kinds}

    def write() -> dict[str, Any]:
        fields = {"title": row["title"], "purpose": row["purpose"]}
        group, _created = ContactGroup.objects.update_or_create(slug=row["slug"], defaults=fields)
        GroupRule.objects.filter(group=group).delete()
        for kind in row["kinds"]:
            GroupRule.objects.create(group=group, kind=kind)
        return content(group)

    known = content(current) if current else None
    apply(key=f"directory.group:{row['slug']}", wanted=wanted, current=known, write=write, report=report)


def _load_wording(row: dict[str, Any], report: Report) -> None:
    wanted = {"text": row["text"].strip(), "valid_from": row["valid_from"].isoformat()}
    current = ConsentWording.objects.filter(version=row["version"]).first()

    def content(wording: ConsentWording) -> dict[str, Any]:
        return {"text": wording.text, "valid_from": wording.valid_from.isoformat()}

    def write() -> dict[str, Any]:
        fields = {"text": wanted["text"], "valid_from": row["valid_from"]}
        return content(ConsentWording.objects.update_or_create(version=row["version"], defaults=fields)[0])

    known = content(current) if current else None
    apply(key=f"directory.wording:{row['version']}", wanted=wanted, current=known, write=write, report=report)
