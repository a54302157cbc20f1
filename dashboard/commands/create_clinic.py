"""`mendline create-clinic`: a new clinic with its first administrator. No passphrase comes with Mendline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["add_to"]

START = (
    "Start its server.\n"
    "  as a service, as docs/operations.md sets it up:   systemctl enable --now mendline@8501\n"
    "  by hand, on this machine, until you close it:     mendline serve"
)
"""For both who read it: whoever installs for production, and whoever looks around from a clone."""


def _asked_again(check: Callable[[str], str], given: str) -> str:
    """Check an answer where it is given: whoever is asked is told what is wrong, and asked that one question again."""
    try:
        return check(given)
    except InputError as wrong:
        raise typer.BadParameter(str(wrong)) from None


def _name(given: str) -> str:
    from fit.casework.machine import told

    return _asked_again(lambda text: told(text, "name"), given)


def _sign_in_name(given: str) -> str:
    from fit.casework.machine import sign_in_name_told

    return _asked_again(sign_in_name_told, given)


Name = Annotated[str, typer.Option(prompt="Name of the clinic", help="As people call it.", callback=_name)]
SignInName = Annotated[
    str,
    typer.Option(prompt="Sign-in name of the administrator", help="One word: first.last", callback=_sign_in_name),
]
DisplayName = Annotated[
    str,
    typer.Option(prompt="Name of the administrator", help="As colleagues read it on screen.", callback=_name),
]
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

    about = (sign_in_name, display_name, name)
    passphrase = _asked(about) if passphrase_file is None else _read(passphrase_file)
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
    typer.echo(f"{name} is ready. {START}")
    typer.echo("At the first sign-in the administrator sets up a second factor: have a phone at hand.")


def _asked(about: tuple[str, ...]) -> str:
    """Ask for a passphrase until one is good; `about` are names that it must not be made of."""
    from fit.casework.machine import check_passphrase

    while True:
        asked = typer.prompt("Passphrase (four words make a good one)", hide_input=True, confirmation_prompt=True)
        try:
            return check_passphrase(asked, *about)
        except InputError as wrong:
            typer.echo(f"Error: {wrong}")


def _read(file: Path) -> str:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise InputError(f"{file} cannot be read ({wrong}). Check the path.") from None
    if not lines:
        raise InputError(f"{file} is empty. Write the passphrase in its first line.")
    return lines[0]
