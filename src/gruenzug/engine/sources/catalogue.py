"""What a data set is and where it comes from, beside its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from shapely import Geometry

if TYPE_CHECKING:
    from gruenzug.engine.sources.landcover import LandCover
    from gruenzug.engine.sources.values import ValueRaster


@dataclass(frozen=True)
class Licence:
    """A licence by SPDX-like id, title and address."""

    id: str
    title: str
    url: str


LICENCES = {
    "odbl-1.0": Licence(
        "odbl-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
    ),
    "dl-de/by-2-0": Licence(
        "dl-de/by-2-0",
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "dl-de/zero-2-0": Licence(
        "dl-de/zero-2-0",
        "Datenlizenz Deutschland – Zero – Version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
    ),
    "cc0-1.0": Licence("cc0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "cc-by-4.0": Licence("cc-by-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "copernicus": Licence(
        "copernicus", "Copernicus, freier und offener Zugang", "https://www.copernicus.eu/en/access-data"
    ),
    "unstated": Licence("unstated", "nicht angegeben", ""),
    "generated": Licence(
        "cc0-1.0", "CC0 1.0 (generierte Modelldaten)", "https://creativecommons.org/publicdomain/zero/1.0/"
    ),
}


@dataclass(frozen=True)
class Note:
    """Something a reader must know about the data, in German and English."""

    de: str
    en: str


@dataclass
class Dataset:
    """The tables of one source with all that provenance needs.

    Attributes
    ----------
    tables
        Name of the table → its rows; `tables.COLUMNS` lists names and
        columns. Those with geometry are GeoDataFrames in EPSG:25832.
    files
        The files the rows came from, for their checksums.
    extent
        Where the source speaks at all (EPSG:25832); beyond it, a missing
        object means nothing. None: everywhere.
    notes
        Mended rings, dropped rows, withheld values.
    rasters
        Name → raster, read window by window.
    """

    tables: dict[str, pd.DataFrame]
    files: list[Path]
    extent: Geometry | None = None
    notes: list[Note] = field(default_factory=list)
    rasters: dict[str, LandCover | ValueRaster] = field(default_factory=dict)

    @property
    def rows(self) -> Mapping[str, int]:
        """Rows read per table."""
        return {name: len(table) for name, table in self.tables.items()}


def some(names: Iterable[object], limit: int = 10) -> str:
    """Return the first `limit` names with commas, and how many more there are.

    >>> some(["way/1", "way/2", "way/3"], limit=2)
    'way/1, way/2 (+ 1)'
    """
    listed = [str(name) for name in names]
    rest = f" (+ {len(listed) - limit})" if len(listed) > limit else ""
    return ", ".join(listed[:limit]) + rest
