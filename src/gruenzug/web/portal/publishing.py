"""Pages that go live or end at a moment their editors chose."""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command

from gruenzug.web.core import tick


@tick.job("portal.publish", every=dt.timedelta(minutes=5))
def publish_what_is_due(now: dt.datetime) -> None:
    """Publish and take back what is due."""
    call_command("publish_scheduled", verbosity=0)
