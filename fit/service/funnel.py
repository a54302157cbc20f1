"""Funnel limits: how far a clinician's figure may lie from the clinic's by chance alone, by number of episodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

__all__ = ["LEVELS", "Funnel", "mean_funnel"]

LEVELS = (0.95, 0.998)
"""Two and three standard deviations, as Spiegelhalter 2005 draws them: what chance does in 1 of 20 and 1 of 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Limits [levels, numbers of episodes] around the clinic's figure."""

    target: float
    n: Numbers
    lower: Numbers
    upper: Numbers


def mean_funnel(target: float, sd: float, n: ArrayLike, *, between: float = 0.0) -> Funnel:
    """Limits of a mean: target +- z sqrt(sd^2 / n + between^2).

    Parameters
    ----------
    sd : of one client around the clinician's mean
    between : spread of true differences that is taken as usual (additive over-dispersion); 0 draws the plain funnel

    References
    ----------
    1. Spiegelhalter 2005, Stat Med 24(8), 1185-1202, doi:10.1002/sim.1970
    2. Spiegelhalter 2005, Qual Saf Health Care 14(5), 347-351, doi:10.1136/qshc.2005.013755
    """
    from scipy.special import ndtri

    of = np.asarray(n, np.float64)
    z = ndtri((1 + np.array(LEVELS)) / 2)[:, None]
    half = z * np.sqrt(sd**2 / of + between**2)
    return Funnel(target=target, n=of, lower=target - half, upper=target + half)
