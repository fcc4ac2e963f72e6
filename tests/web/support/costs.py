"""What a page costs: queries, and the processor's time as a server spends it."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.template.base import Template
from django.test import override_settings, utils
from django.test.utils import CaptureQueriesContext

from gruenzug.web.portal.memory import keep_what_is_loaded
from gruenzug.web.portal.settings import base
from tests import quiet

RUNS = 48
MOST_QUERIES, MOST_MS = 12, 25
BUSY = 1.25
"""By how much more a page suffers than the yardstick where others share the processor's caches."""
QUIET_S = 0.0042
"""What `_yardstick` takes on a quiet machine of 2026; on a slower one it takes longer, and so does a page."""


def queries_of(client, address: str) -> list[str]:
    """Return the queries of a page that was asked for before."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return [query["sql"] for query in captured.captured_queries]


def too_dear(client, addresses: Iterable[str]) -> dict[str, tuple[int, float]]:
    """Return the pages that take more queries or time than a page may, with what they take."""
    queries = {address: len(queries_of(client, address)) for address in addresses}
    with quiet.alone():
        costs = {address: (count, round(cpu_ms(client, address), 1)) for address, count in queries.items()}
    return {address: cost for address, cost in costs.items() if cost[0] > MOST_QUERIES or cost[1] > MOST_MS}


def cpu_ms(client, address: str) -> float:
    """Return the processor's time of a page in milliseconds, as of a quiet machine.

    The other workers wait meanwhile; for what else the machine may do, a page
    that takes more than it may is measured again, and the best run counts.
    """
    best = float("inf")
    with quiet.alone(), _as_a_server_renders():
        for _ in range(RUNS):
            best = min(best, _once(client, address) * 1000)
            if best <= MOST_MS:
                return best
        is_busy = min(_yardstick() for _ in range(12)) > 1.1 * QUIET_S
    return best / BUSY if is_busy else best


def _once(client, address: str) -> float:
    before = _yardstick()
    begin = time.thread_time()
    response = client.get(address)
    spent = time.thread_time() - begin
    assert response.status_code == 200, address
    return spent * min(1.0, 2 * QUIET_S / (before + _yardstick()))


def _yardstick() -> float:
    """Return the processor's time of work with words and tables, as pages are made of."""
    begin, words = time.thread_time(), {}
    for number in range(20_000):
        name = str(number % 997)
        words[name] = words.get(name, "")[-8:] + str(number)
    assert len("".join(words.values())) > len(words)
    return time.thread_time() - begin


@contextmanager
def _as_a_server_renders():
    """Render as in production.

    Taken off is what tests put on templates, a copy of the context for each of
    them kept for assertions; put on are the cache of what follows from a
    release, and how a server collects its garbage.
    """
    thresholds = gc.get_threshold()
    keep_what_is_loaded()
    instrumented = Template._render
    Template._render = utils._TestState.saved_data.template_render
    try:
        with override_settings(CACHES={**settings.CACHES, "pages": base.CACHES["pages"]}):
            caches["pages"].clear()
            yield
    finally:
        Template._render = instrumented
        gc.unfreeze()
        gc.set_threshold(*thresholds)
