"""`gruenzug run supply`: urban nature per person by two-step floating catchment."""

from __future__ import annotations

from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT, worker_options


@click.command(cls=Analysis, short_help="Nature per person within reach.")
@click.argument("lulc", type=INPUT)
@click.argument("population", type=INPUT)
@click.argument("table", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option("--demand", type=float, default=100.0, show_default=True, help="What a person needs, in m².")
@click.option(
    "--decay",
    type=click.Choice(["dichotomy", "exponential", "gaussian", "density"]),
    default="dichotomy",
    show_default=True,
    help="How the weight falls with distance.",
)
@click.option("--radius", type=float, help="Search radius in metres; by default the table's, or 300.")
@click.option(
    "--decay-length",
    type=float,
    help="Metres over which exponential weights fall to 1/e; by default the radius.",
)
@click.option("--groups", type=INPUT, help="CSV group,share,search_radius_m: a radius per population group.")
@click.option("--accessible", is_flag=True, help="Also write the nature in reach, however many share it.")
@click.option(
    "--zones", type=INPUT, help="Polygons, such as municipalities (column zone, ags or id): people by zone."
)
@worker_options
def supply(
    lulc: Path,
    population: Path,
    table: Path,
    out: Path,
    demand: float,
    decay: str,
    radius: float | None,
    decay_length: float | None,
    groups: Path | None,
    accessible: bool,
    zones: Path | None,
    threads: int,
    scheduler: str | None,
    band_rows: int | None,
) -> None:
    """Compute nature per person from land cover LULC, persons per cell POPULATION and a TABLE.

    TABLE has the columns lucode, urban_nature (0 to 1) and, if each class has
    its own radius, search_radius_m. Written to OUT: supply.tif and balance.tif
    (m² per person) and summary.json, with --zones zones.csv.

    \b
    $ gruenzug run supply lulc.tif population.tif classes.csv out --demand 100 --radius 300
    out: 3,992 of 5,076 people have less than 100 m² of nature each, 1,084 have more
    """
    import json  # noqa: PLC0415  the heavy imports below keep --help quick

    from gruenzug.engine.bands.plan import Workers  # noqa: PLC0415
    from gruenzug.engine.layers.raster_supply import write_supply  # noqa: PLC0415
    from gruenzug.engine.layers.raster_supply_case import SupplyCase  # noqa: PLC0415
    from gruenzug.engine.store.atomic import new_files_in  # noqa: PLC0415

    case = SupplyCase(
        lulc, population, table, demand, decay, radius, groups, accessible, zones, decay_length=decay_length
    )
    with new_files_in(out) as folder:
        summary = write_supply(case, folder, Workers(threads, scheduler, band_rows))
        (folder / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", "utf-8")
    click.echo(
        f"{out}: {summary['people_undersupplied']:,.0f} of {summary['population']:,.0f} people have less "
        f"than {demand:g} m² of nature each, {summary['people_oversupplied']:,.0f} have more"
    )
