"""Two entries for one body become one, with everything that hung on the other, and it can be undone."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers import deserialize, serialize
from django.db import IntegrityError, models, transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core.audit import record
from gruenzug.web.directory.models import Merge, Organisation

FILLED = (
    "short_name",
    "official_key",
    "website",
    "mailbox",
    "phone",
    "street",
    "postal_code",
    "city",
    "longitude",
    "latitude",
    "source_url",
    "note",
)


@transaction.atomic
def merge_organisations(*, keep: Organisation, remove: Organisation, by: Any) -> Merge:
    """Let `remove` become part of `keep`: empty fields are filled, everything that refers to it moves."""
    if keep.pk == remove.pk:
        raise ValidationError(_("Eine Körperschaft kann nicht mit sich selbst zusammengeführt werden."))
    gone = _snapshot(remove)
    left: list[models.Model] = []
    moved = [row for relation in _relations() for row in _move(relation, remove, keep, left)]
    moved += _move_many(keep, remove)
    gone["left"] = serialize("json", left)
    merge = Merge(kept=keep, gone_name=remove.name, gone_pk=remove.pk, gone=gone, moved=moved, by=by)
    _delete(remove)
    merge.filled = _fill(keep, gone)
    merge.save()
    record("directory.organisation_merged", subject=keep, by=by, other=gone["name"])
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: Any) -> Organisation:
    """Bring back what was merged away, under its old number, with what had hung on it."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise ValidationError(_("Diese Zusammenführung ist schon rückgängig gemacht."))
    keep = merge.kept
    for name, value in merge.filled.items():
        if getattr(keep, name) == value:
            setattr(keep, name, Organisation._meta.get_field(name).get_default())
    keep.save()
    restored = Organisation(pk=merge.gone_pk, **_columns(merge.gone))
    if Organisation.objects.filter(slug=restored.slug).exists():
        restored.slug = f"{restored.slug}-{merge.gone_pk}"
    restored.save(force_insert=True)
    restored.topics.set(merge.gone["topics"])
    for row in merge.moved:
        _move_back(row, keep, restored)
    for kept_aside in deserialize("json", merge.gone.get("left", "[]")):
        kept_aside.save()
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    record("directory.merge_undone", subject=keep, by=by, other=restored.name)
    return restored


def _relations() -> list[models.ForeignObjectRel]:
    """Return every foreign key of any room that points at bodies."""
    return [relation for relation in Organisation._meta.related_objects if not relation.many_to_many]


def _delete(body: Organisation) -> None:
    try:
        body.delete()
    except models.ProtectedError as error:
        kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
        told = {"name": body.name, "kinds": ", ".join(kinds)}
        raise ValidationError(
            _("An „%(name)s“ hängen Einträge, die sich nicht umhängen lassen: %(kinds)s.") % told
        ) from error


def _move(
    relation: Any, source: Organisation, target: Organisation, left: list[models.Model]
) -> list[dict[str, Any]]:
    """Point the rows of one relation at `target`; what `target` has already goes to `left`."""
    model, name = relation.related_model, relation.field.name
    moved = []
    for pk in model._base_manager.filter(**{name: source}).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{name: target})
        except IntegrityError:
            left.append(model._base_manager.get(pk=pk))
            continue
        moved.append({"model": model._meta.label, "field": name, "pk": pk})
    return moved


def _move_many(keep: Organisation, remove: Organisation) -> list[dict[str, Any]]:
    """Add `keep` wherever `remove` is one of many: topics, groups, and what rooms above add."""
    keep.topics.add(*remove.topics.all())
    moved = []
    for relation in Organisation._meta.related_objects:
        if not relation.many_to_many:
            continue
        through, name = relation.through, relation.field.m2m_reverse_field_name()
        for pk in through._base_manager.filter(**{name: remove}).values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    through._base_manager.filter(pk=pk).update(**{name: keep})
            except IntegrityError:
                continue
            moved.append({"model": through._meta.label, "field": name, "pk": pk})
    return moved


def _move_back(row: dict[str, Any], keep: Organisation, restored: Organisation) -> None:
    model = apps.get_model(row["model"])
    model._base_manager.filter(pk=row["pk"], **{row["field"]: keep}).update(**{row["field"]: restored})


def _fill(keep: Organisation, gone: dict[str, Any]) -> dict[str, Any]:
    """Fill what is empty in `keep`; return what was filled."""
    filled = {}
    for name in FILLED:
        if getattr(keep, name) in ("", None) and gone[name] not in ("", None):
            setattr(keep, name, gone[name])
            filled[name] = gone[name]
    keep.full_clean()
    keep.save()
    return filled


def _snapshot(body: Organisation) -> dict[str, Any]:
    facts = model_to_dict(body)
    facts["slug"] = body.slug
    facts["topics"] = [topic.pk for topic in body.topics.all()]
    facts.pop("id", None)
    return facts


def _columns(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what the constructor takes: foreign keys by their column."""
    foreign = {"municipality", "county", "parent"}
    plain = {name: value for name, value in facts.items() if name not in foreign | {"topics", "left"}}
    return {**plain, **{f"{name}_id": facts[name] for name in foreign}}
