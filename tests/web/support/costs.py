"""What a page costs: queries, and the processor's time as a server spends it."""

from __future__ import annotations

import time
from contextlib import contextmanager

from django.db import connection
from django.template.base import Template
from django.test import utils
from django.test.utils import CaptureQueriesContext

RUNS = 12
MOST_MS = 35
"""The aim is 25 ms on a quiet machine; beside two workers and their browsers a page may take longer."""
QUIET_S = 0.0042
"""What `_yardstick` takes on a quiet machine of 2026; beside others' work it takes longer, and so does a page."""


def queries_of(client, address: str) -> list[str]:
    """Return the queries of a page that was asked for before."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return [query["sql"] for query in captured.captured_queries]


def cpu_ms(client, address: str) -> float:
    """Return the processor's time of a page in milliseconds, as of a quiet machine: the best of some runs."""
    with _as_a_server_renders():
        return min(_once(client, address) for _ in range(RUNS)) * 1000


def _once(client, address: str) -> float:
    before = _yardstick()
    begin = time.process_time()
    response = client.get(address)
    spent = time.process_time() - begin
    assert response.status_code == 200, address
    return spent * min(1.0, 2 * QUIET_S / (before + _yardstick()))


def _yardstick() -> float:
    """Return the processor's time of work with words and tables, as pages are made of."""
    begin, words = time.process_time(), {}
    for number in range(20_000):
        name = str(number % 997)
        words[name] = words.get(name, "")[-8:] + str(number)
    assert len("".join(words.values())) > len(words)
    return time.process_time() - begin


@contextmanager
def _as_a_server_renders():
    """Take off what tests put on templates: a copy of the context for each of them, kept for assertions."""
    instrumented = Template._render
    Template._render = utils._TestState.saved_data.template_render
    try:
        yield
    finally:
        Template._render = instrumented
