"""Curves for somebody who may not see the clients, drawn from rounded counts alone.

What has happened so far and how many are still followed are counts as any other: rounded alike, nothing below five.
So a curve says no more than a table of such counts would (docs/decisions/0015).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fit.service.figure import NotAssessable
from fit.service.suppression import SMALLEST_GROUP, TOO_FEW, Withheld, round_counts, wilson_of_rounded
from fit.service.survival import counted, curve_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.service.dose_response import DoseResponse
    from fit.service.survival import SurvivalCurve

    Counts = NDArray[np.int64]

__all__ = ["published_dose_response", "published_survival"]


def published_survival(
    definition: str, session: Counts, happened: NDArray[np.bool_]
) -> SurvivalCurve | Withheld | NotAssessable:
    """Product-limit curve from rounded counts; it ends where fewer than ten are still followed.

    Parameters
    ----------
    session, happened : from `times_to_improvement` or `times_to_unplanned_ending` of fit.service.survival
    """
    if session.size < SMALLEST_GROUP:
        return TOO_FEW
    events, at_risk = counted(session, happened)
    followed = np.nan_to_num(round_counts(at_risk)).astype(np.int64)
    so_far = np.nan_to_num(round_counts(np.cumsum(events))).astype(np.int64)
    seen = followed >= 2 * SMALLEST_GROUP
    steps = np.minimum(np.diff(so_far, prepend=0), followed)[seen]
    n = int(round_counts(session.size))
    return curve_of(definition, steps, followed[seen], censored=max(n - int(steps.sum()), 0))


def published_dose_response(found: DoseResponse | NotAssessable) -> DoseResponse | NotAssessable:
    """Share improved by sessions, from rounded counts; numbers of sessions that fewer than five had are left out.

    Where fewer than five of them improved, none included, `share` is NaN, `improved` 0, and the interval begins at 0.
    """
    if isinstance(found, NotAssessable):
        return found
    rounded = round_counts(found.n)
    kept = ~np.isnan(rounded)
    about, improved = rounded[kept], round_counts(found.improved)[kept]
    lower, upper = wilson_of_rounded(improved, about)
    return replace(
        found,
        sessions=found.sessions[kept],
        n=about.astype(np.int64),
        improved=np.nan_to_num(improved).astype(np.int64),
        share=improved / about,
        lower=lower,
        upper=upper,
    )
