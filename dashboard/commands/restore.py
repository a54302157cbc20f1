"""`mendline restore`: a backup put back, into an empty folder or in the place of what is there. No server may run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fit.errors import InputError

if TYPE_CHECKING:
    from fit.casework.machine import Restored

__all__ = ["add_to"]

Source = Annotated[Path, typer.Argument(help="A backup, or a folder of them.", metavar="FILE|FOLDER")]
At = Annotated[
    str | None,
    typer.Option(help="The newest of the folder up to this moment, such as 2026-11-30T12:00.", metavar="MOMENT"),
]
Replace = Annotated[bool, typer.Option("--replace", help="Set aside what is there. Nothing is deleted.")]
KeyFile = Annotated[Path | None, typer.Option(help="The key of then, when it was changed since.", metavar="FILE")]


def add_to(cli: typer.Typer) -> None:
    """Add `restore`."""
    cli.command()(restore)


def restore(source: Source, at: At = None, replace: Replace = False, key_file: KeyFile = None) -> None:
    """Put a backup back: into the empty folder of MENDLINE_DATA, with PostgreSQL into an empty database."""
    from fit.casework import Settings, machine

    moment = None if at is None else _moment(at)
    settings = Settings.from_environment()
    done = machine.restore_backup(settings, source, at=moment, replace=replace, key_file=key_file)
    _tell(done)


def _moment(text: str) -> datetime:
    """A moment without a zone is meant as clocks show it here."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise InputError(f"--at {text!r} is no moment. Write it like 2026-11-30T12:00.") from None


def _tell(done: Restored) -> None:
    typer.echo(f"{done.path} is restored: the clinic is as it was at {done.made_at:%Y-%m-%d %H:%M} UTC.")
    typer.echo("What was written since then is not in it.")
    typer.echo(
        f"{done.sign_ins_ended:,} sign-ins and {done.forms_ended:,} open forms were ended; it stands in the audit."
    )
    if done.set_aside is not None:
        typer.echo(f"What was there before lies in {done.set_aside}. Delete it when you are sure.")
    if done.erased_since is None:
        typer.echo("If clients were erased since then, they are back: erase them again (docs/operations.md).")
    elif done.erased_since:
        typer.echo(f"{done.erased_since:,} clients were erased since then and are back: erase them again.")
    for warning in done.warnings:
        typer.echo(f"Look into this: {warning}.", err=True)
