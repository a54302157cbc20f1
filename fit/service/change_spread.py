"""How far clients have come, one beside the other: a distribution of gains, and first against latest rating.

Who may see the clients sees a dot for each episode. For everybody else episodes are counted in squares, by the rules of
docs/decisions/0015: rounded counts, nothing below five, and no more dimensions at once than filters may be set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.change import CHANGES
from fit.service.figure import NotAssessable
from fit.service.suppression import MOST_FILTERS, SMALLEST_GROUP, TOO_FEW, Withheld, round_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fit.change import Change
    from fit.service.episodes import Episodes

    Numbers = NDArray[np.float64]

__all__ = [
    "Histogram",
    "Pairs",
    "Squares",
    "gain_histogram",
    "published_histogram",
    "published_squares",
    "rated_pairs",
]

BIN = 5
"""[points] as wide as the reliable change of the ORS, so that its lines fall on edges."""
EDGES = np.arange(-40, 41, BIN)
PLACES = np.arange(0, 41, BIN)
NOBODY_AGAIN = NotAssessable(reason="no episode was rated twice on the ORS family")
TOO_MANY_AT_ONCE = Withheld(reason="with so many filters at once such a picture could point at somebody; take one off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Episodes by gain [points] between edges, the nearer to zero not included but for no change at all.

    NaN where fewer than five are not told.
    """

    edges: NDArray[np.int64]
    counts: Numbers
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """First and latest rating [points] of each episode rated twice, with the verdict on its change."""

    first: Numbers
    latest: Numbers
    change: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Squares:
    """Episodes by first (columns) and latest rating (rows); NaN where fewer than five, none included."""

    edges: NDArray[np.int64]
    counts: Numbers
    n: int


def gain_histogram(episodes: Episodes) -> Histogram | NotAssessable:
    """Count the episodes by how far the latest rating lies from the first one."""
    mine = episodes.again
    if not mine.any():
        return NOBODY_AGAIN
    return Histogram(edges=EDGES, counts=_counted(episodes.gain[mine] / 10), n=int(mine.sum()))


def _counted(gain: Numbers) -> Numbers:
    """Count by whole bins of gain and of loss, so that exactly the reliable change is outside chance on both sides."""
    bins = EDGES.size - 1
    far = np.minimum(np.abs(gain) // BIN, bins // 2 - 1).astype(np.int64)
    place = np.where(gain < 0, bins // 2 - 1 - far, bins // 2 + far)
    return np.bincount(place, minlength=bins).astype(np.float64)


def rated_pairs(episodes: Episodes) -> Pairs | NotAssessable:
    """First and latest rating of every episode rated twice."""
    mine = episodes.again
    if not mine.any():
        return NOBODY_AGAIN
    return Pairs(
        first=episodes.intake[mine] / 10,
        latest=episodes.latest[mine] / 10,
        change=tuple(CHANGES[code] for code in episodes.change[mine].tolist()),
    )


def published_histogram(episodes: Episodes, *, filters: int) -> Histogram | Withheld | NotAssessable:
    """Show the distribution of gains to somebody who may not see the clients.

    Parameters
    ----------
    filters : how many are set, the state being one; the bins are one more
    """
    if filters + 1 > MOST_FILTERS:
        return TOO_MANY_AT_ONCE
    found = gain_histogram(episodes)
    if isinstance(found, NotAssessable):
        return found
    if _too_few(episodes):
        return TOO_FEW
    return Histogram(edges=found.edges, counts=round_counts(found.counts), n=int(round_counts(found.n)))


def published_squares(episodes: Episodes, *, filters: int) -> Squares | Withheld | NotAssessable:
    """Show first against latest ratings to somebody who may not see the clients.

    Parameters
    ----------
    filters : how many are set, the state being one; the squares are two more
    """
    if filters + len(("first", "latest")) > MOST_FILTERS:
        return TOO_MANY_AT_ONCE
    mine = episodes.again
    if not mine.any():
        return NOBODY_AGAIN
    if _too_few(episodes):
        return TOO_FEW
    found, _, _ = np.histogram2d(episodes.latest[mine] / 10, episodes.intake[mine] / 10, (PLACES, PLACES))
    return Squares(edges=PLACES, counts=round_counts(found), n=int(round_counts(mine.sum())))


def _too_few(episodes: Episodes) -> bool:
    return np.unique(episodes.client[episodes.again]).size < SMALLEST_GROUP
