"""How far clients have come, one beside the other: a distribution of gains, and first against latest rating.

Who may see the clients sees a dot for each episode. For everybody else episodes are counted in squares, by the rules of
docs/decisions/0015: rounded counts, nothing of few, and no more dimensions at once than filters may be set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fit.change import CHANGES
from fit.service.figure import NotAssessable
from fit.service.suppression import (
    MOST_FILTERS,
    SMALLEST_GROUP,
    TOO_FEW,
    Withheld,
    clients_in,
    enough_clients,
    round_counts,
)

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
BINS, SIDES = EDGES.size - 1, PLACES.size - 1
NOBODY_AGAIN = NotAssessable(reason="no episode was rated twice on the ORS family")
TOO_MANY_AT_ONCE = Withheld(reason="with so many filters at once such a picture could point at somebody; take one off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Episodes by gain [points] between edges, the nearer to zero not included but for no change at all.

    NaN where fewer than eight, or fewer than five clients, are not told.
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
    """Episodes by first (columns) and latest rating (rows); NaN where fewer than eight or five clients."""

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
    return np.bincount(_bin_of(gain), minlength=BINS).astype(np.float64)


def _bin_of(gain: Numbers) -> NDArray[np.int64]:
    """Whole bins of gain and of loss, so that exactly the reliable change is outside chance on both sides."""
    far = np.minimum(np.abs(gain) // BIN, BINS // 2 - 1).astype(np.int64)
    place: NDArray[np.int64] = np.where(gain < 0, BINS // 2 - 1 - far, BINS // 2 + far)
    return place


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


def published_histogram(episodes: Episodes, *, filters: int) -> Histogram | Withheld:
    """Show the distribution of gains to somebody who may not see the clients.

    Parameters
    ----------
    filters : how many are set, the state being one; the bins are one more
    """
    if filters + 1 > MOST_FILTERS:
        return TOO_MANY_AT_ONCE
    kept = episodes.where(episodes.again)
    if _are_few(kept):
        return TOO_FEW
    return Histogram(edges=EDGES, counts=_told(_bin_of(kept.gain / 10), kept, BINS), n=int(round_counts(kept.count)))


def published_squares(episodes: Episodes, *, filters: int) -> Squares | Withheld:
    """Show first against latest ratings to somebody who may not see the clients.

    Parameters
    ----------
    filters : how many are set, the state being one; the squares are two more
    """
    if filters + len(("first", "latest")) > MOST_FILTERS:
        return TOO_MANY_AT_ONCE
    kept = episodes.where(episodes.again)
    if _are_few(kept):
        return TOO_FEW
    counts = _told(_side_of(kept.latest) * SIDES + _side_of(kept.intake), kept, SIDES**2)
    return Squares(edges=PLACES, counts=counts.reshape(SIDES, SIDES), n=int(round_counts(kept.count)))


def _side_of(tenths: NDArray[np.int16]) -> NDArray[np.int64]:
    """Which step of the scale a rating lies in, its highest score within the last."""
    return np.minimum(tenths // (BIN * 10), SIDES - 1).astype(np.int64)


def _told(places: NDArray[np.int64], kept: Episodes, size: int) -> Numbers:
    """Rounded counts of places, NaN where few, or few clients however many episodes these have."""
    counts = round_counts(np.bincount(places, minlength=size))
    return np.where(clients_in(places, kept.client, size) < SMALLEST_GROUP, np.nan, counts)


def _are_few(kept: Episodes) -> bool:
    return not enough_clients(kept.client) or bool(np.isnan(round_counts(kept.count)))
