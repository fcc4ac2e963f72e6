"""What a caller wants from a source: which tables, and how far around the region."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

Bounds = tuple[float, float, float, float]
"""West, south, east, north in EPSG:25832."""

MARGIN_M = 2_000
"""Around the region's bounds: more than any catchment of a population point (1 km)."""

WIDE_MARGIN_M = {"green": 12_000}
"""Green counts from far outside: the widest tier of ANGSt looks 10 km."""


@dataclass(frozen=True)
class Request:
    """Tables to read, bounds of the region and its municipalities; None: no limit."""

    tables: frozenset[str]
    within: Bounds | None = None
    municipalities: pd.DataFrame | None = field(default=None, repr=False)

    def reach(self, name: str) -> Bounds | None:
        """Return the bounds within which rows of the table `name` are of use."""
        if self.within is None:
            return None
        margin = WIDE_MARGIN_M.get(name, MARGIN_M)
        west, south, east, north = self.within
        return west - margin, south - margin, east + margin, north + margin

    def ags(self) -> list[str] | None:
        """Return the keys of the region's municipalities, sorted; None: not known."""
        return None if self.municipalities is None else sorted(self.municipalities["ags"])
