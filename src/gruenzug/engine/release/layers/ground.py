"""Layers of what the ground does: how sealed it is, what it does with rain and heat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.windows import Window

from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.engine.indicators.land import desealing_candidates, missing_of_candidates
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts, text
from gruenzug.engine.release.percent import NO_PERCENT, scratch, write_percent
from gruenzug.engine.sources.tables import GRIDS
from gruenzug.engine.store.rastertiles import CLEAR, Raster, write_class_tiles

_SEALING = Text("Versiegelungsgrad", "Degree of sealing", "Boden unter Asphalt und Beton")
_RUNOFF = Text("Zurückgehaltener Starkregen", "Heavy rain held back", "So viel Regen bleibt im Boden")
_COOLING = Text("Kühlleistung", "Cooling capacity", "So gut kühlt das Grün")
_DESEALING = Text(
    "Mögliche Flächen zum Entsiegeln", "Possible ground to unseal", "Hier kann man Boden vielleicht öffnen"
)
_THEMES = (
    ("sealing", "imperviousness", _SEALING, ("#fef0d9", "#fdcc8a", "#fc8d59", "#d7301f", "#7f0000")),
    ("runoff-retention", "curve_numbers", _RUNOFF, ("#8c510a", "#d8b365", "#f6e8c3", "#5ab4ac", "#01665e")),
    ("cooling", "cooling", _COOLING, ("#b2182b", "#ef8a62", "#fddbc7", "#67a9cf", "#2166ac")),
)
"""Layer, grid, title, and the colours of five steps of 20 per cent."""

_STEP = 20
_SEEN_M = 50.0  # cells on the map: a pixel of the deepest zoom
_ZOOMS = range(6, 12)


def ground_layers(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield what the ground does, cell by cell, in per cent, to download and to look at."""
    for key, name, title, colours in _THEMES:
        if layers.has(name):
            write_percent(output.raster_path(key), layers.grid(name).path)
            yield output.raster(key, title, "percent", name, *GRIDS[name])
            write_class_tiles(output.tiles_path(key), _steps(output.raster_path(key)), colours, _ZOOMS)
            entry = output.tiles(key, title, (_ZOOMS[0], _ZOOMS[-1]), name, *GRIDS[name])
            yield entry | {"legend": _legend(colours)}
    chosen = indicators()["sealing"]
    if not missing_of_candidates(layers):
        path = output.raster_path("desealing")
        with scratch(path, "shares") as found:
            desealing_candidates(layers).write(found)
            write_percent(path, found)
        tables = (*chosen.needs, *chosen.part("candidates").needs)
        yield output.raster("desealing", _DESEALING, "percent", *tables)


def _steps(path: Path) -> Raster:
    """Return the step that the mean per cent of cells of about `_SEEN_M` metres falls in."""
    with rasterio.open(path) as raster:
        cell = raster.res[0]
        factor = max(1, int(_SEEN_M // cell))
        rows, columns = raster.height // factor, raster.width // factor
        percent = raster.read(
            1,
            window=Window(0, 0, columns * factor, rows * factor),
            out_shape=(rows, columns),
            resampling=Resampling.average,
        )
        west, north = raster.transform.c, raster.transform.f
    last = 100 // _STEP - 1
    steps = np.where(percent == NO_PERCENT, CLEAR, np.minimum(percent // _STEP, last)).astype(np.uint8)
    return Raster(steps, west, north, cell * factor)


def _legend(colours: tuple[str, ...]) -> list[Facts]:
    titles = [f"{number * _STEP} %" for number in range(len(colours) + 1)]
    return [
        {
            "colour": colour,
            "title": text(Text(f"{low} bis {high}", f"{low} to {high}", f"{low} bis {high}")),
        }
        for colour, low, high in zip(colours, titles, titles[1:], strict=False)
    ]
