"""How many sessions it takes: to reliable improvement, and to an unplanned ending, with what was not seen to its end.

Time is the number of the session, so that many episodes share one; all is worked out from counts per session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.ratings import Ending
from fit.service.episodes import ENDINGS
from fit.service.figure import NotAssessable
from fit.service.intervals import Z_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.service.episodes import Episodes

    Numbers = NDArray[np.float64]
    Counts = NDArray[np.int64]

__all__ = [
    "Incidence",
    "SurvivalCurve",
    "counted",
    "cumulative_incidence",
    "curve_of",
    "ending",
    "improving",
    "survival_curve",
    "times_to_improvement",
    "times_to_unplanned_ending",
    "to_reliable_improvement",
    "to_unplanned_ending",
    "unplanned_beside_other_endings",
]

NO_EPISODE = "no episode to follow"
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalCurve:
    """Per session at which something happened: how many were followed, and the share to whom it has not happened.

    `lower` and `upper` are NaN where the curve has come down to zero: nothing bounds it there.
    """

    definition: str
    session: Counts
    at_risk: Counts
    events: Counts
    survival: Numbers
    standard_error: Numbers
    lower: Numbers
    upper: Numbers
    n: int
    censored: int
    until: int | None = None
    """Session at which the curve was ended because too few were followed further; None where it was not."""

    @property
    def median(self) -> int | NotAssessable:
        """Session by which it has happened to half of them."""
        there = np.flatnonzero(self.survival <= HALF)
        if there.size:
            return int(self.session[there[0]])
        return NotAssessable(reason="it has not happened to half of them as far as they were followed", n=self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """Per session: the share of episodes to which it has really happened, other endings being possible."""

    definition: str
    session: Counts
    events: Counts
    share: Numbers
    n: int
    until: int | None = None
    """As of a survival curve."""


def survival_curve(definition: str, session: Counts, happened: NDArray[np.bool_]) -> SurvivalCurve | NotAssessable:
    """Product-limit estimate of the share to whom it has not happened, by session, with a 95 % log-log interval.

    Parameters
    ----------
    session : [episodes] session at which it happened, or the last one at which it was known not to have
    happened : [episodes] whether it did

    References
    ----------
    1. Kaplan & Meier 1958, J Am Stat Assoc 53(282), 457-481, doi:10.1080/01621459.1958.10501452
    2. Greenwood 1926, Reports on Public Health and Medical Subjects 33, 1-26: the variance
    3. Kalbfleisch & Prentice 2002, The Statistical Analysis of Failure Time Data, 2nd ed., section 1.4: log-log
    """
    if not session.size:
        return NotAssessable(reason=NO_EPISODE)
    events, at_risk = counted(session, happened)
    return curve_of(definition, events, at_risk, censored=int(np.count_nonzero(~happened)))


def curve_of(definition: str, events: Counts, at_risk: Counts, *, censored: int) -> SurvivalCurve:
    """Product-limit curve from events at each session and how many were followed up to it."""
    times = np.flatnonzero(events)
    died, followed = events[times], at_risk[times]
    survival = np.cumprod(1 - died / followed, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(died / (followed * (followed - died)))
        width = Z_95 * np.sqrt(variance) / np.log(survival)
        lower, upper = survival ** np.exp(-width), survival ** np.exp(width)
        error: Numbers = survival * np.sqrt(variance)
    return SurvivalCurve(
        definition=definition,
        session=times,
        at_risk=followed,
        events=died,
        survival=survival,
        standard_error=error,
        lower=lower,
        upper=upper,
        n=int(events.sum()) + censored,
        censored=censored,
    )


def counted(session: Counts, happened: NDArray[np.bool_]) -> tuple[Counts, Counts]:
    """Events at each session, and how many were followed up to it; those censored there still count."""
    longest = int(session.max()) + 1
    seen = np.bincount(session, minlength=longest)
    return np.bincount(session[happened], minlength=longest), seen[::-1].cumsum()[::-1]


def cumulative_incidence(
    definition: str, session: Counts, happened: NDArray[np.bool_], other: NDArray[np.bool_]
) -> Incidence | NotAssessable:
    """Share to whom it has happened by each session, where another ending may come first (Aalen-Johansen).

    References
    ----------
    1. Aalen & Johansen 1978, Scand J Stat 5(3), 141-150
    """
    if not session.size:
        return NotAssessable(reason=NO_EPISODE)
    events, at_risk = counted(session, happened)
    ended, _ = counted(session, happened | other)
    times = np.flatnonzero(events)
    going_on = np.cumprod(1 - ended / at_risk)
    before = np.append(1.0, going_on[:-1])
    share = np.cumsum(before * events / at_risk)[times]
    return Incidence(definition=definition, session=times, events=events[times], share=share, n=session.size)


def to_reliable_improvement(episodes: Episodes) -> SurvivalCurve | NotAssessable:
    """Sessions until the first reliable gain; followed up to the last outcome rating."""
    return survival_curve("time_to_improvement", *times_to_improvement(episodes))


def times_to_improvement(episodes: Episodes) -> tuple[Counts, NDArray[np.bool_]]:
    """Session of the first reliable gain, or of the last outcome rating, and whether there was a gain."""
    again = improving(episodes)
    at = episodes.improved_at[again]
    return np.where(at > 0, at, episodes.last_rated_at[again]).astype(np.int64), at > 0


def improving(episodes: Episodes) -> NDArray[np.bool_]:
    """Mark the episodes that the curve to a reliable gain is about."""
    mask: NDArray[np.bool_] = episodes.ratings > 1
    return mask


def ending(episodes: Episodes) -> NDArray[np.bool_]:
    """Mark the episodes that the curve to an unplanned ending is about."""
    mask: NDArray[np.bool_] = episodes.sessions > 0
    return mask


def to_unplanned_ending(episodes: Episodes) -> SurvivalCurve | NotAssessable:
    """Sessions until the client ended alone; followed while open, and up to any other ending."""
    return survival_curve("time_to_unplanned_ending", *times_to_unplanned_ending(episodes))


def times_to_unplanned_ending(episodes: Episodes) -> tuple[Counts, NDArray[np.bool_]]:
    """Sessions held, and whether the client ended alone after them."""
    session, alone, _ = _endings(episodes)
    return session, alone


def unplanned_beside_other_endings(episodes: Episodes) -> Incidence | NotAssessable:
    """Share of episodes that the client really ended alone by each session, planned endings having come first."""
    session, alone, other = _endings(episodes)
    return cumulative_incidence("time_to_unplanned_ending", session, alone, other)


def _endings(episodes: Episodes) -> tuple[Counts, NDArray[np.bool_], NDArray[np.bool_]]:
    held = episodes.where(ending(episodes))
    alone = held.ending == ENDINGS.index(Ending.UNPLANNED)
    return held.sessions.astype(np.int64), alone, (held.ending >= 0) & ~alone
