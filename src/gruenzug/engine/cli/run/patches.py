"""`gruenzug run patches`: connected patches with their sizes and outlines."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT, worker_options


@click.command(cls=Analysis, short_help="Connected patches of a raster.")
@click.argument("cover", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option("--connectivity", type=click.Choice(["4", "8"]), default="8", show_default=True)
@click.option("--foreground", metavar="VALUES", help="Values that belong to patches, such as 1,2.")
@click.option("--by-value", is_flag=True, help="Cells of different values belong to different patches.")
@click.option("--shape", is_flag=True, help="Also tell each patch's shape index.")
@click.option("--classes", type=OUTPUT, help="Also write metrics of each class to this CSV file.")
@click.option("--numbers", type=OUTPUT, help="Also write each cell's patch to this GeoTIFF.")
@worker_options
def patches(
    cover: Path,
    out: Path,
    connectivity: str,
    foreground: str | None,
    by_value: bool,
    shape: bool,
    classes: Path | None,
    numbers: Path | None,
    threads: int,
    scheduler: str | None,
    band_rows: int | None,
) -> None:
    """List the connected patches of the raster COVER in the Parquet file OUT.

    COVER holds 0 (no data), 1 (background) and 2 (foreground), or is a mask of
    0 and 1; other values need --foreground or --by-value. The columns are id,
    cells, area_m2 and perimeter_m (and value with --by-value, shape_index with
    --shape). Patches are numbered from 1 in the order of their first cells,
    row by row. --classes tells number, area, share, largest patch, mean size
    and shape, edge density and mesh size of each class, as in FRAGSTATS.

    \b
    $ gruenzug run patches cover.tif patches.parquet --connectivity 8
    patches.parquet: 124,049 patches, 19,504,301 cells, the largest has 75,562,200 m²
    """
    from gruenzug.engine.bands.plan import Workers  # noqa: PLC0415  heavy; keeps --help quick
    from gruenzug.engine.cli.run.patch_table import write_classes, write_table  # noqa: PLC0415
    from gruenzug.engine.layers.raster_patches import patch_table, write_patch_numbers  # noqa: PLC0415
    from gruenzug.engine.store.atomic import new_file  # noqa: PLC0415

    values = None if foreground is None else values_of(foreground)
    table = patch_table(cover, int(connectivity), values, by_value, Workers(threads, scheduler, band_rows))
    with ExitStack() as stack:  # all files or none
        write_table(table, stack.enter_context(new_file(out)), by_value, shape)
        if classes is not None:
            write_classes(table, stack.enter_context(new_file(classes)))
        if numbers is not None:
            write_patch_numbers(table, int(connectivity), stack.enter_context(new_file(numbers)))
    area = table.area_m2
    largest = f", the largest has {area.max():,.0f} m²" if len(area) else ""
    mask = "; without a 2 the raster is a mask, 1 is foreground" if table.is_mask else ""
    click.echo(f"{out}: {len(area):,} patches, {table.patches.cells.sum():,} cells{largest}{mask}")


def values_of(text: str) -> tuple[int, ...]:
    """Read a list of whole numbers such as 1,2."""
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise click.BadParameter(f'"{text}" is not a list of whole numbers such as 1,2') from None
