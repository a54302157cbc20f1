"""`mendline import ratings`: take a file of past ratings over, on the clinic's own machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dashboard.commands.assess import existing
from dashboard.differing import DIFFERING, differing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework import Settings
    from fit.casework.views import ImportReport
    from fit.errors import RowProblem

__all__ = ["add_to", "ratings"]

BAD_ROWS: Final = 1
HUNDREDTHS: Final = 100

Table = Annotated[Path, typer.Argument(help="CSV with episode_id,age_band,session,scale,total.", metavar="FILE")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only check; exit code 1 when there are bad rows.")]
GoodRows = Annotated[bool, typer.Option("--take-good-rows", help="Take the good rows of a file with bad ones.")]
Clinician = Annotated[str | None, typer.Option(help="Sign-in name of the clinician who gets new episodes.")]
As = Annotated[str | None, typer.Option("--as", help="Sign-in name of the administrator who does it.")]


def add_to(cli: typer.Typer) -> None:
    """Add `import ratings`."""
    group = typer.Typer(help="Take over what was recorded elsewhere.", no_args_is_help=True)
    group.callback()(_stay_a_group)
    group.command()(ratings)
    cli.add_typer(group, name="import")


def _stay_a_group() -> None:
    """Take over what was recorded elsewhere."""


def ratings(
    file: Table,
    *,
    dry_run: DryRun = False,
    take_good_rows: GoodRows = False,
    clinician: Clinician = None,
    acting: As = None,
) -> None:
    """Import past ratings. Bad rows are listed by line, and nothing of such a file is taken unless you say so."""
    from fit.casework import Settings

    settings = Settings.from_environment()
    if dry_run and not _has_clinic(settings):
        _check_alone(existing(file))
        return
    report = _with_clinic(settings, existing(file), acting, clinician, dry_run=dry_run, take_good_rows=take_good_rows)
    _tell(report)
    if report.rows_bad_count and not report.stored:
        sys.exit(BAD_ROWS)


def _has_clinic(settings: Settings) -> bool:
    return bool(settings.database_url) or settings.database_file.exists()


def _check_alone(file: Path) -> None:
    """Check a file where there is no clinic yet to compare it with."""
    from fit.interop.tables_in import read_ratings

    table = read_ratings(file)
    _list(table.problems, table.problem_count)
    typer.echo(f"{file.name}: {int(table.good.sum())} good rows, {table.problem_count} bad. Nothing was taken.")
    if table.problem_count:
        sys.exit(BAD_ROWS)


def _with_clinic(
    settings: Settings, file: Path, acting: str | None, clinician: str | None, *, dry_run: bool, take_good_rows: bool
) -> ImportReport:
    from fit.casework import administrator, machine, open_clinic

    clinic = open_clinic(settings)
    try:
        actor = machine.acting_administrator(clinic, acting)
        with typer.progressbar(length=HUNDREDTHS, label=file.name, file=sys.stderr) as bar:

            def show(share: float, _doing: str) -> None:
                bar.update(int(share * HUNDREDTHS) - bar.pos)

            if dry_run:
                return administrator.check_import(clinic, actor, file.name, file, progress=show)
            return administrator.import_ratings(
                clinic,
                actor,
                file.name,
                file,
                take_good_rows=take_good_rows,
                clinician_sign_in_name=clinician,
                progress=show,
            )
    finally:
        clinic.close()


def _tell(report: ImportReport) -> None:
    _list(report.rows_bad, report.rows_bad_count)
    what = "taken" if report.stored else "would be new"
    typer.echo(
        f"{report.file_name}: {report.rows_good} good rows, {report.rows_bad_count} bad; {report.new_ratings} ratings "
        f"{what}, {report.known_ratings} known already, {report.new_episodes} new episodes."
    )
    if report.differing_lines:
        typer.echo(f"{differing(report.differing_lines)} {DIFFERING}")
    if report.unassigned_episodes:
        typer.echo(f"{report.unassigned_episodes} episodes have no clinician yet: an administrator assigns them.")
    if not report.stored:
        typer.echo("Nothing was taken.")


def _list(problems: Sequence[RowProblem], count: int) -> None:
    for problem in problems:
        typer.echo(str(problem))
    if count > len(problems):
        typer.echo(f"and {count - len(problems)} more")
