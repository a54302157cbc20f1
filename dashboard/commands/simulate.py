"""`mendline simulate`: made-up episodes of care with known truth, from one to millions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.simulation import Cohort

__all__ = ["add_to", "simulate"]

Clients = Annotated[int, typer.Option(min=1, help="Number of episodes.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same episodes, always.")]
Out = Annotated[Path, typer.Option(help="Where the ratings go: CSV, or Parquet by its name.", metavar="FILE")]
Items = Annotated[bool, typer.Option("--items/--no-items", help="With the four items of each rating.")]
Alliance = Annotated[bool, typer.Option("--alliance/--no-alliance", help="With ratings of the session too.")]
TruthFile = Annotated[
    Path | None, typer.Option(help="Also write what is true: change, endings, ruptures.", metavar="FILE")
]


def add_to(cli: typer.Typer) -> None:
    """Add `simulate`."""
    cli.command()(simulate)


def simulate(
    clients: Clients,
    seed: Seed,
    *,
    out: Out = Path("simulated.csv"),
    items: Items = True,
    alliance: Alliance = True,
    truth: TruthFile = None,
) -> None:
    """Make up episodes of care whose ratings behave like published ones. Nobody in them is real."""
    from fit.interop.simulated_out import rating_columns, table_file, truth_columns

    rows = 0
    with table_file(out) as ratings:
        for cohort in _with_progress(clients, seed):
            columns = rating_columns(cohort, ratings, items=items, alliance=alliance)
            ratings.write(columns)
            rows += len(columns["total"])
    if truth is not None:
        with table_file(truth) as table:
            for cohort in _with_progress(clients, seed):
                table.write(truth_columns(cohort))
    typer.echo(f"{clients} simulated episodes with {rows} ratings are in {out}.", err=True)


def _with_progress(clients: int, seed: int) -> Iterator[Cohort]:
    """Give the blocks, with a bar where somebody watches."""
    import sys

    from fit.simulation import simulate as episodes

    hidden = not sys.stderr.isatty()
    with typer.progressbar(length=clients, label="Simulating", file=sys.stderr, hidden=hidden) as bar:
        for cohort in episodes(clients, seed):
            yield cohort
            bar.update(len(cohort))
