"""`gruenzug run cooling`: cooling capacity of land cover."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT, worker_options


@click.command(cls=Analysis, short_help="Cooling capacity of land cover.")
@click.argument("lulc", type=INPUT)
@click.argument("et0", type=INPUT)
@click.argument("table", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option(
    "--weights", default="0.6,0.2,0.2", show_default=True, help="Of shade, albedo and evapotranspiration."
)
@click.option(
    "--park-distance",
    type=float,
    metavar="METRES",
    help="How far the cool air of green areas over 2 ha goes.",
)
@click.option("--air", type=OUTPUT, help="Also write air temperatures to this GeoTIFF.")
@click.option(
    "--reference", type=float, default=20.0, show_default=True, help="Air temperature outside, in °C."
)
@click.option("--heat-island", type=float, default=5.0, show_default=True, help="Greatest warming, in K.")
@click.option(
    "--mixing-distance", type=float, default=500.0, show_default=True, help="How far air mixes, in m."
)
@worker_options
def cooling(
    lulc: Path,
    et0: Path,
    table: Path,
    out: Path,
    weights: str,
    park_distance: float | None,
    air: Path | None,
    reference: float,
    heat_island: float,
    mixing_distance: float,
    threads: int,
    scheduler: str | None,
    band_rows: int | None,
) -> None:
    """Compute the cooling capacity (0 to 1) of land cover LULC with evapotranspiration ET0.

    TABLE has the columns lucode, shade, kc, albedo and green_area; OUT is a
    GeoTIFF. With --park-distance it is the heat mitigation index: the capacity, or the cool
    air of large green areas nearby where that is more.

    \b
    $ gruenzug run cooling lulc.tif et0.tif classes.csv cooling.tif --park-distance 450
    cooling.tif: heat mitigation of 44,249,104 cells, 0.371 on average
    """
    from gruenzug.engine.bands.plan import Workers  # noqa: PLC0415  heavy; keeps --help quick
    from gruenzug.engine.layers.raster_cooling import (  # noqa: PLC0415
        AirCase,
        CoolingCase,
        write_air_temperature,
        write_cooling,
    )
    from gruenzug.engine.store.atomic import new_file  # noqa: PLC0415

    workers = Workers(threads, scheduler, band_rows)
    case = CoolingCase(lulc, et0, table, _three(weights), park_distance)
    warmth = ""
    with ExitStack() as stack:  # both files or none
        draft = stack.enter_context(new_file(out))
        found = write_cooling(case, draft, workers)
        if air is not None:
            airy = AirCase(reference, heat_island, mixing_distance)
            mean = write_air_temperature(draft, airy, stack.enter_context(new_file(air)), workers).mean
            warmth = "" if mean is None else f"; air of {mean:.2f} °C on average"
    what = "cooling capacity" if park_distance is None else "heat mitigation"
    average = "" if found.mean is None else f", {found.mean:.3f} on average"
    click.echo(f"{out}: {what} of {found.cells:,} cells{average}{warmth}")


def _three(text: str) -> tuple[float, float, float]:
    try:
        shade, albedo, eti = (float(part) for part in text.split(","))
    except ValueError:
        raise click.BadParameter(f'"{text}" is not three numbers such as 0.6,0.2,0.2') from None
    return shade, albedo, eti
