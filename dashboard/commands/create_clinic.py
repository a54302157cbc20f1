"""`mendline create-clinic`: a new clinic with its first administrator. No passphrase comes with Mendline."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["add_to"]

Name = Annotated[str, typer.Option(prompt="Name of the clinic", help="As people call it.")]
SignInName = Annotated[str, typer.Option(prompt="Sign-in name of the administrator", help="One word: first.last")]
DisplayName = Annotated[str, typer.Option(prompt="Name of the administrator", help="As colleagues read it on screen.")]
Passphrase = Annotated[
    str,
    typer.Option(
        prompt="Passphrase (four words make a good one)",
        hide_input=True,
        confirmation_prompt=True,
        envvar="MENDLINE_PASSPHRASE",
        help="Asked for when not given; better not given, since other people of this machine see commands.",
    ),
]


def add_to(cli: typer.Typer) -> None:
    """Add `create-clinic`."""
    cli.command()(create_clinic)


def create_clinic(name: Name, sign_in_name: SignInName, display_name: DisplayName, passphrase: Passphrase) -> None:
    """Make a clinic and its first administrator, who adds everybody else."""
    from fit.casework import Settings, administrator, open_clinic

    clinic = open_clinic(Settings.from_environment())
    try:
        administrator.create_clinic(
            clinic, name=name, sign_in_name=sign_in_name, display_name=display_name, passphrase=passphrase
        )
    finally:
        clinic.close()
    typer.echo(f"{name} is ready. Start it with: mendline serve")
