"""`mendline audit`: check the audit, note its end on paper, take it out as a file."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.machine import Checked

__all__ = ["add_to"]

BROKEN = 1
"""Exit code when a line is not as it was written."""
REMEDY = (
    "Stop the server, keep a copy of database and key as they are, and compare with the newest backup in which this "
    "check is whole. docs/audit.md says what to do then."
)

INSTEAD = "While it runs, an administrator takes the audit out on the page *Audit*."


class Kind(StrEnum):
    """What the file is written as."""

    CSV = "csv"
    JSON = "jsonl"


Note = Annotated[
    list[str] | None, typer.Option("--note", help="A note that `mendline audit anchor` printed, or a file of them.")
]
Out = Annotated[Path, typer.Option(help="Where the file goes.", metavar="FILE")]
As = Annotated[str | None, typer.Option("--as", help="Sign-in name of the administrator who does it.")]


def add_to(cli: typer.Typer) -> None:
    """Add `audit verify`, `audit anchor` and `audit export`."""
    group = typer.Typer(help="Check the audit, note its end, take it out.", no_args_is_help=True)
    group.command()(verify)
    group.command()(anchor)
    group.command()(export)
    cli.add_typer(group, name="audit")


def verify(note: Note = None) -> None:
    """Walk the whole audit; exit code 1 and the first broken line when it is not as it was written.

    The server may go on meanwhile. Without a note that was kept elsewhere, an audit that somebody with the key has
    written anew as a whole cannot be told from the true one.
    """
    from fit.casework import Settings
    from fit.casework.machine import check_audits

    checked = check_audits(Settings.from_environment(), _notes(note or []))
    for one in checked:
        typer.echo(_said(one))
    if not all(one.check.is_whole for one in checked):
        typer.echo(REMEDY, err=True)
        sys.exit(BROKEN)


def _notes(given: Sequence[str]) -> list[str]:
    """Read notes as they were typed, or from files with one a line."""
    lines: list[str] = []
    for one in given:
        found = Path(one).read_text("utf-8").splitlines() if Path(one).is_file() else [one]
        lines.extend(line.strip() for line in found if line.strip())
    return lines


def _said(one: Checked) -> str:
    if one.check.is_whole:
        kept = f", {one.notes} of {one.notes} kept notes hold" if one.notes else ""
        return f"{one.name}: {one.check.rows:,} lines, all as they were written{kept}."
    return f"{one.name}: BROKEN at line {one.check.broken_at}: {one.check.what}."


def anchor() -> None:
    """Print where each audit ends now. Keep it elsewhere: `verify` then finds an audit that was cut or rewritten."""
    from fit.casework import Settings
    from fit.casework.machine import check_audits

    for one in check_audits(Settings.from_environment()):
        if not one.check.is_whole:
            typer.echo(_said(one), err=True)
            sys.exit(BROKEN)
        typer.echo(one.check.end)


def export(out: Out, kind: Kind = Kind.CSV, acting: As = None) -> None:
    """Write the whole audit of a clinic into a file. The server must not have the clinic open: else use its page."""
    from dashboard.api.audit import as_csv, as_json
    from dashboard.opened_alone import opened_alone
    from fit.casework import Settings, administrator, machine
    from fit.interop.file_out import write_file

    with opened_alone(Settings.from_environment(), INSTEAD) as clinic:
        actor = machine.acting_administrator(clinic, acting)
        rows = administrator.export_audit(clinic, actor)
        text = "".join(as_csv(rows) if kind is Kind.CSV else as_json(rows))
    write_file(out, text.encode())
    typer.echo(f"{out} is written.")
