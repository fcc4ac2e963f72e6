"""From a draft to a public project and on: create, change, move, publish, withdraw, note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list, slugify
from django.utils.translation import gettext as _

from gruenzug.web.core.audit import record
from gruenzug.web.core.folding import fold
from gruenzug.web.places.models import Municipality
from gruenzug.web.projects.models import (
    FormerAddress,
    HistoryEntry,
    Locating,
    Origin,
    Project,
    State,
    Visibility,
)
from gruenzug.web.projects.services.answers import tell_published

Kind = HistoryEntry.Kind
SLUG_LENGTH = 100


@transaction.atomic
def create_project(*, project: Project, by: Any, origin: str = Origin.EDITOR, reference: str = "") -> Project:
    """Save a new project under an address of its own; nobody sees it before it is published."""
    project.slug = project.slug or free_slug(project.title_de)
    project.origin, project.origin_reference = origin, reference
    project.state_since = project.state_since or timezone.localdate()
    project.save()
    _write(project, Kind.FROM_IDEA if origin == Origin.IDEA else Kind.CREATED, by)
    record("projects.project_created", subject=project, by=by)
    return project


@transaction.atomic
def change_project(*, project: Project, changes: Mapping[str, tuple[Any, Any]], by: Any) -> Project:
    """Save a changed project; `changes` says what differs, by the labels of its fields."""
    project.save()
    if changes:
        record("projects.project_changed", subject=project, by=by, changes=changes)
    return project


@transaction.atomic
def move_project(
    *, project: Project, state: str, since: dt.date | None = None, note: str = "", by: Any
) -> None:
    """Set how far `project` is, since when, and why if somebody said so."""
    since = since or timezone.localdate()
    if since > timezone.localdate():
        raise ValidationError(_("Der neue Stand kann nicht in der Zukunft beginnen."))
    old = project.get_state_display()
    if state == project.state and since == project.state_since:
        return
    project.state, project.state_since = state, since
    project.save(update_fields=["state", "state_since", "updated_at"])
    _write(project, Kind.STATE, by, happened_on=since, state=state, text_de=note)
    record("projects.project_moved", subject=project, by=by, old=old, new=project.get_state_display())


@transaction.atomic
def publish_project(*, project: Project, by: Any) -> None:
    """Show `project` to the public; whoever handed it in is told.

    Raises ValidationError if something is missing; its text is meant for editors.
    """
    if missing := missing_for_publication(project):
        told = {"project": project, "gaps": get_text_list(missing, _("und"))}
        message = _("„%(project)s“ ist noch nicht vollständig. Bitte ergänzen Sie: %(gaps)s.")
        raise ValidationError(message, "incomplete", told)
    project.visibility = Visibility.PUBLIC
    project.published_at = project.published_at or timezone.now()
    project.save(update_fields=["visibility", "published_at", "updated_at"])
    _write(project, Kind.PUBLISHED, by, state=project.state)
    record("projects.project_published", subject=project, by=by)
    tell_published(project)


@transaction.atomic
def archive_project(*, project: Project, reason: str, by: Any) -> None:
    """Take `project` out of the public; its address then says that it is gone."""
    project.visibility = Visibility.ARCHIVED
    project.save(update_fields=["visibility", "updated_at"])
    _write(project, Kind.NOTE, by, text_de=reason, is_public=False)
    record("projects.project_archived", subject=project, by=by, reason=reason)


@transaction.atomic
def note_on_project(
    *, project: Project, text: str, happened_on: dt.date | None = None, is_public: bool = True, by: Any
) -> HistoryEntry:
    """Write a line into the history of `project`."""
    day = happened_on or timezone.localdate()
    entry = _write(project, Kind.NOTE, by, happened_on=day, text_de=text, is_public=is_public)
    project.save(update_fields=["updated_at"])
    record("projects.project_noted", subject=project, by=by, text=text)
    return entry


@transaction.atomic
def project_from_idea(
    *,
    title: str,
    text: str,
    reference: str,
    geometry: str = "",
    municipalities: Iterable[Municipality] = (),
    by: Any,
) -> Project:
    """Make a draft out of an idea of the public, `reference` being its key ("idea:12"); it stays linked."""
    present = Project.objects.filter(origin=Origin.IDEA, origin_reference=reference).first()
    if present is not None:
        return present
    project = Project(
        title_de=title[:240],
        text_de=text,
        state=State.IDEA,
        geometry=geometry,
        locating=Locating.APPROXIMATE if geometry else Locating.MUNICIPALITY,
    )
    create_project(project=project, by=by, origin=Origin.IDEA, reference=reference)
    project.municipalities.set(municipalities)
    project.save()
    return project


def missing_for_publication(project: Project) -> list[str]:
    """Return the names of what a public project must say and this one does not."""
    somewhere = project.locating == Locating.REGION or any(project.municipalities.all())
    known = {
        "title_de": project.title_de,
        "summary_de": project.summary_de or project.text_de,
        "body": project.body_label,
        "municipalities": somewhere,
        "measures": project.measures,
    }
    return [str(Project._meta.get_field(name).verbose_name) for name, value in known.items() if not value]


def free_slug(title: str) -> str:
    """Return an address made of `title` that no project has or had."""
    stem = slugify(fold(title))[:SLUG_LENGTH].strip("-") or "projekt"
    taken = set(Project.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(FormerAddress.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= RESERVED
    if stem not in taken:
        return stem
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)


RESERVED = {"vergleich", "compare", "melden", "submit", "listen", "lists", "link"}
"""Words of addresses that stand where a project's own stands."""


def _write(project: Project, kind: str, by: Any, **facts: Any) -> HistoryEntry:
    user = by if getattr(by, "is_authenticated", False) else None
    return HistoryEntry.objects.create(project=project, kind=kind, by=user, **facts)
