"""Once a day the index is compared with everything, for entries that depend on other rows."""

from __future__ import annotations

import datetime as dt

from gruenzug.web.core import tick
from gruenzug.web.core.search.indexing import reindex


@tick.job("core.search", every=dt.timedelta(hours=20))
def catch_up(now: dt.datetime) -> str:
    """Bring the index in line; say what had fallen behind."""
    return ", ".join(f"{kind} {count}" for kind, count in reindex().items() if count)
