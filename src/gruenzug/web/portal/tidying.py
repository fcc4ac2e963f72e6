"""Pictures drawn for other sites go after a while; who asks for one again has it drawn anew."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import default_storage

from gruenzug.web.core import tick
from gruenzug.web.core.previews import FOLDER

KEEP = dt.timedelta(days=90)


@tick.job("portal.previews", every=dt.timedelta(days=1))
def forget_old_previews(now: dt.datetime) -> str:
    """Delete pictures drawn long ago: what they show has mostly changed since."""
    if not default_storage.exists(FOLDER):
        return ""
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    old = [name for name in names if default_storage.get_modified_time(name) < now - KEEP]
    for name in old:
        default_storage.delete(name)
    return str(len(old)) if old else ""
