"""`gruenzug run`: one analysis on plain files, without a region; one module per analysis."""

from __future__ import annotations

import click

from gruenzug.engine.cli.lazy import LazyGroup

ANALYSES: dict[str, str] = {
    "3-30-300": "gruenzug.engine.cli.run.rule_3_30_300:rule",
    "access": "gruenzug.engine.cli.run.access:access",
    "burden": "gruenzug.engine.cli.run.burden:burden",
    "connectivity": "gruenzug.engine.cli.run.connectivity:connectivity",
    "cooling": "gruenzug.engine.cli.run.cooling:cooling",
    "mspa": "gruenzug.engine.cli.run.mspa:mspa",
    "patches": "gruenzug.engine.cli.run.patches:patches",
    "runoff": "gruenzug.engine.cli.run.runoff:runoff",
    "zonal": "gruenzug.engine.cli.run.zonal:zonal",
    "supply": "gruenzug.engine.cli.run.supply:supply",
}


@click.group(cls=LazyGroup, places=ANALYSES, short_help="Run one analysis on plain files.")
def run() -> None:
    """Run one analysis on plain files, for scripts and QGIS."""
