"""Two entries for one project become one, and it can be undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core import merging
from gruenzug.web.core.audit import record
from gruenzug.web.projects.models import (
    Distinct,
    FormerAddress,
    HistoryEntry,
    Merge,
    Project,
    Submission,
)
from gruenzug.web.projects.services.answers import tell_merged

FILLED = (
    "title_en",
    "summary_de",
    "summary_en",
    "text_de",
    "text_en",
    "body",
    "body_name",
    "website",
    "place",
    "measures",
    "elements",
    "field_of_action",
    "lead_project",
    "begins_on",
    "ends_on",
    "total_cost",
    "cost_note",
    "planned_area_m2",
    "unsealed_m2",
    "trees",
    "maintainer",
    "maintenance_cost",
    "maintenance_until",
    "source_url",
    "note",
)


PLACE = ("geometry", "locating", "point_x", "point_y")


@transaction.atomic
def merge_projects(*, keep: Project, remove: Project, by: Any) -> Merge:
    """Let `remove` become part of `keep`: what `keep` lacks is filled, its address and its rows move."""
    submission = Submission.objects.filter(project=remove, state=Submission.State.SUBMITTED).first()
    _between(keep, remove).delete()
    gone_title, gone_pk, gone_slug = remove.title_de, remove.pk, remove.slug
    takes_place = remove.is_located and not keep.is_located
    done = merging.absorb(keep, remove, fill=FILLED)
    if takes_place:
        _take_place(keep, remove, done)
    keep.full_clean()
    keep.save()
    FormerAddress.objects.create(slug=gone_slug, project=keep)
    merge = Merge.objects.create(
        kept=keep,
        gone_title=gone_title,
        gone_pk=gone_pk,
        gone=done.gone,
        filled=done.filled,
        moved=done.moved,
        by=by,
    )
    HistoryEntry.objects.create(
        project=keep, kind=HistoryEntry.Kind.MERGED, text_de=gone_title, is_public=False, by=by
    )
    record("projects.projects_merged", subject=keep, by=by, other=gone_title)
    if submission:
        submission.refresh_from_db()
        tell_merged(keep, submission)
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: Any) -> Project:
    """Bring back what was merged away, under its old number and address."""
    merge = Merge.objects.select_for_update().select_related("kept").get(pk=merge.pk)
    if merge.undone_at:
        raise ValidationError(_("Diese Zusammenführung ist schon rückgängig gemacht."))
    keep, slug = merge.kept, merge.gone["row"]["fields"]["slug"]
    FormerAddress.objects.filter(slug=slug, project=keep).delete()
    if Project.objects.filter(slug=slug).exists():
        slug = f"{slug[:110]}-{merge.gone_pk}"
    done = merging.Absorbed(merge.gone, merge.filled, merge.moved)
    restored = merging.release(keep, done, slug=slug)
    _give_place_back(keep, restored, merge.gone)
    keep.save()
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    record("projects.merge_undone", subject=keep, by=by, other=restored.title_de)
    return restored


@transaction.atomic
def tell_apart(*, first: Project, second: Project, by: Any) -> Distinct:
    """Note that two projects that look alike are two."""
    one, other = sorted((first, second), key=lambda project: project.pk)
    found, created = Distinct.objects.get_or_create(first=one, second=other, defaults={"by": by})
    if created:
        record("projects.told_apart", subject=one, by=by, other=other.title_de)
    return found


def _between(first: Project, second: Project) -> Any:
    return Distinct.objects.filter(Q(first=first, second=second) | Q(first=second, second=first))


def _take_place(keep: Project, remove: Project, done: merging.Absorbed) -> None:
    """Take the place of the other project, which is known better; label point and measures follow."""
    for name in PLACE:
        done.gone[f"kept_{name}"] = getattr(keep, name)
        setattr(keep, name, getattr(remove, name))


def _give_place_back(keep: Project, restored: Project, gone: dict[str, Any]) -> None:
    """Undo `_take_place` unless somebody moved the project since."""
    if "kept_geometry" in gone and keep.geometry == restored.geometry:
        for name in PLACE:
            setattr(keep, name, gone[f"kept_{name}"])
