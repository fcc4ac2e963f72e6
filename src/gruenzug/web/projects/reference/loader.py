"""Lists and projects from TOML files."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.utils import timezone

from gruenzug.web.charter.reference.rows import in_columns, load_row, sourced
from gruenzug.web.core.reference import Report, apply
from gruenzug.web.directory.models import Organisation
from gruenzug.web.funding.models import Grant
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import (
    ListEntry,
    Locating,
    Origin,
    Partner,
    Precision,
    Project,
    ProjectList,
    Reference,
    Visibility,
)

PLAIN = ("state", "place", "measures", "elements", "lead_project", "website", "body_name", "cost_note")
DAYS = ("begins_on", "ends_on")


def load_lists(report: Report) -> None:
    """Write the published lists."""
    for row in _read("lists.toml")["list"]:
        fields = {
            **in_columns("title", row["title"]),
            "short_name_de": row["short_name"]["de"],
            "short_name_en": row["short_name"]["en"],
            "holder": Organisation.objects.filter(slug="regionalverband-ruhr").first(),
            "published_count": row.get("published_count"),
            "is_about": row.get("is_about", False),
            "as_of": row.get("as_of"),
            "as_of_precision": row.get("as_of_precision", Precision.YEAR),
            "order": row["order"],
            **sourced(row),
        }
        load_row(ProjectList, f"projects.list:{row['key']}", {"key": row["key"]}, fields, report)


def load_projects(report: Report) -> None:
    """Write the projects; their towns are linked as soon as there are towns."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    lists = {row.key: row for row in ProjectList.objects.all()}
    for row in _read("projects.toml")["project"]:
        current = Project.objects.filter(slug=row["slug"]).first()
        apply(
            key=f"projects.project:{row['slug']}",
            wanted=_wanted(row),
            current=_content(current) if current else None,
            write=lambda row=row, current=current: _write(row, current, bodies, lists),
            report=report,
        )
        _link_towns(row)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("gruenzug.web.projects.reference").joinpath(name).read_text("utf-8"))


def _wanted(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry in the form in which `_content` reads it back."""
    return {
        **in_columns("title", row["title"]),
        **in_columns("summary", row["summary"]),
        **sourced(row),
        **{name: row.get(name, [] if name in ("measures", "elements") else "") for name in PLAIN},
        **{name: _text(row.get(name)) for name in DAYS},
        "dates_precision": row.get("dates_precision", Precision.DAY),
        "locating": row.get("locating", Locating.MUNICIPALITY),
        "total_cost": f"{Decimal(row['total_cost']):.2f}" if "total_cost" in row else "",
        "cost_is_about": row.get("cost_is_about", False),
        "body": row.get("body", ""),
        "lists": sorted(row.get("lists", [])),
        "grants": sorted(row.get("grants", [])),
        "partners": sorted([partner["organisation"], partner["role"]] for partner in row.get("partners", [])),
        "references": [[found["title"], found["url"]] for found in row.get("references", [])],
    }


def _content(project: Project) -> dict[str, Any]:
    columns = [f"{name}_{language}" for name in ("title", "summary") for language in ("de", "en", "simple")]
    names = (*columns, "status", "source_url", "source_note", *PLAIN)
    partners = project.partners.values_list("organisation__slug", "role")
    return {
        **{name: getattr(project, name) for name in names},
        **{name: _text(getattr(project, name)) for name in DAYS},
        "dates_precision": project.dates_precision,
        "locating": project.locating,
        "total_cost": "" if project.total_cost is None else f"{project.total_cost:.2f}",
        "cost_is_about": project.cost_is_about,
        "body": project.body.slug if project.body else "",
        "lists": sorted(project.entries.values_list("list__key", flat=True)),
        "grants": sorted(project.grants.values_list("slug", flat=True)),
        "partners": sorted(list(pair) for pair in partners),
        "references": [list(pair) for pair in project.references.values_list("title", "url")],
    }


def _write(
    row: Mapping[str, Any],
    project: Project | None,
    bodies: Mapping[str, Organisation],
    lists: Mapping[str, ProjectList],
) -> dict[str, Any]:
    wanted = _wanted(row)
    project = project or Project(slug=row["slug"], origin=Origin.REFERENCE, published_at=timezone.now())
    children = ("lists", "grants", "partners", "references")
    for name, value in wanted.items():
        if name not in (*children, "body", "total_cost", *DAYS):
            setattr(project, name, value)
    project.body, project.visibility = bodies.get(wanted["body"]), Visibility.PUBLIC
    project.total_cost = Decimal(wanted["total_cost"]) if wanted["total_cost"] else None
    for name in DAYS:
        setattr(project, name, row.get(name))
    project.save()
    _write_children(project, row, wanted, bodies, lists)
    return _content(Project.objects.get(pk=project.pk))


def _write_children(
    project: Project,
    row: Mapping[str, Any],
    wanted: Mapping[str, Any],
    bodies: Mapping[str, Organisation],
    lists: Mapping[str, ProjectList],
) -> None:
    for model in (ListEntry, Partner, Reference):
        model.objects.filter(project=project).delete()
    for key in wanted["lists"]:
        named = lists[key]
        ListEntry.objects.create(
            project=project,
            list=named,
            as_of=named.as_of,
            as_of_precision=named.as_of_precision,
            source_url=named.source_url,
        )
    for slug, role in wanted["partners"]:
        Partner.objects.create(project=project, organisation=bodies[slug], role=role)
    for title, url in wanted["references"]:
        Reference.objects.create(project=project, title=title, url=url)
    project.grants.set(Grant.objects.filter(slug__in=wanted["grants"]))
    project.save()


def _link_towns(row: Mapping[str, Any]) -> None:
    """Link the towns of a project that has none yet; a release may have brought them meanwhile."""
    project = Project.objects.filter(slug=row["slug"]).first()
    if project is None or not row.get("municipalities") or project.municipalities.exists():
        return
    order = {ags: place for place, ags in enumerate(row["municipalities"])}
    towns = sorted(Municipality.objects.filter(ags__in=order), key=lambda town: order[town.ags])
    if towns:
        project.municipalities.set(towns)
        project.save()


def _text(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
