"""Options that all analyses on rasters share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

INPUT = click.Path(path_type=Path)
OUTPUT = click.Path(path_type=Path)

Command = Callable[..., Any]


def worker_options(command: Command) -> Command:
    """Add the options that say who computes; they do not change a result."""
    for option in (
        click.option(
            "--band-rows", type=click.IntRange(1), help="Rows of a band; by default as memory allows."
        ),
        click.option("--scheduler", metavar="ADDRESS", help="Compute on the workers of this Dask scheduler."),
        click.option("--threads", type=click.IntRange(0), default=0, help="Threads; 0 takes all processors."),
    ):
        command = option(command)
    return command
