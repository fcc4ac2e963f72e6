"""``gruenzug fetch``: download a region's sources from their publishers."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Download a region's sources.")
@click.argument("region", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the files and a copy of REGION.",
)
def fetch(region: Path, out: Path | None) -> None:
    """Download the sources of the region in the TOML file REGION from their publishers.

    A broken download goes on where it stopped; what is there and unchanged is
    left alone; a file replaces the previous one only when it is complete and
    its checksum is right.

    \b
    $ gruenzug fetch regions/ruhr.toml --out var/ruhr
    5 files new, 2 unchanged in var/ruhr
    """
    from gruenzug.engine.sources.fetch import fetch_region  # noqa: PLC0415  keeps --help quick
    from gruenzug.engine.sources.region import read_region  # noqa: PLC0415

    results = fetch_region(read_region(region), out, lambda line: click.echo(line, err=True))
    states = [result.state for result in results]
    place = out or region.parent
    click.echo(f"{states.count('new')} files new, {states.count('unchanged')} unchanged in {place}")
    for result in results:
        if result.state == "own" and not result.path.exists():
            click.echo(f"{result.source} has no download; put its file at {result.path}")
