"""`mendline fit-trajectory`: a clinic's own expected paths from its closed episodes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.commands.assess import PolicyName, chosen_policy, existing

if TYPE_CHECKING:
    from fit.policies import Policy
    from fit.series import Series
    from fit.trajectory import CurveSet
    from fit.trajectory.growth_model import GrowthFit, NotFitted

__all__ = ["add_to", "fit_trajectory"]

Table = Annotated[
    Path,
    typer.Argument(help="CSV with episode_id,age_band,session,scale,total of closed episodes.", metavar="RATINGS.csv"),
]
Out = Annotated[Path, typer.Option(help="Where the curve file goes.", metavar="CURVES.toml")]
Id = Annotated[str, typer.Option("--id", help="Name of the set in alerts and files; default: name of the file.")]
Label = Annotated[str, typer.Option(help="What the path is called wherever it is drawn.")]
Version = Annotated[str, typer.Option(help="Default: made from the content of the ratings file.")]
Source = Annotated[str, typer.Option(help="Whose ratings these are; default: of this clinic, with their number.")]
Licence = Annotated[str, typer.Option(help="Who may use the set.")]

HEADING = "Written by `mendline fit-trajectory`; what the numbers mean: fit/trajectory/growth_model.py."


def add_to(cli: typer.Typer) -> None:
    """Add `fit-trajectory`."""
    cli.command("fit-trajectory")(fit_trajectory)


def fit_trajectory(
    ratings: Table,
    *,
    out: Out,
    policy: PolicyName = "icce",
    set_id: Id = "",
    label: Label = "expected path of this clinic",
    version: Version = "",
    source: Source = "",
    licence: Licence = "of the clinic that fitted it",
) -> None:
    """Fit expected paths with percentile lines to closed episodes, one curve an age band."""
    from fit.interop.text_out import write_text
    from fit.trajectory import CurveSet, curve_file_text
    from fit.trajectory.growth_model import GrowthFit, fit_growth, scales_of

    lines, series = chosen_policy(policy), _series(ratings)
    found = fit_growth(series, lines)
    fits = [one for one in found if isinstance(one, GrowthFit)]
    _say_not_fitted([one for one in found if not isinstance(one, GrowthFit)], ratings, lines, fits)
    curves = CurveSet(
        id=set_id or out.stem,
        version=version or _version(ratings),
        label=label,
        source=source or f"Fitted to ratings of this clinic: {sum(fit.episodes for fit in fits)} closed episodes",
        licence=licence,
        scales=scales_of(series),
        curves=tuple(fit.curve for fit in fits),
    )
    write_text(out, curve_file_text(curves, {fit.curve.age_band: _note(fit) for fit in fits}, HEADING))
    typer.echo(json.dumps(_report(curves, fits), indent=2))
    typer.echo(f"{len(fits)} curves of {label} {curves.version} are in {out}.", err=True)


def _series(ratings: Path) -> Series:
    from fit.interop.batch import series_of
    from fit.interop.tables_in import read_ratings

    table = read_ratings(existing(ratings))
    table.raise_if_bad(ratings.name)
    return series_of(table)


def _say_not_fitted(refused: list[NotFitted], ratings: Path, policy: Policy, fits: list[GrowthFit]) -> None:
    """Say which age bands have no curve and why.

    Raises
    ------
    InputError
        when none has one.
    """
    from fit.errors import InputError

    said = [_reason(one) for one in refused]
    if not fits:
        told = "; ".join(said) or "no client's own rating on a scale of the ORS family in it"
        raise InputError(
            f"{ratings.name}: no curve can be fitted ({told}). Collect {policy.closed_episodes_to_fit} closed episodes "
            "of an age band; until then use the simulated reference."
        )
    for reason in said:
        typer.echo(f"{ratings.name}: no curve for {reason}.", err=True)


def _reason(one: NotFitted) -> str:
    return (
        f"{one.age_band}: {one.closed} closed episodes, {one.usable} of them with two ratings or more and a start that "
        f"leaves room to grow; {one.reason}"
    )


def _version(ratings: Path) -> str:
    """Name the content: the same ratings give the same version."""
    with ratings.open("rb") as file:
        return f"ratings-{hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"


def _note(fit: GrowthFit) -> str:
    return (
        f"{fit.episodes} closed episodes with {fit.ratings} ratings of sessions 2 to {fit.last_session}; left out: "
        f"{fit.one_rating} with one rating, {fit.high_starts} high starts, {fit.not_drawn} beyond the most fitted"
    )


def _report(curves: CurveSet, fits: list[GrowthFit]) -> dict[str, Any]:
    return {
        "id": curves.id,
        "version": curves.version,
        "model": "REML; score of rated sessions from 2 on ~ intake, ln(session), both; random intercept and slope",
        "curves": [_fit_report(fit) for fit in fits],
    }


def _fit_report(fit: GrowthFit) -> dict[str, Any]:
    curve, spread = fit.curve, fit.curve.spread
    return {
        "age_band": curve.age_band.value,
        "closed_episodes": fit.closed,
        "left_out": {
            "one_rating": fit.one_rating,
            "high_start": fit.high_starts,
            "beyond_the_most_fitted": fit.not_drawn,
        },
        "episodes": fit.episodes,
        "ratings": fit.ratings,
        "last_session": fit.last_session,
        "centre": curve.centre,
        **dict(zip(curve.form.keys, curve.coefficients, strict=True)),
        "standard_errors": dict(zip(curve.form.keys, fit.standard_errors, strict=True)),
        "intercept_sd": spread.intercept_sd if spread else None,
        "slope_sd": spread.slope_sd if spread else None,
        "intercept_slope_correlation": spread.correlation if spread else None,
        "residual_sd": spread.residual_sd if spread else None,
        "log_likelihood": fit.log_likelihood,
        "converged": True,
        "on_boundary": fit.on_boundary,
    }
