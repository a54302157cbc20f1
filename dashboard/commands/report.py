"""`mendline report service`: the monthly report on the service, for a scheduler or by hand, on the clinic's machine."""

from __future__ import annotations

from datetime import UTC, datetime
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
INSTEAD = (
    "While it runs, a director asks for the report on the page *Service report*. Every report has its line in the "
    "audit, so it cannot be made beside a server as a backup can; with PostgreSQL it can."
)
"""Reading alone would go beside a server; what is taken out is written down, and one program alone writes a file."""


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
    """Write the report of a month: figures without a single client. On SQLite no server may have the clinic open."""
    from dashboard.opened_alone import opened_alone
    from fit.casework import Settings, director, machine

    asked = month_of(month)
    machine.check_month(asked, team, programme, today=datetime.now(UTC).astimezone().date())
    with opened_alone(Settings.from_environment(), INSTEAD) as clinic:
        actor = machine.acting_director(clinic, acting)
        pdf = director.make_service_report(clinic, actor, asked, team, programme, names=names)
        written = machine.write_export(clinic.settings, out, pdf)
    typer.echo(f"{written} is written.")
