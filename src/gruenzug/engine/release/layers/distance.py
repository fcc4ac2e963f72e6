"""The distance to green as a raster, and as tiles to look at."""

from __future__ import annotations

from collections.abc import Iterator

from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.layers.surface import distance_surface
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts, text
from gruenzug.engine.store.rastertiles import Step, write_geotiff, write_raster_tiles

_CELL_M = 100.0
_MOST_M = 5000.0
_STEPS = (
    (Step(150, "#00441b"), Text("bis 150 m", "up to 150 m", "bis 150 Meter")),
    (Step(300, "#1b7837"), Text("bis 300 m", "up to 300 m", "bis 300 Meter")),
    (Step(500, "#a6dba0"), Text("bis 500 m", "up to 500 m", "bis 500 Meter")),
    (Step(700, "#e7d4e8"), Text("bis 700 m", "up to 700 m", "bis 700 Meter")),
    (Step(1000, "#af8dc3"), Text("bis 1.000 m", "up to 1,000 m", "bis 1.000 Meter")),
    (Step(_MOST_M, "#762a83"), Text("über 1.000 m", "more than 1,000 m", "über 1.000 Meter")),
)
_DISTANCE = Text(
    "Entfernung zum nächsten Grün ab 1 ha", "Distance to the nearest green of 1 ha", "So weit ist es zum Grün"
)
_KEY = "distance-green"
_ZOOMS = range(6, 12)


def distance_layers(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield the raster and its tiles, if there is green."""
    if "green" not in layers.tables:
        return
    chosen = indicators()["acc-ioer-near"]
    units = layers.units(chosen.elements, chosen.public_only).at_least(1)
    surface = distance_surface(units, layers.municipalities, _CELL_M, _MOST_M)
    write_geotiff(output.raster_path(_KEY), surface)
    write_raster_tiles(output.tiles_path(_KEY), surface, [step for step, _ in _STEPS], _ZOOMS)
    tables = "green", "municipalities"
    yield output.raster(_KEY, _DISTANCE, "m", *tables)
    legend = [{"colour": step.colour, "title": text(title)} for step, title in _STEPS]
    yield output.tiles(_KEY, _DISTANCE, (_ZOOMS[0], _ZOOMS[-1]), *tables) | {"legend": legend}
