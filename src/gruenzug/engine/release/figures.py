"""All figures of a release, indicator by indicator; finished ones are kept in case of an interruption."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from gruenzug import __version__
from gruenzug.contract.indicators import Indicator
from gruenzug.engine.indicators import compute
from gruenzug.engine.indicators.figures import Row
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.store.atomic import new_file

Progress = Callable[[str], None]


def kept_figures(
    indicator: Indicator, layers: RegionLayers, region_id: str, work: Path, inputs: str
) -> list[Row]:
    """Return the figures of one indicator, from `work` if they were computed from the same inputs."""
    key = sha256(f"{inputs}|{indicator!r}|{region_id}|{__version__}".encode()).hexdigest()[:24]
    path = work / f"{indicator.id}-{key}.json"
    if path.exists():
        rows: list[Row] = json.loads(path.read_text("utf-8"))
        return rows
    rows = compute(indicator, layers, region_id)
    with new_file(path) as draft:
        draft.write_text(json.dumps(rows), "utf-8")
    return rows
