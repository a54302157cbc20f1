"""`mendline evaluate`: what early warning is worth, on simulated clients whose true course is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.assess import PolicyName, chosen_curves, chosen_policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.simulation.evaluation import Evaluation, Share

__all__ = ["add_to", "evaluate"]

Clients = Annotated[int, typer.Option(min=1, help="Number of simulated episodes.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same figures.")]
Trajectory = Annotated[Path | None, typer.Option(help="Curve file; default: the simulated reference.", metavar="FILE")]

NAME_WIDTH = 42
COLUMNS = {"found": 11, "in time": 9, "left alone": 12, "sessions": 10}


def add_to(cli: typer.Typer) -> None:
    """Add `evaluate`."""
    cli.command()(evaluate)


def evaluate(
    clients: Clients = 20_000, seed: Seed = 7, *, policy: PolicyName = "icce", trajectory: Trajectory = None
) -> None:
    """Print sensitivity, specificity, share ever flagged and sessions of warning, of each rule and the rule set."""
    from fit.simulation.evaluation import evaluate as measured

    lines, curves = chosen_policy(policy), chosen_curves(trajectory)
    found = measured(clients, seed, lines, curves)
    typer.echo(f"Simulated figures, of {found.clients} made-up clients (seed {found.seed}); nobody in them is real.")
    typer.echo(f"By {lines.title} {lines.version} and {curves.label} ({curves.id} {curves.version}).")
    for line in _table(found):
        typer.echo(line)


def _table(found: Evaluation) -> Iterator[str]:
    yield f"{found.episodes} episodes with two outcome ratings or more. Poor endings among them:"
    for letter, (ending, count) in zip("AB", found.poor.items(), strict=True):
        yield f"  {letter}  {ending}: {count} ({count / max(found.episodes, 1):.1%})"
    yield "Of those who ended so: found = ever flagged, in time = at least one session before the last,"
    yield "sessions = median from first flag to end. Of the others: left alone = never flagged."
    yield ""
    titles = "".join(f"{title:>{width}}" for title, width in COLUMNS.items())
    yield f"{'':{NAME_WIDTH}}{'':>8}{'A':>7}{'':{len(titles) - 7}}{'B':>7}"
    yield f"{'':{NAME_WIDTH}}{'flagged':>8}{titles}{titles}"
    for one in found.measured:
        shares = "".join(_share(share) for share in one.by_ending.values())
        yield f"{one.name:{NAME_WIDTH}}{one.flagged:>8.1%}{shares}"


def _share(share: Share) -> str:
    shares = (share.sensitivity, share.in_time, share.specificity)
    cells = [*(None if one is None else f"{one:.1%}" for one in shares), share.sessions_of_warning]
    said = ("-" if cell is None else f"{cell}".removesuffix(".0") for cell in cells)
    return "".join(f"{cell:>{width}}" for cell, width in zip(said, COLUMNS.values(), strict=True))
