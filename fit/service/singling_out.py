"""Which clinicians differ from the clinic by more than chance and usual spread explain: as rarely as promised.

Of forty clinicians who work equally well, somebody will always be lowest. So a clinician stands out only when the
difference is one that a whole clinic of equals would show once in forty clinics (FAMILY_ERROR), whoever it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.service.figure import NotAssessable
from fit.service.partial_pooling import FEWEST_SURE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.service.partial_pooling import Groups

    Points = NDArray[np.float64]

__all__ = ["FAMILY_ERROR", "StandingOut", "stands_out"]

FAMILY_ERROR = 0.025
"""Chance that anybody at all is singled out in a clinic of equals; half of the 5 % that is promised, so that gains that
are not quite normal and a spread that is only estimated do not use it up (simulation in tests and docs)."""
FEWEST_TO_COMPARE = 10
"""Clinicians with enough episodes; among fewer the usual spread is not known well enough to call anybody unusual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOut:
    """Per clinician: whether they stand out, and the p value before it was corrected for looking at everybody."""

    mask: NDArray[np.bool_]
    p: Points
    """NaN for those who are not compared."""


def stands_out(groups: Groups) -> StandingOut | NotAssessable:
    """Mark who differs from all the others together, corrected for the number of clinicians (Holm).

    Each one is held against the mean of the others, whose true spread (method of moments, without the one looked at)
    is taken as usual. Only clinicians with episodes enough to be shown without "provisional" are compared.

    References
    ----------
    1. Holm 1979, Scand J Stat 6(2), 65-70
    2. DerSimonian & Laird 1986, Control Clin Trials 7(3), 177-188, doi:10.1016/0197-2456(86)90046-2: the moments
    3. Jones & Spiegelhalter 2011, Stat Biopharm Res 3(3), 400-410: leaving out the one who is looked at
    """
    from scipy.special import stdtr

    compared = np.flatnonzero(groups.n >= FEWEST_SURE)
    if compared.size < FEWEST_TO_COMPARE:
        reason = f"fewer than {FEWEST_TO_COMPARE} clinicians with {FEWEST_SURE} closed episodes"
        return NotAssessable(reason=reason, n=compared.size)
    t = _distance(groups.mean[compared], groups.sd**2 / groups.n[compared])
    p = np.full(groups.n.size, np.nan)
    p[compared] = 2 * stdtr(groups.freedom, -np.abs(t))
    mask = np.zeros(groups.n.size, np.bool_)
    mask[compared] = _holm(p[compared])
    return StandingOut(mask=mask, p=p)


def _distance(mean: Points, error: Points) -> Points:
    """Each clinician's distance from the mean of the others, in standard errors."""
    spread = _spread_of_others(mean, error)
    total = error + spread[:, None]
    weight = 1 / total
    np.fill_diagonal(weight, 0)
    others = weight.sum(axis=1)
    centre = (weight @ mean) / others
    away: Points = (mean - centre) / np.sqrt(error + spread + 1 / others)
    return away


def _spread_of_others(mean: Points, error: Points) -> Points:
    """Variance of true differences among all but one, for each one left out; zero where none shows."""
    weight = 1 / error
    first, second = weight.sum() - weight, (weight**2).sum() - weight**2
    middle, square = (weight @ mean) - weight * mean, (weight @ mean**2) - weight * mean**2
    heterogeneity = square - middle**2 / first
    variance: Points = (heterogeneity - (mean.size - 2)) / (first - second / first)
    return np.maximum(0, variance)


def _holm(p: Points) -> NDArray[np.bool_]:
    order = np.argsort(p)
    passed = p[order] <= FAMILY_ERROR / np.arange(p.size, 0, -1)
    mask = np.zeros(p.size, np.bool_)
    mask[order] = np.logical_and.accumulate(passed)
    return mask
