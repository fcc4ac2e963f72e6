"""How a server collects its garbage."""

from __future__ import annotations

import gc

ALLOCATIONS = 20_000
"""Between two looks for garbage: a page makes some thousand objects, and nearly all go when it is done."""


def keep_what_is_loaded() -> None:
    """Take what was loaded at the start out of the collector's sight; it lives as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS)
