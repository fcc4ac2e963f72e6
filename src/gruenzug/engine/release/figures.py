"""All figures of a release, indicator by indicator; those whose tables have not changed are taken over."""

from __future__ import annotations

import json
from collections.abc import Callable

from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators import compute
from gruenzug.engine.indicators.figures import Row
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.store.kept import Kept


def kept_figures(
    indicator: Indicator, layers: RegionLayers, region_id: str, kept: Kept, key: Callable[[str], str]
) -> tuple[list[Row], bool]:
    """Return the figures of one indicator, and whether they are those of an earlier run.

    They hold as long as the definition and every table looked at for them,
    whose state `key` tells, are the same.
    """
    slot, asked = f"figures-{indicator.id}.json", f"{indicator!r}|{region_id}"
    if found := kept.find(slot, asked, key):
        earlier: list[Row] = json.loads(found.read_text("utf-8"))
        return earlier, True
    with layers.seen.recorded() as names:
        rows = compute(indicator, layers, region_id)
    with kept.put(slot, asked, {name: key(name) for name in sorted(names)}) as draft:
        draft.write_text(json.dumps(rows), "utf-8")
    return rows, False
