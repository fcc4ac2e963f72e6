"""`gruenzug run runoff`: how much of a heavy rain land cover holds back."""

from __future__ import annotations

from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT, worker_options


@click.command(cls=Analysis, short_help="Heavy rain that land cover holds back.")
@click.argument("lulc", type=INPUT)
@click.argument("table", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option("--rain-mm", type=float, required=True, metavar="N", help="Depth of the rain.")
@click.option("--soils", type=INPUT, help="Hydrologic soil groups 1 to 4 on the grid of LULC.")
@click.option(
    "--soil-group",
    type=click.Choice(["A", "B", "C", "D"], case_sensitive=False),
    help="Without --soils: the group of all soil.",
)
@worker_options
def runoff(
    lulc: Path,
    table: Path,
    out: Path,
    rain_mm: float,
    soils: Path | None,
    soil_group: str | None,
    threads: int,
    scheduler: str | None,
    band_rows: int | None,
) -> None:
    """Compute the share of a rain (0 to 1) that each cell of land cover LULC holds back, by curve numbers.

    TABLE has the columns lucode and cn_a, cn_b, cn_c, cn_d; without --soils
    and --soil-group, lucode and cn. OUT is a GeoTIFF.

    \b
    $ gruenzug run runoff lulc.tif curve-numbers.csv held.tif --rain-mm 90 --soil-group B
    held.tif: 61.3 % of 90 mm held back, 3,982,419 of 6,496,605 m³
    """
    from gruenzug.engine.bands.plan import Workers  # noqa: PLC0415  heavy; keeps --help quick
    from gruenzug.engine.layers.raster_water import RainCase, write_retention  # noqa: PLC0415
    from gruenzug.engine.store.atomic import new_file  # noqa: PLC0415

    if soils is not None and soil_group is not None:
        raise click.UsageError("--soils tells the group of each cell; leave out --soil-group")
    case = RainCase(lulc, table, rain_mm, soils, soil_group.lower() if soil_group else None)
    with new_file(out) as draft:
        found = write_retention(case, draft, Workers(threads, scheduler, band_rows))
    if not found.rain_m3:
        click.echo(f"{out}: no cell whose land and soil are known")
        return
    click.echo(
        f"{out}: {100 * found.retained_m3 / found.rain_m3:.1f} % of {rain_mm:g} mm held back, "
        f"{found.retained_m3:,.0f} of {found.rain_m3:,.0f} m³"
    )
