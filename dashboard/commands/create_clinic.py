"""`mendline create-clinic`: a new clinic with its first administrator. No passphrase comes with Mendline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit.errors import InputError

__all__ = ["add_to"]

Name = Annotated[str, typer.Option(prompt="Name of the clinic", help="As people call it.")]
SignInName = Annotated[str, typer.Option(prompt="Sign-in name of the administrator", help="One word: first.last")]
DisplayName = Annotated[str, typer.Option(prompt="Name of the administrator", help="As colleagues read it on screen.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        help="File with the passphrase in its first line; asked for when not given. Never on the command line."
    ),
]


def add_to(cli: typer.Typer) -> None:
    """Add `create-clinic`."""
    cli.command()(create_clinic)


def create_clinic(
    name: Name, sign_in_name: SignInName, display_name: DisplayName, passphrase_file: PassphraseFile = None
) -> None:
    """Make a clinic and its first administrator, who adds everybody else."""
    from fit.casework import Settings, administrator, machine, open_clinic

    passphrase = _asked() if passphrase_file is None else _read(passphrase_file)
    clinic = open_clinic(Settings.from_environment())
    try:
        was_there = machine.has_account(clinic, sign_in_name)
        administrator.create_clinic(
            clinic, name=name, sign_in_name=sign_in_name, display_name=display_name, passphrase=passphrase
        )
    finally:
        clinic.close()
    if was_there:
        typer.echo(f"{name} was there already, with this administrator. Nothing was changed, the passphrase neither.")
        typer.echo(f"A forgotten one: mendline reset-passphrase {sign_in_name}")
        return
    typer.echo(f"{name} is ready. Start it with: mendline serve")
    typer.echo("At the first sign-in the administrator sets up a second factor: have a phone at hand.")


def _asked() -> str:
    asked: str = typer.prompt("Passphrase (four words make a good one)", hide_input=True, confirmation_prompt=True)
    return asked


def _read(file: Path) -> str:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise InputError(f"{file} cannot be read ({wrong}). Check the path.") from None
    if not lines:
        raise InputError(f"{file} is empty. Write the passphrase in its first line.")
    return lines[0]
