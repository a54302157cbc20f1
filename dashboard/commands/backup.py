"""`mendline backup`: a backup beside the running server, tried at once; `backup check` and `backup list` for later."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["add_to"]

DAMAGED = 1
"""Exit code when a backup is not whole."""

To = Annotated[Path | None, typer.Option(help="Folder for backups, on another disk.", metavar="FOLDER")]
Keep = Annotated[int | None, typer.Option(min=1, help="Keep so many of the newest; older ones go.", metavar="N")]
KeepDays = Annotated[int | None, typer.Option(min=1, help="Let go what is older than so many days.", metavar="DAYS")]
Kept = Annotated[Path, typer.Argument(help="A backup.", metavar="FILE")]
Folder = Annotated[Path, typer.Argument(help="A folder of backups.", metavar="FOLDER")]
KeyFile = Annotated[Path | None, typer.Option(help="The key of then, when it was changed since.", metavar="FILE")]


def add_to(cli: typer.Typer) -> None:
    """Add `backup`, `backup check` and `backup list`."""
    group = typer.Typer(invoke_without_command=True)
    group.callback()(backup)
    group.command()(check)
    group.command("list")(list_backups)
    cli.add_typer(group, name="backup")


def backup(context: typer.Context, to: To = None, keep: Keep = None, keep_days: KeepDays = None) -> None:
    """Make a backup beside the running server, and try it by restoring it in a scratch place.

    Older ones of this clinic are deleted only after the new one was found whole. The key is not in it.
    """
    if context.invoked_subcommand is not None:
        return
    if to is None:
        raise typer.BadParameter("say where the backup goes: --to FOLDER")
    from fit.casework import Settings, machine

    made = machine.make_backup(Settings.from_environment(), to, keep=keep, keep_days=keep_days)
    typer.echo(f"{made.path} is whole: {made.rows:,} rows, {made.files:,} files, {made.size / 1e6:,.1f} MB.")
    typer.echo(f"Only the key {made.key} opens it. Keep a copy of that key elsewhere: it is in no backup.")
    for old in made.let_go:
        typer.echo(f"{old} was let go.")
    for warning in made.warnings:
        typer.echo(f"Look into this: {warning}.", err=True)


def check(kept: Kept, key_file: KeyFile = None) -> None:
    """Try a backup: read all of it, restore it in a scratch place, compare. Exit code 1 when it is not whole."""
    from fit.casework import Settings, machine

    found = machine.check_kept_backup(Settings.from_environment(), kept, key_file=key_file)
    if not found.is_whole:
        typer.echo(f"{kept} is DAMAGED:")
        for problem in found.problems:
            typer.echo(f"  {problem}")
        typer.echo("Keep it until another one was found whole, and make a new one now.", err=True)
        sys.exit(DAMAGED)
    typer.echo(
        f"{kept} is whole: made {found.made_at:%Y-%m-%d %H:%M} UTC by Mendline {found.mendline} "
        f"(schema {found.schema}), {found.rows:,} rows, {found.files:,} files."
    )
    for warning in found.warnings:
        typer.echo(f"Look into this: {warning}.", err=True)


def list_backups(folder: Folder) -> None:
    """List the backups of a folder, the oldest first, by their names: nothing is opened."""
    from fit.casework import machine

    for one in machine.backups_in(folder):
        size = one.path.stat().st_size / 1e6
        typer.echo(f"{one.made_at:%Y-%m-%dT%H:%M:%SZ}  {size:>10,.1f} MB  {one.path}")
