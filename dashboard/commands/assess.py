"""`mendline assess`: verdicts for a file of ratings, without any server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fit.assessment import Assessment
    from fit.interop.tables_in import RatingsTable
    from fit.policies import Policy
    from fit.trajectory import CurveSet

__all__ = ["add_to", "assess"]

Table = Annotated[Path, typer.Argument(help="CSV with episode_id,age_band,session,scale,total.", metavar="RATINGS.csv")]
Out = Annotated[Path, typer.Option(help="Where the verdicts go: a row per episode.", metavar="OUT.csv")]
PolicyName = Annotated[str, typer.Option(help="icce, pcoms, or a policy file.", metavar="icce|pcoms|FILE")]
Trajectory = Annotated[Path | None, typer.Option(help="Curve file; default: the simulated reference.", metavar="FILE")]
PerSession = Annotated[Path | None, typer.Option(help="Also write a row per session here.", metavar="FILE")]


def add_to(cli: typer.Typer) -> None:
    """Add `assess`."""
    cli.command()(assess)


def assess(
    ratings: Table,
    *,
    out: Out,
    policy: PolicyName = "icce",
    trajectory: Trajectory = None,
    per_session: PerSession = None,
) -> None:
    """Work out change, expected path, alliance and signals of every episode in a file."""
    from fit.interop.tables_in import read_ratings
    from fit.interop.verdicts_out import write_episodes, write_sessions

    lines, curves = chosen_policy(policy), chosen_curves(trajectory)
    table = read_ratings(existing(ratings))
    table.raise_if_bad(ratings.name)
    for column in table.ignored_columns:
        typer.echo(f"{ratings.name}: column {column!r} is not known and was left out.", err=True)
    assessment = assessment_of(table, lines, curves)
    if per_session:
        write_sessions(assessment, per_session)
    episodes = write_episodes(assessment, out)
    typer.echo(
        f"{episodes} episodes assessed by {lines.title} {lines.version} and {curves.label} {curves.version}.", err=True
    )


def existing(path: Path) -> Path:
    """Return the path when there is such a file.

    Raises
    ------
    InputError
        when there is none.
    """
    from fit.errors import InputError

    if not path.is_file():
        raise InputError(f"{path}: there is no such file. Check the name.")
    return path


def chosen_policy(name: str) -> Policy:
    """Read the policy that was asked for, by id or as a file."""
    from fit.policies import load_policy, policy, policy_ids

    return policy(name) if name in policy_ids() or not Path(name).is_file() else load_policy(Path(name))


def chosen_curves(path: Path | None) -> CurveSet:
    """Read the curve set that was asked for; the simulated reference where none was."""
    from fit.trajectory import curve_set, load_curve_set

    return load_curve_set(existing(path)) if path else curve_set("simulated_reference")


def assessment_of(table: RatingsTable, policy: Policy, curves: CurveSet) -> Assessment:
    """Hand a table of good ratings to the one engine."""
    from fit.alerts import rules
    from fit.assessment import assess as assess_series
    from fit.series import Ratings, Series

    ratings = Ratings(
        episode_ids=table.episode_ids,
        age_band=table.age_band,
        episode=table.episode,
        session=table.session,
        scale=table.scale,
        informant=table.informant,
        total=table.total,
        items=table.items,
    )
    return assess_series(Series.of(ratings), policy, curves, rules())
