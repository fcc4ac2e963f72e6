"""`gruenzug run burden`: how many high burdens people bear at once, each beside the number."""

from __future__ import annotations

from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT

NAMES = ("noise", "air", "heat", "green", "social")


@click.command(cls=Analysis, short_help="How many high burdens people bear at once.")
@click.argument("points", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option(
    "--burden",
    "burdens",
    type=(click.Choice(NAMES), INPUT),
    multiple=True,
    required=True,
    help="A burden and its polygons (column grade: low, medium, high or 1, 2, 3); give each once.",
)
@click.option(
    "--zones",
    type=INPUT,
    help="Polygons, such as municipalities (column zone, ags, id or name): sums by zone.",
)
@click.option("--zones-out", type=OUTPUT, help="CSV file for these sums.")
def burden(
    points: Path,
    out: Path,
    burdens: tuple[tuple[str, Path], ...],
    zones: Path | None,
    zones_out: Path | None,
) -> None:
    """Tell for each of POINTS (column population) the grade of each burden and how many are high.

    OUT is a Parquet file with the columns point, one per burden (1 low, 2
    medium, 3 high, empty where unknown), high (how many of them but social are
    high; empty where one is unknown) and population.

    \b
    $ gruenzug run burden points.gpkg out.parquet --burden noise noise.gpkg --burden green green.gpkg
    out.parquet: 4.1 % of 364,628 people bear 2 high burdens or more of noise, green
    """
    from gruenzug.engine.cli.run.burden_files import run_burden  # noqa: PLC0415  heavy; keeps --help quick

    if (zones is None) != (zones_out is None):
        raise click.UsageError("--zones and --zones-out go together")
    names = [name for name, _ in burdens]
    if len(set(names)) < len(names):
        raise click.UsageError("--burden names one of them twice; join its files first")
    if set(names) == {"social"}:
        raise click.UsageError("--burden social alone is no sum; add noise, air, heat or green")
    click.echo(run_burden(points, dict(burdens), (zones, zones_out), out))
