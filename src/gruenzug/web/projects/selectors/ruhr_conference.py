"""The projects of the Ruhr-Konferenz: how many were started, which of them are known by name here."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from gruenzug.web.projects.models import FieldOfAction, Project


@cache
def published() -> Mapping[str, Any]:
    """Return what is published: the number of projects, and those with a name."""
    folder = files("gruenzug.web.projects.reference")
    return tomllib.loads(folder.joinpath("ruhr_conference.toml").read_text("utf-8"))


def fields_of_action() -> dict[str, Any]:
    """Return the five fields with lead projects and projects of the register, and how many are missing."""
    facts = published()
    leads = {row["title"]: row for row in facts["lead"]}
    counts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    rows = Project.objects.public().exclude(field_of_action="", lead_project="")
    for chosen, lead in rows.values_list("field_of_action", "lead_project"):
        field = chosen or leads.get(lead, {}).get("field", "")
        counts[field] += 1
        named[lead] += 1
        if lead and lead not in leads:
            leads[lead] = {"title": lead, "field": field, "holder": "", "source_url": ""}
    return {
        "fields": [_field(field, leads, counts, named) for field in FieldOfAction],
        "count": facts["count"],
        "known": len(leads),
        "unknown": max(facts["count"] - len(leads), 0),
        "source": {"url": facts["source_url"], "title": facts["source_title"]},
        "propose_url": reverse("projects:submit"),
    }


def _field(
    field: FieldOfAction, leads: Mapping[str, Any], counts: Counter[str], named: Counter[str]
) -> dict[str, Any]:
    query = urlencode({"field": field.value})
    return {
        "label": field.label,
        "leads": [
            {**row, "projects": named[row["title"]]} for row in leads.values() if row["field"] == field
        ],
        "projects": counts[field],
        "url": f"{reverse('projects:list')}?{query}",
        "propose_url": f"{reverse('projects:submit')}?{query}",
    }
