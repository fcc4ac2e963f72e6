"""Every processing of personal data, declared beside the model it concerns, and its deletion.

The declarations are the record of processing activities (Art. 30 GDPR), the
text of the privacy page, and the work list of the nightly retention job.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from gruenzug.web.core import tick

Words = str | Promise
Delete = Callable[[dt.datetime], int]


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


@tick.job("core.retention", every=dt.timedelta(hours=20))
def delete_what_is_due(now: dt.datetime | None = None) -> str:
    """Delete personal data whose time is over."""
    now = now or timezone.now()
    counts = {key: row.delete(now) for key, row in _PROCESSINGS.items() if row.delete}
    return ", ".join(f"{key} {count}" for key, count in counts.items() if count) or "nothing due"
