"""`gruenzug run access`: how far people have it to the nearest green, in a straight line or on foot."""

from __future__ import annotations

from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis

FILE = click.Path(path_type=Path)


@click.command(cls=Analysis, short_help="Distance to the nearest green, straight or on foot.")
@click.argument("green", type=FILE)
@click.argument("points", type=FILE)
@click.argument("out", type=FILE)
@click.option("--min-area-ha", type=float, default=1.0, help="Size from which green counts, in hectares.")
@click.option("--within", type=float, default=300.0, help="Reach in metres for the share of people.")
@click.option("--network", type=FILE, help="OpenStreetMap .pbf or a file of lines: walk along its paths.")
def access(
    green: Path, points: Path, out: Path, min_area_ha: float, within: float, network: Path | None
) -> None:
    """Compute the distance from each of POINTS (column population) to the nearest of the polygons in GREEN.

    Polygons that touch are one green before their size counts. OUT is a
    Parquet file with the columns point, distance_m, within and population.

    \b
    $ gruenzug run access green.gpkg points.gpkg out.parquet --min-area-ha 1 --within 300
    out.parquet: 81.1 % of 5,084,912 people have green of at least 1 ha within 300 m
    """
    from gruenzug.engine.cli.run.access_files import run_access  # noqa: PLC0415  a second to import

    click.echo(run_access(green, points, out, min_area_ha, within, network))
