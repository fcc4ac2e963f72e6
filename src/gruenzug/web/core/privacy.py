"""Every processing of personal data, declared beside the model it concerns, and its deletion.

The declarations are the record of processing activities (Art. 30 GDPR), the
text of the privacy page, and the work list of the nightly retention job.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from gruenzug.web.core import tick
from gruenzug.web.core.models import RetentionEntry

Words = str | Promise
Delete = Callable[[dt.datetime], int]
Find = Callable[[str], Sequence[Mapping[str, Any]]]
Forget = Callable[[str], int]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Processing:
    """One processing of personal data.

    Attributes
    ----------
    id
        "room.what", stable.
    basis
        Legal basis, such as "Art. 6 Abs. 1 Buchst. a DSGVO (Einwilligung)".
    data
        Which data, in words.
    recipients
        Who gets to see them; "keine" where nobody outside does.
    retention_days
        Days after which data are deleted; counted from what `retention` says.
    retention
        The same in words for the privacy page.
    model
        Label of the model ("newsletter.Subscriber").
    delete
        Deletes what is due at a moment and returns how many rows; None where
        the data end with something a person does.
    find
        What is kept about an e-mail address, as rows of words and values for
        the person it belongs to; None where an address leads to nothing.
    forget
        Deletes what is kept about an e-mail address at that person's wish and
        returns how many rows; None where the law or the task asks us to keep it.
    kept
        Why `forget` is missing although `find` is there, for the person who asks.
    """

    id: str
    title: Words
    purpose: Words
    basis: Words
    data: Words
    recipients: Words
    retention_days: int | None
    retention: Words
    model: str
    delete: Delete | None = None
    find: Find | None = None
    forget: Forget | None = None
    kept: Words = ""


@dataclass(frozen=True)
class Due:
    """What the retention job did, or would do, for one processing."""

    processing: Processing
    rows: int
    error: str = ""


_PROCESSINGS: dict[str, Processing] = {}


def register(processing: Processing) -> Processing:
    """Declare `processing`; an id can be taken once."""
    if processing.id in _PROCESSINGS:
        raise ValueError(f"a processing named {processing.id} is declared already")
    _PROCESSINGS[processing.id] = processing
    return processing


def processings() -> dict[str, Processing]:
    """Return all declared processings by id."""
    return dict(_PROCESSINGS)


class _Rehearsed(Exception):  # noqa: N818  ends a transaction that must not be kept
    pass


def delete_due(now: dt.datetime, *, dry_run: bool = False) -> list[Due]:
    """Delete personal data whose time is over; with `dry_run` only say how much that would be.

    A dry run does the same deletions and takes them back, so it cannot differ
    from the real one. A processing whose deletion fails keeps no other from it.
    """
    return [_delete(row, now, dry_run) for row in _PROCESSINGS.values() if row.delete]


def _delete(processing: Processing, now: dt.datetime, dry_run: bool) -> Due:
    count = 0
    try:
        with transaction.atomic():
            assert processing.delete is not None  # noqa: S101  asked for above
            count = processing.delete(now)
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        return Due(processing, count)
    except Exception as error:
        logger.exception("retention of %s failed", processing.id)
        done = Due(processing, 0, f"{type(error).__name__}: {error}")
    else:
        done = Due(processing, count)
    if not dry_run and (done.rows or done.error):
        RetentionEntry.objects.create(
            processing=processing.id, done_at=now, rows=done.rows, error=done.error[:500]
        )
    return done


@tick.job("core.retention", every=dt.timedelta(hours=20))
def delete_what_is_due(now: dt.datetime | None = None) -> str:
    """Delete personal data whose time is over, and write down how much."""
    done = delete_due(now or timezone.now())
    if failed := [row for row in done if row.error]:
        raise RuntimeError("; ".join(f"{row.processing.id}: {row.error}" for row in failed))
    return ", ".join(f"{row.processing.id} {row.rows}" for row in done if row.rows) or "nothing due"
