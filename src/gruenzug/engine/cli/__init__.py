"""The command line `gruenzug`: one module per command, heavy imports inside the commands."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from gruenzug import __version__
from gruenzug.engine.errors import UserError

COMMANDS = {
    "fetch": "gruenzug.engine.cli.fetch:fetch",
    "model-region": "gruenzug.engine.cli.model_region:model_region",
    "release": "gruenzug.engine.cli.release:release",
}


class _LazyGroup(click.Group):
    """Load a command's module only when it is called; keeps ``--help`` quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Turn a user's mistake into one sentence and exit code 2."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_LazyGroup)
@click.version_option(__version__, prog_name="gruenzug")
def main() -> None:
    """Compute what green infrastructure does for people, from open geodata."""
