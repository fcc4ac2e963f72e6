"""The events that published sources name, each with how sure it is."""

from __future__ import annotations

from gruenzug.web.core.reference import Report
from gruenzug.web.events.reference.loader import load_events


def load(report: Report) -> None:
    """Bring the events to what the file says, where no person edited them."""
    load_events(report)
