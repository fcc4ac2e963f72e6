"""The three sizes of the model region."""

from __future__ import annotations

from dataclasses import dataclass

from gruenzug.engine.errors import RegionError

SINGLE_TOWN = "05562004"


@dataclass(frozen=True)
class Scale:
    """How much of the region is generated, and how finely.

    Attributes
    ----------
    id : str
        Name on the command line.
    ags : tuple of str
        Municipalities; empty: all.
    town_grain, land_grain : float
        Factors on the size of blocks in settlements and in the open country.
    street_step : float
        Metres between the points of a street.
    house_people : float
        Inhabitants per residential building.
    house_length : float
        Factor on the length of buildings.
    plots : float
        Share of houses with a garden mapped behind them.
    small_green : float
        Share of residential blocks with a green of their own.
    trees_per_1000 : float
        Street trees in the cadastre per 1,000 inhabitants.
    cover_metres : int
        Cell of the land-cover raster.
    """

    id: str
    ags: tuple[str, ...]
    town_grain: float
    land_grain: float
    street_step: float
    house_people: float
    house_length: float
    plots: float
    small_green: float
    trees_per_1000: float
    cover_metres: int


SCALES = {
    "town": Scale("town", (SINGLE_TOWN,), 1.0, 1.0, 95.0, 9.0, 1.2, 0.1, 0.8, 60.0, 10),
    "demo": Scale("demo", (), 3.4, 3.0, 170.0, 58.0, 2.6, 0.0, 0.35, 4.0, 50),
    "ruhr": Scale("ruhr", (), 0.7, 0.75, 62.0, 5.0, 1.0, 0.14, 0.95, 60.0, 10),
}


def scale_of(name: str) -> Scale:
    """Return the scale of that name, or refuse in one sentence."""
    if name not in SCALES:
        raise RegionError(f"--scale is {name!r}; choose one of {', '.join(SCALES)}")
    return SCALES[name]
