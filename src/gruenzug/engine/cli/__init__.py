"""The command line `gruenzug`: one module per command, heavy imports inside the commands."""

from __future__ import annotations

from typing import Any

import click

from gruenzug import __version__
from gruenzug.engine.cli.lazy import LazyGroup
from gruenzug.engine.errors import UserError

COMMANDS = {
    "compare": "gruenzug.engine.cli.compare:compare",
    "fetch": "gruenzug.engine.cli.fetch:fetch",
    "model-region": "gruenzug.engine.cli.model_region:model_region",
    "release": "gruenzug.engine.cli.release:release",
    "run": "gruenzug.engine.cli.run:run",
}


class _Engine(LazyGroup):
    def invoke(self, ctx: click.Context) -> Any:
        """Turn a user's mistake, or a place that cannot be written, into one sentence and exit code 2."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            sentence = str(error)
        except BrokenPipeError:
            raise
        except OSError as error:
            place = f"{error.filename} cannot be read or written: " if error.filename else ""
            sentence = f"{place}{error.strerror or error}; check the path and its rights"
        click.echo(f"Error: {sentence}", err=True)
        return ctx.exit(2)


@click.group(cls=_Engine, places=COMMANDS)
@click.version_option(__version__, prog_name="gruenzug")
def main() -> None:
    """Compute what green infrastructure does for people, from open geodata."""
