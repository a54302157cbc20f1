"""`mendline report service`: the monthly report on the service, for a scheduler or by hand, on the clinic's machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.dates import month_of

__all__ = ["add_to"]

Month = Annotated[str, typer.Option(help="A month that is over, such as 2026-10.", metavar="YYYY-MM")]
Out = Annotated[Path, typer.Option(help="Where the PDF file goes.", metavar="FILE.pdf")]
Team = Annotated[str | None, typer.Option(help="One team alone; else all teams together.")]
Programme = Annotated[str | None, typer.Option(help="One programme alone; not together with a team.")]
Names = Annotated[
    bool,
    typer.Option(
        "--with-names/--without-names",
        help="With clinicians by name, for the leads of the service; without, it may be handed on.",
    ),
]
As = Annotated[str | None, typer.Option("--as", help="Sign-in name of the director who does it.")]


def add_to(cli: typer.Typer) -> None:
    """Add `report service`."""
    group = typer.Typer(help="Write reports as PDF files.", no_args_is_help=True)
    group.callback()(_stay_a_group)
    group.command()(service)
    cli.add_typer(group, name="report")


def _stay_a_group() -> None:
    """Write reports as PDF files."""


def service(
    month: Month, out: Out, team: Team = None, programme: Programme = None, names: Names = False, acting: As = None
) -> None:
    """Write the report of a month: figures without a single client. The server must not have the clinic open."""
    from fit.casework import Settings, director, machine, open_clinic

    clinic = open_clinic(Settings.from_environment())
    try:
        actor = machine.acting_director(clinic, acting)
        pdf = director.make_service_report(clinic, actor, month_of(month), team, programme, names=names)
        written = machine.write_export(clinic.settings, out, pdf)
    finally:
        clinic.close()
    typer.echo(f"{written} is written.")
