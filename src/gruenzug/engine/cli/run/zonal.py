"""`gruenzug run zonal`: counts, sums and means of a raster by zone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT, worker_options


@click.command(cls=Analysis, short_help="Sums of a raster by zone.")
@click.argument("raster", type=INPUT)
@click.argument("zones", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option(
    "--zone-name", metavar="COLUMN", help="Column that names the polygons; by default zone, ags or id."
)
@click.option("--classes", is_flag=True, help="Count the cells of each value instead.")
@worker_options
def zonal(
    raster: Path,
    zones: Path,
    out: Path,
    zone_name: str | None,
    classes: bool,
    threads: int,
    scheduler: str | None,
    band_rows: int | None,
) -> None:
    """Count, sum and average the cells of RASTER in each of the ZONES; write the CSV file OUT.

    ZONES are polygons in the coordinate system of RASTER, or a GeoTIFF on its
    grid with the numbers of zones. A cell belongs to a polygon if its centre
    does. Columns: zone, count (cells with data), sum, mean, share (count over
    all cells of the zone); with --classes zone, value, count, share.

    \b
    $ gruenzug run zonal population.tif municipalities.gpkg sums.csv
    sums.csv: 53 zones, 44,249,104 cells with data
    """
    from gruenzug.engine.bands.plan import Workers  # noqa: PLC0415  heavy; keeps --help quick
    from gruenzug.engine.layers import raster_zonal as layer  # noqa: PLC0415

    workers = Workers(threads, scheduler, band_rows)
    if classes:
        shares = layer.zonal_classes(raster, zones, zone_name, workers)
        _write(out, layer.ClassRow._fields, shares)
        click.echo(f"{out}: {len({row.zone for row in shares}):,} zones, {len(shares):,} rows")
        return
    rows = layer.zonal(raster, zones, zone_name, workers)
    _write(out, layer.ZoneRow._fields, rows)
    click.echo(f"{out}: {len(rows):,} zones, {sum(row.count for row in rows):,} cells with data")


def _write(out: Path, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    import csv  # noqa: PLC0415

    from gruenzug.engine.store.atomic import new_file  # noqa: PLC0415

    with new_file(out) as draft, draft.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
