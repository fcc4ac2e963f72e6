"""The site on a day that stays the same, so that a picture of it does."""

from __future__ import annotations

import time_machine

time_machine.travel("2026-05-04T10:00:00+02:00").start()

from gruenzug.web.portal.wsgi import application  # noqa: E402  what it reads at the start is of that day, too

__all__ = ["application"]
