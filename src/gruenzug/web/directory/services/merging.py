"""Two entries for one body become one, with everything that hung on the other, and it can be undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gruenzug.web.core.audit import record
from gruenzug.web.core.merging import Absorbed, absorb, release
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
    name, number = remove.name, remove.pk
    done = absorb(keep, remove, fill=FILLED)
    keep.full_clean()
    keep.save()
    record("directory.organisation_merged", subject=keep, by=by, other=name)
    return Merge.objects.create(
        kept=keep,
        gone_name=name,
        gone_pk=number,
        gone=done.gone,
        filled=done.filled,
        moved=done.moved,
        by=by,
    )


@transaction.atomic
def undo_merge(*, merge: Merge, by: Any) -> Organisation:
    """Bring back what was merged away, under its old number, with what had hung on it."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise ValidationError(_("Diese Zusammenführung ist schon rückgängig gemacht."))
    keep = merge.kept
    done = Absorbed(merge.gone, merge.filled, merge.moved)
    restored = release(keep, done, **_free_address(merge))
    keep.save()
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    record("directory.merge_undone", subject=keep, by=by, other=restored.name)
    return restored


def _free_address(merge: Merge) -> dict[str, str]:
    """Return another address for the body that comes back if its old one was given away meanwhile."""
    slug = merge.gone["row"]["fields"]["slug"]
    taken = Organisation.objects.filter(slug=slug).exists()
    return {"slug": f"{slug}-{merge.gone_pk}"} if taken else {}
