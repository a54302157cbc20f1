"""Clinicians beside each other, fairly: nobody is ranked, few cases are not shown, and chance is drawn in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fit.service.figure import NotAssessable
from fit.service.funnel import mean_funnel
from fit.service.partial_pooling import FEWEST_SHOWN, FEWEST_SURE, pool_episodes
from fit.service.singling_out import StandingOut, stands_out

if TYPE_CHECKING:
    from fit.service.episodes import Episodes
    from fit.service.funnel import Funnel
    from fit.service.partial_pooling import Pooled

__all__ = ["Clinician", "Fairness", "between_clinicians", "published_clinic", "published_clinician"]

ROOM = 1.15
"""The funnel is drawn a little beyond the clinician with most episodes."""
PLACES = 60
"""At so many numbers of episodes the limits are worked out: more are not seen on a screen."""
ESTIMATE_STEP, COUNT_STEP = 0.5, 5
"""[points, episodes] to which figures of a clinician are rounded: one more closed episode among 15 must not give its
client's gain away to better than some seven points. The number of episodes is rounded for a director alone; the gain
for everybody, since it is adjusted by the clinic's first ratings and drawn toward its mean, and so tells of both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician:
    """One clinician's gain [points], as it is and drawn toward the clinic's mean, adjusted for where clients began."""

    clinician: int
    n: int
    mean: float
    estimate: float
    lower: float
    upper: float
    provisional: bool
    stands_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Those who may be shown, in no order of gain, with what chance and usual spread do."""

    clinicians: tuple[Clinician, ...]
    hidden: int
    """Clinicians with closed episodes, but fewer than may be shown."""
    clinic_mean: float
    spread: float
    """[points] SD of true differences between clinicians."""
    sd: float
    """[points] SD of a client's adjusted gain around the clinician's mean."""
    most: int
    """Closed episodes of the clinician with most of them."""
    funnel: Funnel
    compared: bool
    """Whether there are enough to say that anybody differs."""
    reason: str = ""
    """Why nobody is compared."""


def between_clinicians(episodes: Episodes) -> Fairness | NotAssessable:
    """Estimate each clinician's gain in closed episodes, with funnel limits and who stands out.

    Parameters
    ----------
    episodes : of the whole clinic and the whole time: a pooled estimate of a part is not shown
    """
    pooled = pool_episodes(episodes)
    if isinstance(pooled, NotAssessable):
        return pooled
    outside = stands_out(pooled.groups)
    marks = outside.mask if isinstance(outside, StandingOut) else np.zeros(pooled.groups.n.size, np.bool_)
    return Fairness(
        clinicians=tuple(
            _clinician(pooled, place, marks[place]) for place in np.flatnonzero(pooled.may_show()).tolist()
        ),
        hidden=int(np.count_nonzero(~pooled.may_show())),
        clinic_mean=pooled.clinic_mean,
        spread=pooled.spread,
        sd=pooled.groups.sd,
        most=int(pooled.groups.n.max()),
        funnel=_funnel(pooled.clinic_mean, pooled.groups.sd, pooled.spread, int(pooled.groups.n.max())),
        compared=isinstance(outside, StandingOut),
        reason="" if isinstance(outside, StandingOut) else outside.reason,
    )


def _clinician(pooled: Pooled, place: int, stands: np.bool_) -> Clinician:
    return Clinician(
        clinician=int(pooled.groups.clinician[place]),
        n=int(pooled.groups.n[place]),
        mean=float(pooled.groups.mean[place]),
        estimate=float(pooled.estimate[place]),
        lower=float(pooled.lower[place]),
        upper=float(pooled.upper[place]),
        provisional=bool(pooled.groups.n[place] < FEWEST_SURE),
        stands_out=bool(stands),
    )


def _funnel(target: float, sd: float, spread: float, longest: int) -> Funnel:
    """Limits from the fewest episodes that are shown to a little beyond the most, usual spread taken in."""
    most = max(longest * ROOM, 2.0 * FEWEST_SURE)
    n = np.linspace(FEWEST_SHOWN, most, PLACES)
    return mean_funnel(target, sd, n, between=spread)


def _near(value: float, step: float = ESTIMATE_STEP) -> float:
    return float(np.floor(value / step + 0.5) * step)


def published_clinic(found: Fairness) -> Fairness:
    """Round what is told of the whole clinic, to everybody: an exact mean before and after is one client's gain.

    The exact mean of a clinic of two, less one's own, would be the colleague's.
    """
    mean, sd, spread, most = (
        _near(found.clinic_mean),
        _near(found.sd),
        _near(found.spread),
        _near(found.most, COUNT_STEP),
    )
    return replace(
        found,
        clinic_mean=mean,
        spread=spread,
        sd=sd,
        most=int(most),
        funnel=_funnel(mean, sd, spread, int(most)),
    )


def published_clinician(one: Clinician, *, with_count: bool) -> Clinician:
    """Round what is told of a clinician: to everybody, since colleagues' clients are in it by the clinic's mean.

    Parameters
    ----------
    with_count : whether the number of episodes may be told as it is, to whoever may see these clients
    """
    return Clinician(
        clinician=one.clinician,
        n=one.n if with_count else int(_near(one.n, COUNT_STEP)),
        mean=_near(one.mean),
        estimate=_near(one.estimate),
        lower=float(np.floor(one.lower / ESTIMATE_STEP) * ESTIMATE_STEP),
        upper=float(np.ceil(one.upper / ESTIMATE_STEP) * ESTIMATE_STEP),
        provisional=one.provisional,
        stands_out=one.stands_out,
    )
