"""Share of clients who improved, by the number of sessions they had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.change import CHANGES, Change
from fit.service.episodes import State
from fit.service.figure import NotAssessable
from fit.service.intervals import wilson
from fit.service.suppression import clients_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.service.episodes import Episodes

__all__ = ["DoseResponse", "dose_response"]

LONGEST = 26
"""[sessions] half a year of weekly sessions; longer episodes are few and are put together with it."""
_GAINS = (CHANGES.index(Change.RECOVERED), CHANGES.index(Change.IMPROVED))
_NO_CHANGE = CHANGES.index(Change.NOT_ASSESSABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseResponse:
    """Per number of sessions: how many closed episodes had so many, and how many of them ended reliably improved.

    The last entry stands for so many sessions or more. Numbers that nobody had are left out.
    """

    definition: str
    sessions: NDArray[np.int64]
    clients: NDArray[np.int64]
    """How many different ones; nothing is told of few of them to who may not see them."""
    n: NDArray[np.int64]
    improved: NDArray[np.int64]
    share: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def dose_response(episodes: Episodes) -> DoseResponse | NotAssessable:
    """Share of closed episodes that ended improved or recovered, by the number of sessions held.

    References
    ----------
    1. Barkham, Connell, Stiles et al. 2006, J Consult Clin Psychol 74(1), 160-167, doi:10.1037/0022-006X.74.1.160
    """
    mine = episodes.in_state(State.CLOSED) & (episodes.change != _NO_CHANGE) & (episodes.sessions > 0)
    if not mine.any():
        return NotAssessable(reason="no closed episode was rated twice on a scale with a cutoff")
    held = np.minimum(episodes.sessions[mine], LONGEST)
    counted = np.bincount(held)
    improved = np.bincount(held[np.isin(episodes.change[mine], _GAINS)], minlength=counted.size)
    sessions = np.flatnonzero(counted)
    n, hits = counted[sessions], improved[sessions]
    clients = clients_in(held.astype(np.int64), episodes.client[mine], counted.size)[sessions]
    share = hits / n
    lower, upper = wilson(share, n)
    return DoseResponse(
        definition="dose_response",
        sessions=sessions,
        clients=clients,
        n=n,
        improved=hits,
        share=share,
        lower=lower,
        upper=upper,
    )
