"""`mendline reset-second-factor`: for the only administrator who lost device and recovery codes."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["add_to"]

SignInName = Annotated[str, typer.Argument(help="Sign-in name of the person.", metavar="NAME")]


def add_to(cli: typer.Typer) -> None:
    """Add `reset-second-factor`."""
    cli.command()(reset_second_factor)


def reset_second_factor(name: SignInName) -> None:
    """Take away somebody's second factor, on the clinic's own machine; it stands in the audit."""
    from fit.casework import Settings, machine, open_clinic

    clinic = open_clinic(Settings.from_environment())
    try:
        machine.reset_second_factor_of(clinic, name)
    finally:
        clinic.close()
    typer.echo(f"The second factor of {name} is reset, and their sessions have ended.")
