"""`gruenzug run connectivity`: habitat patches → PC, IIC, equivalent connected area, importance."""

from __future__ import annotations

from pathlib import Path

import click

from gruenzug.engine.cli.run.analysis import Analysis

FILE = click.Path(path_type=Path)


@click.command(cls=Analysis, short_help="PC, IIC, EC and the importance of every habitat patch.")
@click.argument("nodes", type=FILE)
@click.argument("out", type=FILE)
@click.option("--distance", type=float, required=True, help="Dispersal distance, in metres or units of cost.")
@click.option(
    "--probability", type=float, required=True, help="Probability of a dispersal over that distance."
)
@click.option("--links", type=FILE, help="Table with the columns from, to, cost; without it, straight lines.")
@click.option("--min-probability", type=float, default=0.0, help="Links less probable are not made.")
@click.option("--area", type=float, help="Area of the landscape, in the unit of the column area.")
@click.option("--link-importance", is_flag=True, help="Also write what PC would lose without each link.")
def connectivity(
    nodes: Path,
    out: Path,
    distance: float,
    probability: float,
    links: Path | None,
    min_probability: float,
    area: float | None,
    link_importance: bool,
) -> None:
    """Compute how well the habitat patches in the table NODES (node, area, x, y) are connected.

    \b
    $ gruenzug run connectivity nodes.csv out.json --distance 10000 --probability 0.5 --min-probability 0.01
    out.json: EC(PC) 462,152, EC(IIC) 451,884 of 404 patches; 24,334 links for PC, 1,059 for IIC
    """
    from gruenzug.engine.cli.run.connectivity_files import run_connectivity  # noqa: PLC0415  a second to import
    from gruenzug.engine.layers.habitat import Dispersal  # noqa: PLC0415

    dispersal = Dispersal(distance, probability, min_probability)
    click.echo(run_connectivity(nodes, links, out, dispersal, area, link_importance))
