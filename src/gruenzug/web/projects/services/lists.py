"""Which list names which project; the project itself counts as changed then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from gruenzug.web.core.audit import record
from gruenzug.web.projects.models import ListEntry, Project


@transaction.atomic
def enter(*, entry: ListEntry, by: Any) -> ListEntry:
    """Put a project into a list."""
    entry.save()
    _touch(entry.project_id)
    record("projects.listentry_created", subject=entry, by=by)
    return entry


@transaction.atomic
def change_entry(*, entry: ListEntry, changes: Mapping[str, tuple[Any, Any]], by: Any) -> ListEntry:
    """Save a changed entry."""
    entry.save()
    _touch(entry.project_id)
    if changes:
        record("projects.listentry_changed", subject=entry, by=by, changes=changes)
    return entry


@transaction.atomic
def leave(*, entry: ListEntry, by: Any) -> None:
    """Take a project out of a list."""
    project = entry.project_id
    record("projects.listentry_deleted", subject=entry, by=by)
    entry.delete()
    _touch(project)


def _touch(project: int) -> None:
    Project.objects.filter(pk=project).update(updated_at=timezone.now())
