"""Curves for somebody who may not see the clients, drawn from rounded counts alone.

What has happened so far and how many are still followed are counts as any other: rounded alike, nothing below eight.
So a curve says no more than a table of such counts would (docs/decisions/0015).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fit.service.figure import NotAssessable
from fit.service.followed import FEWEST_FOLLOWED
from fit.service.suppression import (
    LEAST_COUNT,
    SMALLEST_GROUP,
    TOO_FEW,
    Withheld,
    enough_clients,
    round_counts,
    wilson_of_rounded,
)
from fit.service.survival import counted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.service.dose_response import DoseResponse

    Counts = NDArray[np.int64]
    Numbers = NDArray[np.float64]

__all__ = ["SeenSoFar", "published_dose_response", "published_so_far"]

FEWEST_FOR_STEPS = 50
"""[episodes] of which one step of rounded counts, five, is a tenth."""
FEWEST_STEPS = 3
"""[sessions] two points are no course."""
TOO_FEW_FOR_STEPS = Withheld(
    reason=f"fewer than about {FEWEST_FOR_STEPS} episodes; counts rounded to the nearest {SMALLEST_GROUP} would draw a "
    "false course of them"
)
TOO_FEW_STEPS = Withheld(
    reason=f"it can be told by fewer than {FEWEST_STEPS} sessions, since counts of fewer than {LEAST_COUNT} are "
    "withheld; a line through these would be flat where something may have happened"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSoFar:
    """In how many of all episodes it has been seen by a session, at the sessions by which that is told.

    A plain share of all, not Kaplan-Meier: rounded counts of the few that are followed long would bend that out of
    shape. So it is the least that can be said: who was not followed so long counts as not yet.
    """

    definition: str
    session: Counts
    followed: Counts
    """Still followed up to there, rounded."""
    happened: Counts
    """Seen so far, rounded."""
    share: Numbers
    lower: Numbers
    upper: Numbers
    n: int


def published_so_far(
    definition: str, session: Counts, happened: NDArray[np.bool_], client: Counts
) -> SeenSoFar | Withheld:
    """Share of all to whom it has happened by each session, from rounded counts; withheld where these would distort it.

    It is told where it rests on fifty episodes at least, so that one step of rounding is a tenth of them at most, and
    where three sessions at least can be told. Whether it is told follows from rounded counts alone.

    Parameters
    ----------
    session, happened : from `times_to_improvement` or `times_to_unplanned_ending` of fit.service.survival
    client : whose episodes these are: nothing is told of few clients, however many episodes they have
    """
    if not enough_clients(client) or np.isnan(round_counts(session.size)):
        return TOO_FEW
    n = int(round_counts(session.size))
    if n < FEWEST_FOR_STEPS:
        return TOO_FEW_FOR_STEPS
    events, at_risk = counted(session, happened)
    followed = np.nan_to_num(round_counts(at_risk)).astype(np.int64)
    so_far = np.nan_to_num(round_counts(np.cumsum(events))).astype(np.int64)
    told = np.flatnonzero((np.diff(so_far, prepend=0) > 0) & (followed >= FEWEST_FOLLOWED))
    if told.size < FEWEST_STEPS:
        return TOO_FEW_STEPS
    lower, upper = wilson_of_rounded(so_far[told], np.full(told.size, n))
    return SeenSoFar(
        definition=definition,
        session=told,
        followed=followed[told],
        happened=so_far[told],
        share=so_far[told] / n,
        lower=lower,
        upper=upper,
        n=n,
    )


def published_dose_response(found: DoseResponse | NotAssessable) -> DoseResponse | Withheld:
    """Share improved by sessions, from rounded counts; numbers of sessions that few had are left out.

    Where fewer than eight of them improved, none included, `share` is NaN, `improved` 0, and the interval begins at 0.
    """
    if isinstance(found, NotAssessable):
        return TOO_FEW
    rounded = np.where(found.clients < SMALLEST_GROUP, np.nan, round_counts(found.n))
    kept = ~np.isnan(rounded)
    if not kept.any():
        return TOO_FEW
    about, improved = rounded[kept], round_counts(found.improved)[kept]
    lower, upper = wilson_of_rounded(improved, about)
    return replace(
        found,
        sessions=found.sessions[kept],
        clients=np.nan_to_num(round_counts(found.clients[kept])).astype(np.int64),
        n=about.astype(np.int64),
        improved=np.nan_to_num(improved).astype(np.int64),
        share=improved / about,
        lower=lower,
        upper=upper,
    )
