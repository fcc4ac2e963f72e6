"""Two rows that mean one thing become one row, with everything that hung on the other; and back again.

`absorb` fills what is empty in the row that stays, points every relation of
any room at it and deletes the other; what it returns is all that `release`
needs to bring the other back under its old number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers import deserialize, serialize
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

Row = dict[str, Any]


@dataclass
class Absorbed:
    """What became of the row that went: all in a form JSON can hold.

    Attributes
    ----------
    gone
        The row itself, its many-to-many rows, and rows that could not move, for the other had such a one.
    filled
        Values that went into empty fields of the row that stayed.
    moved
        Rows that now point at the row that stayed: model, field, number.
    """

    gone: Row
    filled: Row = field(default_factory=dict)
    moved: list[Row] = field(default_factory=list)


@transaction.atomic
def absorb(keep: models.Model, remove: models.Model, *, fill: Sequence[str] = ()) -> Absorbed:
    """Let `remove` become part of `keep`; empty fields of `keep` named in `fill` take its values."""
    if keep.pk == remove.pk:
        raise ValidationError(_("Ein Eintrag kann nicht mit sich selbst zusammengeführt werden."))
    left: list[models.Model] = []
    done = Absorbed({"row": _plain([remove])[0], "many": _many_of(remove)})
    done.moved += [row for relation in _relations(keep) for row in _move(relation, remove, keep, left)]
    done.moved += [
        row for relation in _relations(keep, many=True) for row in _move_many(relation, remove, keep)
    ]
    done.gone |= {"left": _plain(left), "added": _add_many(keep, done.gone["many"])}
    _delete(remove)
    for column in map(keep._meta.get_field, fill):
        value = done.gone["row"]["fields"][column.name]
        if _is_empty(getattr(keep, column.attname)) and not _is_empty(value):
            setattr(keep, column.attname, column.to_python(value))
            done.filled[column.name] = value
    return done


@transaction.atomic
def release(keep: models.Model, done: Absorbed, **changes: Any) -> models.Model:
    """Bring back what `keep` absorbed, with what had hung on it; `changes` are fields to set anew.

    A field of `keep` that was filled is emptied again unless somebody changed it since; `keep` is not saved.
    """
    model = type(keep)
    for name, value in done.filled.items():
        column = model._meta.get_field(name)
        if getattr(keep, column.attname) == column.to_python(value):
            setattr(keep, column.attname, column.get_default())
    restored = _rows([done.gone["row"]])[0]
    for name, value in changes.items():
        setattr(restored, name, value)
    restored.save(force_insert=True)
    for name, keys in done.gone["many"].items():
        _link(restored, name, keys)
    for name, keys in done.gone["added"].items():
        _unlink(keep, name, keys)
    for row in done.moved:
        _move_back(row, keep, restored)
    for kept_aside in _rows(done.gone["left"]):
        kept_aside.save()
    return restored


def _relations(row: models.Model, *, many: bool = False) -> list[Any]:
    """Return every relation of any room that points at such rows."""
    return [relation for relation in row._meta.related_objects if bool(relation.many_to_many) is many]


def _move(relation: Any, source: models.Model, target: models.Model, left: list[models.Model]) -> list[Row]:
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


def _move_many(relation: Any, source: models.Model, target: models.Model) -> list[Row]:
    """Put `target` in the place of `source` wherever that is one of many."""
    through, name = relation.through, relation.field.m2m_reverse_field_name()
    moved = []
    for pk in through._base_manager.filter(**{name: source}).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                through._base_manager.filter(pk=pk).update(**{name: target})
        except IntegrityError:
            continue
        moved.append({"model": through._meta.label, "field": name, "pk": pk})
    return moved


def _move_back(row: Row, keep: models.Model, restored: models.Model) -> None:
    model = apps.get_model(row["model"])
    model._base_manager.filter(pk=row["pk"], **{row["field"]: keep}).update(**{row["field"]: restored})


def _many_of(row: models.Model) -> dict[str, list[Any]]:
    """Return the keys of what `row` has many of, by field."""
    return {many.name: _linked(row, many.name) for many in row._meta.many_to_many}


def _linked(row: models.Model, name: str) -> list[Any]:
    many = row._meta.get_field(name)
    own, other = many.m2m_field_name(), many.m2m_reverse_field_name()
    through = many.remote_field.through._base_manager.filter(**{own: row})
    return list(through.order_by("pk").values_list(f"{other}_id", flat=True))


def _add_many(keep: models.Model, many: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Give `keep` what it has not of `many`; return that."""
    added = {}
    for name, keys in many.items():
        present = set(_linked(keep, name))
        added[name] = [key for key in keys if key not in present]
        _link(keep, name, added[name])
    return added


def _link(row: models.Model, name: str, keys: Iterable[Any]) -> None:
    many = row._meta.get_field(name)
    own, other = many.m2m_field_name(), many.m2m_reverse_field_name()
    through = many.remote_field.through
    there = set(many.related_model._base_manager.filter(pk__in=list(keys)).values_list("pk", flat=True))
    through._base_manager.bulk_create(
        through(**{f"{own}_id": row.pk, f"{other}_id": key}) for key in keys if key in there
    )


def _unlink(row: models.Model, name: str, keys: Iterable[Any]) -> None:
    many = row._meta.get_field(name)
    wanted = {many.m2m_field_name(): row, f"{many.m2m_reverse_field_name()}__in": list(keys)}
    many.remote_field.through._base_manager.filter(**wanted).delete()


def _delete(row: models.Model) -> None:
    try:
        type(row)._base_manager.get(pk=row.pk).delete()
    except models.ProtectedError as error:
        kinds = sorted({str(other._meta.verbose_name_plural) for other in error.protected_objects})
        told = {"name": row, "kinds": ", ".join(kinds)}
        raise ValidationError(
            _("An „%(name)s“ hängen Einträge, die sich nicht umhängen lassen: %(kinds)s.") % told
        ) from error


def _plain(rows: Iterable[models.Model]) -> list[Row]:
    """Return the columns of rows, without what they have many of."""
    found = []
    for row in rows:
        names = [column.name for column in row._meta.concrete_fields]
        found += json.loads(serialize("json", [row], fields=names))
    return found


def _rows(plain: list[Row]) -> list[models.Model]:
    return [row.object for row in deserialize("json", json.dumps(plain))]


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
