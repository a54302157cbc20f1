"""`mendline reset-passphrase`: for the only administrator who forgot the own one."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["add_to"]

SignInName = Annotated[str, typer.Argument(help="Sign-in name of the person.", metavar="NAME")]


def add_to(cli: typer.Typer) -> None:
    """Add `reset-passphrase`."""
    cli.command()(reset_passphrase)


def reset_passphrase(name: SignInName) -> None:
    """Make somebody a first passphrase, on the clinic's own machine; it stands in the audit."""
    from fit.casework import Settings, machine, open_clinic

    clinic = open_clinic(Settings.from_environment())
    try:
        first = machine.reset_passphrase_of(clinic, name)
    finally:
        clinic.close()
    typer.echo(f"The first passphrase of {name}: {first.words}")
    typer.echo(f"It lasts until {first.until:%d %B %Y} and opens the choice of an own one. Their sessions have ended.")
