"""A clinician's gain, fairly: adjusted for where clients began, and drawn toward the clinic's mean where cases are few.

Model: gain = mean + what the first rating explains (one line an age band, estimated within clinicians, so that their
own part does not colour it) + the clinician's part, normal with spread tau, + the client's, normal with sigma.
The estimate averages over tau by its posterior under a flat prior (Gelman 2006), on a grid: no chance, no fitting that
may fail, and intervals that know that tau itself is uncertain. Chosen by simulation over REML with tau taken as known
(docs/service_methods.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fit.scales import AgeBand
from fit.service.episodes import State
from fit.service.figure import NotAssessable
from fit.service.intervals import Z_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.service.episodes import Episodes

    Points = NDArray[np.float64]
    Codes = NDArray[np.int64]

__all__ = ["Groups", "Pooled", "Showing", "adjusted_groups", "between", "pool", "pool_episodes"]

FEWEST_SHOWN = 15
"""[closed episodes] below these an estimate says more of chance than of work (domain notes, section 7)."""
FEWEST_SURE = 30
"""[closed episodes] below these it is shown as provisional (domain notes, section 7)."""
FEWEST_CLINICIANS = 5
"""A spread between fewer clinicians is a guess."""
GRID = 241
"""Places of tau; doubling them moves no estimate by 0.001 points (test)."""
WIDEST = 6.0
"""Tau is looked for up to so many SDs of the clinicians' means; beyond lies nothing of the posterior (test)."""


class Showing(StrEnum):
    """Whether an estimate may be shown."""

    HIDDEN = "hidden"
    PROVISIONAL = "provisional"
    SHOWN = "shown"


