"""`gruenzug run 3-30-300`: trees nearby, canopy around, green within reach."""

from __future__ import annotations

from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT, worker_options


@click.command("3-30-300", cls=Analysis, short_help="Trees nearby, canopy around, green within reach.")
@click.argument("points", type=INPUT)
@click.argument("trees", type=INPUT)
@click.argument("canopy", type=INPUT)
@click.argument("green", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option("--canopy-values", default="10", show_default=True, help="Values of CANOPY that mean trees.")
@click.option("--trees", "least_trees", type=int, default=3, show_default=True, help="Trees nearby.")
@click.option("--trees-within", type=float, default=30.0, show_default=True, help="How near, in metres.")
@click.option("--share", type=float, default=0.3, show_default=True, help="Share of canopy, 0 to 1.")
@click.option("--around", type=float, default=100.0, show_default=True, help="Around what, in metres.")
@click.option("--min-area-ha", type=float, default=1.0, show_default=True, help="Size of green that counts.")
@click.option("--within", type=float, default=300.0, show_default=True, help="Reach of green, in metres.")
@click.option("--network", type=INPUT, help="OpenStreetMap .pbf or lines: green on foot along its paths.")
@click.option("--sight", type=INPUT, help="Buildings (columns height, levels): trees in view past them.")
@click.option("--eye", type=float, default=1.6, show_default=True, help="Eye above the ground, in metres.")
@click.option(
    "--tree-height", type=float, default=10.0, show_default=True, help="Of trees without a height, in metres."
)
@click.option(
    "--level-height", type=float, default=3.0, show_default=True, help="Of a storey, where levels are known."
)
@click.option(
    "--zones",
    type=INPUT,
    help="Polygons, such as municipalities (column zone, ags, id or name): sums by zone.",
)
@click.option("--zones-out", type=OUTPUT, help="CSV file for these sums.")
@worker_options
def rule(
    points: Path,
    trees: Path,
    canopy: Path,
    green: Path,
    out: Path,
    canopy_values: str,
    least_trees: int,
    trees_within: float,
    share: float,
    around: float,
    min_area_ha: float,
    within: float,
    network: Path | None,
    sight: Path | None,
    eye: float,
    tree_height: float,
    level_height: float,
    zones: Path | None,
    zones_out: Path | None,
    threads: int,
    scheduler: str | None,
    band_rows: int | None,
) -> None:
    """Tell for each of POINTS (column population) how many parts of the 3-30-300 rule are met.

    TREES are points, CANOPY is a raster of classes, GREEN polygons. OUT is a
    Parquet file with the columns point, trees, canopy, distance_m, met (0 to 3;
    empty where the canopy is unknown) and population. With --sight, trees_seen
    are those in view past buildings, trees_unsure those that only buildings of
    unknown height hide, and met_seen is met with trees in view. With --network,
    walk_m is the way on foot and met_walk is met on foot (met_seen_walk: both).

    \b
    $ gruenzug run 3-30-300 points.gpkg trees.gpkg cover.tif green.gpkg out.parquet
    out.parquet: 12.4 % of 5,084,912 people have all of 3-30-300, 9.8 % nothing of it
    """
    from gruenzug.engine.bands.plan import Workers  # noqa: PLC0415  heavy; keeps --help quick
    from gruenzug.engine.cli.run.patches import values_of  # noqa: PLC0415
    from gruenzug.engine.cli.run.rule_files import Files, run_rule  # noqa: PLC0415
    from gruenzug.engine.layers.rule_3_30_300 import Rule  # noqa: PLC0415
    from gruenzug.engine.layers.sight import Sight  # noqa: PLC0415

    if (zones is None) != (zones_out is None):
        raise click.UsageError("--zones and --zones-out go together")
    limits = Rule(least_trees, trees_within, share, around, within)
    files = Files(points, trees, canopy, green, values_of(canopy_values), zones, sight, network)
    view = Sight(eye, tree_height, level_height)
    workers = Workers(threads, scheduler, band_rows)
    click.echo(run_rule(files, limits, min_area_ha, view, (out, zones_out), workers))
