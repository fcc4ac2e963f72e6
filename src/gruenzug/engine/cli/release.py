"""`gruenzug release`: compute a region and write its release folder."""

from __future__ import annotations

import time
from pathlib import Path

import click


@click.command(short_help="Compute all indicators of a region.")
@click.argument("region", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder to write, such as releases/2026-1."
)
@click.option("--max-zoom", type=click.IntRange(8, 16), default=14, help="Largest zoom of the basemap.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Compute passes over rasters on this Dask scheduler's workers.",
)
def release(region: Path, out: Path, max_zoom: int, scheduler: str | None) -> None:
    """Compute all indicators of the region described by the TOML file REGION.

    \b
    $ gruenzug release regions/ruhr.toml --out releases/2026-1
    releases/2026-1: 7,383 figures of 21 indicators for 53 municipalities

    With --scheduler the folder beside --out must be one that the workers share.
    Vectors, networks and morphology are computed on this machine all the same.
    """
    from gruenzug.engine.bands import Workers, computing_by  # noqa: PLC0415  keeps --help quick
    from gruenzug.engine.release import make_release  # noqa: PLC0415  seconds to import; keeps --help quick

    begun = time.monotonic()

    def progress(line: str) -> None:
        click.echo(f"  {time.monotonic() - begun:6.1f} s  {line}", err=True)

    with computing_by(Workers(scheduler=scheduler)):
        manifest = make_release(region, out, progress, max_zoom)
    click.echo(
        f"{out}: {manifest['figures']['rows']:,} figures of {len(manifest['indicators'])} indicators "
        f"for {manifest['places']['municipality']} municipalities"
    )
