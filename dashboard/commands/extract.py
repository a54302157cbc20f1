"""`mendline extract`: the clinic's records without identities, for analysts, as CSV and Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["add_to"]

Out = Annotated[Path, typer.Option(help="Folder that is not there yet.", metavar="FOLDER")]
As = Annotated[str | None, typer.Option("--as", help="Sign-in name of the director who does it.")]


def add_to(cli: typer.Typer) -> None:
    """Add `extract`."""
    cli.command()(extract)


def extract(out: Out, acting: As = None) -> None:
    """Write episodes, sessions, ratings, alerts and repairs: no names, no words, no true days, nobody alone."""
    from fit.casework import Settings, director, machine, open_clinic
    from fit.interop.anonymity import LEAST

    clinic = open_clinic(Settings.from_environment())
    try:
        found = director.extract_records(clinic, machine.acting_director(clinic, acting), out)
    finally:
        clinic.close()
    for table, rows in found.rows.items():
        typer.echo(f"{table}: {rows:,} rows")
    typer.echo(
        f"Company: every combination of age band, informants, team, ending and year is shared by at least "
        f"{found.smallest_group} clients (asked for: {LEAST})."
    )
    typer.echo(f"{found.less_exact:,} episodes are told less exactly, {found.left_out:,} are left out.")
    typer.echo("It is still about people: agree in writing who may use it, and for what (docs/data_dictionary.md).")
