"""Layers of what the ground does: how sealed it is, what it does with rain and heat."""

from __future__ import annotations

from collections.abc import Iterator

from gruenzug.contract.indicators import indicators
from gruenzug.contract.text import Text
from gruenzug.engine.indicators.land import desealing_candidates, missing_of_candidates
from gruenzug.engine.layers.region import RegionLayers
from gruenzug.engine.release.layers.output import Output
from gruenzug.engine.release.manifest import Facts
from gruenzug.engine.release.percent import scratch, write_percent
from gruenzug.engine.sources.tables import GRIDS

_SEALING = Text("Versiegelungsgrad", "Degree of sealing", "Boden unter Asphalt und Beton")
_RUNOFF = Text("Zurückgehaltener Starkregen", "Heavy rain held back", "So viel Regen bleibt im Boden")
_COOLING = Text("Kühlleistung", "Cooling capacity", "So gut kühlt das Grün")
_DESEALING = Text(
    "Mögliche Flächen zum Entsiegeln", "Possible ground to unseal", "Hier kann man Boden vielleicht öffnen"
)


def ground_layers(layers: RegionLayers, output: Output) -> Iterator[Facts]:
    """Yield what the ground does, cell by cell, in per cent."""
    for key, name, title in (
        ("sealing", "imperviousness", _SEALING),
        ("runoff-retention", "curve_numbers", _RUNOFF),
        ("cooling", "cooling", _COOLING),
    ):
        if layers.has(name):
            write_percent(output.raster_path(key), layers.grid(name).path)
            yield output.raster(key, title, "percent", name, *GRIDS[name])
    chosen = indicators()["sealing"]
    if not missing_of_candidates(layers):
        path = output.raster_path("desealing")
        with scratch(path, "shares") as found:
            desealing_candidates(layers).write(found)
            write_percent(path, found)
        tables = (*chosen.needs, *chosen.part("candidates").needs)
        yield output.raster("desealing", _DESEALING, "percent", *tables)
