"""`gruenzug model-region`: write the generated region."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Write a generated region in the official file formats.")
@click.option(
    "--scale", required=True, help="town: one town; demo: all 53 municipalities, coarse; ruhr: full size."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
def model_region(scale: str, seed: int, out: Path) -> None:
    """Write a generated region to the folder OUT, with a region.toml to read it by.

    Names, keys, inhabitants and areas of the municipalities are the published
    ones; everything that has a place on the map is invented.

    \b
    $ gruenzug model-region --scale town --out var/town
    $ gruenzug release var/town/region.toml --out releases/town
    """
    from gruenzug.engine.modelregion.generate import make_model_region  # noqa: PLC0415  keeps --help quick

    make_model_region(scale, seed, out, lambda line: click.echo(line, err=True))
    click.echo(f"model region {scale} (seed {seed}) written to {out}")
