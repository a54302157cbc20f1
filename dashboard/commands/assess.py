"""`mendline assess`: verdicts for a file of ratings, without any server."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fit.interop.batch import Batch, Done
    from fit.policies import Policy
    from fit.trajectory import CurveSet

__all__ = ["add_to", "assess"]

PER_MILLE = 1_000


class Engine(StrEnum):
    """Where the one engine runs."""

    LOCAL = "local"
    DASK = "dask"


Table = Annotated[
    Path, typer.Argument(help="CSV or Parquet with episode_id,age_band,session,scale,total.", metavar="RATINGS.csv")
]
Out = Annotated[Path | None, typer.Option(help="Where the verdicts go: a row per episode.", metavar="OUT.csv")]
PolicyName = Annotated[str, typer.Option(help="icce, pcoms, or a policy file.", metavar="icce|pcoms|FILE")]
Trajectory = Annotated[Path | None, typer.Option(help="Curve file; default: the simulated reference.", metavar="FILE")]
PerSession = Annotated[Path | None, typer.Option(help="Also write a row per session here.", metavar="FILE")]
Explained = Annotated[
    str | None, typer.Option(help="Say why: every verdict and signal of this episode.", metavar="EPISODE")
]
EngineName = Annotated[Engine, typer.Option(help="On this machine alone, or on a Dask cluster (docs/cluster.md).")]
Scheduler = Annotated[
    str | None, typer.Option(help="Of the Dask cluster; default: two processes here.", metavar="ADDRESS")
]


def add_to(cli: typer.Typer) -> None:
    """Add `assess`."""
    cli.command()(assess)


def assess(
    ratings: Table,
    *,
    out: Out = None,
    policy: PolicyName = "icce",
    trajectory: Trajectory = None,
    per_session: PerSession = None,
    explain: Explained = None,
    engine: EngineName = Engine.LOCAL,
    scheduler: Scheduler = None,
) -> None:
    """Work out change, expected path, alliance and signals of every episode in a file."""
    from fit.interop.batch import Batch

    _check(out, explain, engine, scheduler)
    batch = Batch(
        ratings=existing(ratings, folder=engine == Engine.DASK),
        policy=chosen_policy(policy),
        curve_set=chosen_curves(trajectory),
        episodes=out,
        sessions=per_session,
        wanted=explain,
    )
    with _bar(ratings.name) as progress:
        done = _run(batch, engine, scheduler, progress)
    _tell(batch, done)


def _check(out: Path | None, explain: str | None, engine: Engine, scheduler: str | None) -> None:
    """Refuse options that do not go together."""
    from fit.errors import InputError

    if out is None and explain is None:
        raise InputError("There is nothing to do. Add --out OUT.csv for the verdicts, or --explain EPISODE.")
    if explain is not None and engine == Engine.DASK:
        raise InputError("--explain is about one episode. Leave --engine dask out.")
    if scheduler is not None and engine != Engine.DASK:
        raise InputError("--scheduler is of a Dask cluster. Add --engine dask.")


def _run(batch: Batch, engine: Engine, scheduler: str | None, progress: Callable[[int, int | None], None]) -> Done:
    if engine == Engine.LOCAL:
        return batch.run(progress)
    from fit.interop.cluster import run_on_cluster

    return run_on_cluster(batch, scheduler, progress)


@contextmanager
def _bar(name: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show how much is read, where somebody watches."""
    hidden = not sys.stderr.isatty()
    with typer.progressbar(length=PER_MILLE, label=name, file=sys.stderr, hidden=hidden) as bar:

        def show(done: int, of: int | None) -> None:
            bar.update(done * PER_MILLE // max(of or done, 1) - bar.pos)

        yield show


def _tell(batch: Batch, done: Done) -> None:
    from dashboard.explained import in_plain_text

    name, lines, curves = batch.ratings.name, batch.policy, batch.curve_set
    for column in done.ignored_columns:
        typer.echo(f"{name}: column {column!r} is not known and was left out.", err=True)
    if done.read_whole:
        typer.echo(
            f"{name}: rows of one episode stand far apart, so the file was read whole, which needs more memory. "
            "Sort it by episode_id to avoid that.",
            err=True,
        )
    if batch.episodes:
        typer.echo(
            f"{done.episodes} episodes assessed by {lines.title} {lines.version} and {curves.label} {curves.version}.",
            err=True,
        )
    typer.echo("\n\n".join(map(in_plain_text, done.explained)), nl=bool(done.explained))


def existing(path: Path, *, folder: bool = False) -> Path:
    """Return the path when there is such a file, or a folder where that may be.

    Raises
    ------
    InputError
        when there is none.
    """
    from fit.errors import InputError

    if not (path.is_file() or (folder and path.is_dir())):
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
