"""`mendline retention`: what the clinic's rule says is to go now, and with `--erase` it goes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fit.casework.views import RetentionDue

__all__ = ["add_to"]

Erase = Annotated[bool, typer.Option("--erase", help="Do it. Without this, it is only told.")]
As = Annotated[str | None, typer.Option("--as", help="Sign-in name of the administrator who does it.")]


def add_to(cli: typer.Typer) -> None:
    """Add `retention`."""
    cli.command()(retention)


def retention(erase: Erase = False, acting: As = None) -> None:
    """Tell what is due by the rule of MENDLINE_RETENTION; erase it when asked. The server must not have it open."""
    from fit.casework import Settings, administrator, machine, open_clinic

    with closing(open_clinic(Settings.from_environment())) as clinic:
        actor = machine.acting_administrator(clinic, acting)
        _tell(administrator.open_retention(clinic, actor))
        if not erase:
            typer.echo("Nothing was erased. To do it: mendline retention --erase")
            return
        done = administrator.apply_retention(clinic, actor)
    typer.echo(
        f"Erased: {done.clients:,} clients, {done.recordings:,} recordings, {done.audit_rows:,} lines of the audit."
    )


def _tell(due: RetentionDue) -> None:
    rule = {name: getattr(due.rule, name) for name in due.rule.__slots__}
    said = ", ".join(f"{name} {value}" for name, value in rule.items() if value is not None)
    typer.echo(f"Rule: {said or 'keep everything until somebody asks for its erasure'}.")
    typer.echo(
        f"Due: {due.clients:,} clients, {due.recordings:,} recordings, {due.audit_rows:,} lines of the audit. "
        f"Kept by a legal hold: {due.held_back:,} clients whose time is over; {len(due.holds):,} holds stand."
    )
