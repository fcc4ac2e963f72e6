"""Work that falls due by itself: reminders, deletions, mails that could not be sent.

A job is a function of the present moment that does what is due and not done
yet; it may run at any time, late, twice, or on two machines at once::

    @tick.job("charter.reminders", every=timedelta(hours=6))
    def remind(now: datetime) -> str:
        for round in Round.objects.filter(due_on__lte=now.date()):
            with transaction.atomic():
                if tick.once(f"charter.reminder:{round.pk}"):
                    mail.send(...)
        return "3 reminders"

`manage.py tick` runs what is due; nothing depends on when exactly.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from gruenzug.web.core.models import Once, TickRun

Work = Callable[[dt.datetime], str | int | None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One kind of due work."""

    name: str
    every: dt.timedelta
    work: Work


_JOBS: dict[str, Job] = {}


def job(name: str, *, every: dt.timedelta) -> Callable[[Work], Work]:
    """Register a function as the job `name`, to run at most once per `every`."""

    def decorate(work: Work) -> Work:
        if name in _JOBS:
            raise ValueError(f"a job named {name} is registered already")
        _JOBS[name] = Job(name, every, work)
        return work

    return decorate


def jobs() -> dict[str, Job]:
    """Return all jobs by name."""
    return dict(_JOBS)


def run_due(now: dt.datetime, *, everything: bool = False) -> Iterator[tuple[Job, str, bool]]:
    """Run what is due at `now`; yield each job with what it said and whether it went well.

    A job that fails is tried again by the next tick and keeps no other from running.
    """
    for job in _JOBS.values():
        if not _claim(job, now, everything):
            continue
        try:
            told = job.work(now)
        except Exception as error:
            logger.exception("%s failed", job.name)
            _finish(job, now, f"{type(error).__name__}: {error}", well=False)
            yield job, f"{type(error).__name__}: {error}", False
            continue
        report = "" if told is None else str(told)
        _finish(job, now, report, well=True)
        yield job, report, True


def once(key: str) -> bool:
    """Return True the first time `key` is asked for, False ever after.

    Within a transaction that is rolled back the key is forgotten again.
    """
    try:
        with transaction.atomic():
            Once.objects.create(key=key)
    except IntegrityError:
        return False
    return True


def _claim(job: Job, now: dt.datetime, everything: bool) -> bool:
    """Mark `job` as begun at `now`; False if it is not due or another tick was quicker."""
    TickRun.objects.get_or_create(name=job.name)
    due = TickRun.objects.filter(name=job.name)
    if not everything:
        due = due.filter(Q(begun_at__isnull=True) | Q(begun_at__lte=now - job.every) | Q(went_well=False))
    return bool(due.update(begun_at=now, went_well=True))


def _finish(job: Job, now: dt.datetime, report: str, *, well: bool) -> None:
    TickRun.objects.filter(name=job.name).update(finished_at=now, report=report[:500], went_well=well)
