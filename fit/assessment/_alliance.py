"""The alliance columns of one block: each rating, its move, its place in the usual range, and its repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.alliance import UsualRange, find_repairs, usual_range
from fit.alliance.repaired import return_line
from fit.policies import Bound
from fit.series import MISSING, Runs, Series

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.alliance.repaired import Repairs
    from fit.policies import Policy

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]


@dataclass(slots=True, kw_only=True)
class Alliance:
    """Per alliance rating, in tenths. `previous` is below zero at a strand's first."""

    rows: Numbers
    runs: Runs
    session: Numbers
    score: Numbers
    previous: Numbers
    move: Numbers
    items: NDArray[np.int16] | None
    usual: UsualRange
    low_total: Mask
    dropped: Mask
    falling: Mask
    repairs: Repairs


def alliance_of(series: Series, strand_of_session: Numbers, policy: Policy) -> Alliance:
    """Work out the alliance columns of a block."""
    rows = np.flatnonzero(series.alliance != MISSING)
    runs = Runs.of(strand_of_session[rows], series.strands)
    score = series.alliance[rows].astype(np.int64)
    move = runs.moves(score)
    later = runs.place > 0
    usual = usual_range(score, move, runs, policy)
    low, dropped = policy.alliance_total.crossed(score), policy.alliance_drop.crossed(-move) & later
    previous = np.where(later, score - move, MISSING)
    back = return_line(
        score, previous, usual.lower, usual.below, fine_tenths=_fine(policy), drop_tenths=_least_drop(policy)
    )
    return Alliance(
        rows=rows,
        runs=runs,
        session=series.session[rows].astype(np.int64),
        score=score,
        previous=previous,
        move=move,
        items=None if series.alliance_items is None else series.alliance_items.take(rows, axis=0),
        usual=usual,
        low_total=low,
        dropped=dropped,
        falling=_falling(move, runs, policy.falling_moves),
        repairs=find_repairs(score, runs, low | dropped | usual.below, back, policy.repair_ratings),
    )


def _fine(policy: Policy) -> int:
    """Least alliance total that is no concern."""
    line = policy.alliance_total
    return line.score.tenths + (line.bound == Bound.AT_OR_BELOW)


def _least_drop(policy: Policy) -> int:
    """Least fall that counts as a drop."""
    line = policy.alliance_drop
    return line.score.tenths + (line.bound == Bound.MORE_THAN)


def _falling(move: Numbers, runs: Runs, moves: int) -> Mask:
    """Say where the last so many moves were all downwards."""
    down = move < 0
    falling = runs.place >= moves
    for back in range(moves):
        falling[back:] &= down[: down.size - back] if back else down
    return falling
