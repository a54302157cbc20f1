"""The `mendline` command: a frame that finds its commands in `dashboard/commands/`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import TYPE_CHECKING

import typer

from dashboard import commands
from fit.errors import MendlineError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["command_line", "main"]

REFUSED = 2
"""Exit code when a command cannot be done as asked; the message says what to change."""
NOT_ALLOWED = (
    "{place} may not be used by this account. Let it belong to the account that Mendline runs as (chown), and say the "
    "command as that account."
)


def command_line() -> typer.Typer:
    """Return the command line with every command of `dashboard/commands/`."""
    cli = typer.Typer(
        name="mendline",
        help="Feedback-Informed Treatment on the clinic's own machine: ratings, alerts, repair.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    cli.callback()(_stay_a_group)
    for module in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
        importlib.import_module(module.name).add_to(cli)
    return cli


def _stay_a_group() -> None:
    """Feedback-Informed Treatment on the clinic's own machine: ratings, alerts, repair."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `mendline`; a refusal is one plain message and exit code 2, never a traceback."""
    try:
        command_line()(args=arguments)
    except MendlineError as error:
        typer.echo(f"mendline: {error}", err=True)
        sys.exit(REFUSED)
    except PermissionError as error:
        typer.echo(f"mendline: {NOT_ALLOWED.format(place=error.filename)}", err=True)
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
