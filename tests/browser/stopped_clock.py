"""The site on a day that stays the same, so that a picture of it does."""

from __future__ import annotations

from typing import Any

import time_machine

DAY = "2027-01-15T10:00:00+01:00"


def stop() -> None:
    """Let this process believe in `DAY`, for as long as it lives."""
    time_machine.travel(DAY).start()


def application() -> Any:
    """Return the site for a server that is to live on that day; what it reads at the start is of it, too."""
    stop()
    from gruenzug.web.portal.wsgi import application as site  # noqa: PLC0415

    return site
