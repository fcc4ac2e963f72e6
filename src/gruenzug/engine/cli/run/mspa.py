"""`gruenzug run mspa`: morphological spatial pattern analysis."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gruenzug.engine.cli.run.analysis import Analysis
from gruenzug.engine.cli.run.options import INPUT, OUTPUT, worker_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@click.command(cls=Analysis, short_help="Core, edge, bridge, branch … of a foreground.")
@click.argument("cover", type=INPUT)
@click.argument("out", type=OUTPUT)
@click.option("--connectivity", type=click.Choice(["4", "8"]), default="8", show_default=True)
@click.option("--edge-width", type=int, default=1, show_default=True, help="In cells, 1 to 30.")
@click.option("--no-transition", is_flag=True, help="Colour connectors within edges as edges.")
@click.option("--no-intext", is_flag=True, help="No codes of their own for openings and what lies in them.")
@worker_options
def mspa(
    cover: Path,
    out: Path,
    connectivity: str,
    edge_width: int,
    no_transition: bool,
    no_intext: bool,
    threads: int,
    scheduler: str | None,
    band_rows: int | None,
) -> None:
    """Write the morphological class of each cell of COVER to the GeoTIFF OUT.

    COVER holds 0 (missing), 1 (background) and 2 (foreground); OUT has the byte
    codes and colours of GuidosToolbox.

    \b
    $ gruenzug run mspa cover.tif pattern.tif --edge-width 1
    pattern.tif: 428,490 foreground cells: core 75.1 %, islet 3.3 %, perforation 2.2 %, edge 13.5 %, loop 0.6 %, bridge 1.4 %, branch 3.9 %
    """  # noqa: E501  one line of output
    from gruenzug.engine.bands.plan import Workers  # noqa: PLC0415  heavy; keeps --help quick
    from gruenzug.engine.layers.mspa import write_mspa  # noqa: PLC0415
    from gruenzug.engine.layers.mspa_work import Pattern  # noqa: PLC0415
    from gruenzug.engine.store.atomic import new_file  # noqa: PLC0415

    pattern, workers = (
        Pattern(int(connectivity), edge_width, not no_intext),
        Workers(threads, scheduler, band_rows),
    )
    with new_file(out) as draft:
        cells = write_mspa(cover, draft, pattern, not no_transition, workers)
    click.echo(f"{out}: {_told(cells)}")


def _told(cells: NDArray[np.int64]) -> str:
    """Return the shares of the seven classes among the foreground."""
    from gruenzug.engine.kernels.mspa_codes import class_cells  # noqa: PLC0415

    counts = class_cells(cells)
    total = sum(counts.values())
    if not total:
        return "no foreground"
    shares = ", ".join(f"{name} {100 * count / total:.1f} %" for name, count in counts.items())
    return f"{total:,} foreground cells: {shares}"
