"""`mendline key`: a new key for the clinic, and where the key is. The server must not have the clinic open."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["add_to"]

Stopped = Annotated[
    bool, typer.Option("--servers-are-stopped", help="Only with PostgreSQL: no server of this clinic is running.")
]


def add_to(cli: typer.Typer) -> None:
    """Add `key rotate`, `key new` and `key place`."""
    group = typer.Typer(help="The key that encrypts the clinic's database and files.", no_args_is_help=True)
    group.command()(rotate)
    group.command()(new)
    group.command()(place)
    cli.add_typer(group, name="key")


def rotate(servers_are_stopped: Stopped = False) -> None:
    """Encrypt everything anew by a new key. May be broken off, and is finished then by saying it again."""
    from fit.casework import Settings, machine

    settings = Settings.from_environment()
    name = machine.change_key(settings, _say, servers_are_stopped=servers_are_stopped)
    aside = machine.set_aside(settings)
    but_for = ", but what restores have set aside. Delete it when you are sure:" if aside else "."
    typer.echo(f"The key is now {name}. The old one opens nothing any more{but_for}")
    for one in aside:
        typer.echo(f"  {one}")
    typer.echo("Keep a copy of the new key apart from the backups. Backups made before need the old key: keep both.")
    if settings.key_from == "environment":
        typer.echo("Set MENDLINE_KEY to the new key now, and take MENDLINE_KEY_NEW away.")


def _say(step: str) -> None:
    typer.echo(step, err=True)


def new() -> None:
    """Print a new key, for MENDLINE_KEY or MENDLINE_KEY_NEW. It is kept nowhere."""
    from fit.sealing import new_key

    typer.echo(new_key())


def place() -> None:
    """Say where the key is, and its name: the same for every copy, and nobody can read the key from it."""
    from fit.casework import Settings, machine

    settings = Settings.from_environment()
    typer.echo(machine.key_in_words(settings))
    if advice := machine.advice_on_key(settings):
        typer.echo(f"Advice: {advice}", err=True)