SHOWINGS = tuple(Showing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Adjusted mean gain [points] of each clinician, with what it rests on."""

    clinician: Codes
    n: Codes
    mean: Points
    sd: float
    """Of a client's adjusted gain around the clinician's mean."""
    freedom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """Estimates [points of gain of an average client of the clinic], one a clinician, and the clinic's own."""

    groups: Groups
    estimate: Points
    standard_error: Points
    lower: Points
    upper: Points
    showing: NDArray[np.int8]
    """Codes into SHOWINGS."""
    clinic_mean: float
    clinic_standard_error: float
    spread: float
    """Tau, the SD of true differences between clinicians: posterior mean."""

    def may_show(self) -> NDArray[np.bool_]:
        """Clinicians with closed episodes enough to be shown at all."""
        mask: NDArray[np.bool_] = self.showing != SHOWINGS.index(Showing.HIDDEN)
        return mask


def pool_episodes(episodes: Episodes) -> Pooled | NotAssessable:
    """Estimate each clinician's adjusted gain from the closed episodes rated twice on the ORS family."""
    mine = episodes.where(episodes.in_state(State.CLOSED) & episodes.again)
    groups = adjusted_groups(mine.clinician, mine.intake / 10, mine.gain / 10, mine.age_band)
    return groups if isinstance(groups, NotAssessable) else pool(groups)


def adjusted_groups(
    clinician: Codes, intake: Points, gain: Points, age_band: NDArray[np.int8]
) -> Groups | NotAssessable:
    """Each clinician's mean gain, less what the clients' first ratings and age bands explain."""
    who, place, n = np.unique(clinician, return_inverse=True, return_counts=True)
    explained = _explaining(intake, age_band)
    if who.size < FEWEST_CLINICIANS:
        return NotAssessable(reason=f"fewer than {FEWEST_CLINICIANS} clinicians with closed episodes", n=who.size)
    within_x, within_y = _within(explained, place, n), _within(gain[:, None], place, n)
    slope, _, rank, _ = np.linalg.lstsq(within_x, within_y[:, 0], rcond=None)
    freedom = gain.size - who.size - int(rank)
    if freedom < 1:
        return NotAssessable(reason="too few closed episodes a clinician to tell their clients apart", n=who.size)
    adjusted = gain - explained @ slope
    left = within_y[:, 0] - within_x @ slope
    mean = np.bincount(place, adjusted) / n
    return Groups(clinician=who, n=n, mean=mean, sd=float(np.sqrt(left @ left / freedom)), freedom=freedom)


def _explaining(intake: Points, age_band: NDArray[np.int8]) -> Points:
    """Columns that explain a gain: distance of intake from the clinic's mean, and the age band, each an age band."""
    bands = [age_band == code for code in range(len(AgeBand)) if (age_band == code).any()]
    away = [np.where(band, intake - intake[band].mean(), 0.0) for band in bands]
    level = [band - band.mean() for band in bands[1:]]
    return np.column_stack([*away, *level]) if bands else np.empty((0, 1))


def _within(values: Points, place: Codes, n: Codes) -> Points:
    """Distance of each row from its clinician's mean."""
    means = np.column_stack([np.bincount(place, column) / n for column in values.T])
    return values - means[place]


class _Fit(NamedTuple):
    """At each place of the grid: weight, clinic mean and its variance; and each clinician's mean and variance there."""

    tau: Points
    weight: Points
    mean: Points
    variance: Points
    estimate: Points
    spread: Points


def pool(groups: Groups, *, spread: float | None = None) -> Pooled:
    """Average the estimates over the posterior of the spread between clinicians.

    Parameters
    ----------
    spread : take tau as known instead [points]; what empirical Bayes does with the value of `between`

    References
    ----------
    1. Gelman 2006, Bayesian Anal 1(3), 515-534, doi:10.1214/06-BA117A
    2. Efron & Morris 1975, J Am Stat Assoc 70(350), 311-319, doi:10.1080/01621459.1975.10479864
    """
    fit = _over(groups, _grid(groups) if spread is None else np.array([spread]))
    estimate = fit.weight @ fit.estimate
    variance = fit.weight @ (fit.spread + (fit.estimate - estimate) ** 2)
    error = np.sqrt(variance)
    mean = float(fit.weight @ fit.mean)
    return Pooled(
        groups=groups,
        estimate=estimate,
        standard_error=error,
        lower=estimate - Z_95 * error,
        upper=estimate + Z_95 * error,
        showing=np.digitize(groups.n, (FEWEST_SHOWN, FEWEST_SURE)).astype(np.int8),
        clinic_mean=mean,
        clinic_standard_error=float(np.sqrt(fit.weight @ (fit.variance + (fit.mean - mean) ** 2))),
        spread=float(fit.weight @ fit.tau),
    )


def _widest(groups: Groups) -> float:
    return WIDEST * max(float(groups.mean.std(ddof=1)), groups.sd / 10)


def _grid(groups: Groups) -> Points:
    return np.linspace(0, _widest(groups), GRID)


def _over(groups: Groups, tau: Points) -> _Fit:
    log, mean, variance = _likelihood(groups, tau)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    error = groups.sd**2 / groups.n
    keep = tau[:, None] ** 2 / (tau[:, None] ** 2 + error)
    estimate = keep * groups.mean + (1 - keep) * mean[:, None]
    spread = keep * error + (1 - keep) ** 2 * variance[:, None]
    return _Fit(tau, weight, mean, variance, estimate, spread)


def _likelihood(groups: Groups, tau: Points) -> tuple[Points, Points, Points]:
    """Restricted log likelihood of each tau, with the clinic's mean and its variance there."""
    weight = 1 / (tau[:, None] ** 2 + groups.sd**2 / groups.n)
    variance = 1 / weight.sum(axis=1)
    mean = variance * (weight @ groups.mean)
    away = (weight * (groups.mean - mean[:, None]) ** 2).sum(axis=1)
    return 0.5 * (np.log(weight).sum(axis=1) + np.log(variance) - away), mean, variance


def between(groups: Groups) -> float:
    """Spread between clinicians [points] that the restricted likelihood finds most likely: zero where none shows."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda tau: -_likelihood(groups, np.array([tau]))[0][0], bounds=(0, _widest(groups)), options={"xatol": 1e-9}
    )
    at_zero = _likelihood(groups, np.zeros(1))[0][0]
    return 0.0 if at_zero >= -found.fun else float(found.x)
