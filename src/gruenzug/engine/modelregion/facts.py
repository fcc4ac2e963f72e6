"""The published facts that the model region keeps: names, keys, people, land use."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from gruenzug.engine.modelregion.projection import rough_metres

HECTARE = 10_000.0


@dataclass(frozen=True)
class Town:
    """One municipality as the statistics know it; areas in hectares, None where not published."""

    ags: str
    name: str
    designation: str
    kreis: str
    kreis_name: str
    x: float
    y: float
    population: int
    area: int
    use: dict[str, int | None]

    def hectares(self, *uses: str) -> int:
        """Return the sum of some land uses; what is not published counts as none."""
        return sum(self.use[name] or 0 for name in uses)

    @property
    def built(self) -> int:
        """Settlement and traffic together, in hectares: what is left after nature and fields."""
        return self.area - self.hectares(*OPEN_USES)


OPEN_USES = ("agriculture", "forest", "wood", "heath", "moor", "marsh", "bare", "water")
_USES = ("settlement", "traffic", *OPEN_USES, "commerce")


@cache
def towns() -> tuple[Town, ...]:
    """Return the 53 municipalities in the order of their keys."""
    text = files("gruenzug.engine.modelregion").joinpath("municipalities.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    x, y = rough_metres(np.array([float(r["lon"]) for r in rows]), np.array([float(r["lat"]) for r in rows]))
    return tuple(_town(row, float(x[n]), float(y[n])) for n, row in enumerate(rows))


def _town(row: dict[str, str], x: float, y: float) -> Town:
    use = {name: int(row[f"{name}_ha"]) if row[f"{name}_ha"] else None for name in _USES}
    return Town(
        ags=row["ags"],
        name=row["name"],
        designation=row["designation"],
        kreis=row["kreis"],
        kreis_name=row["kreis_name"],
        x=x,
        y=y,
        population=int(row["population"]),
        area=int(row["area_ha"]),
        use=use,
    )
