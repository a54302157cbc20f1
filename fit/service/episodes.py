"""Episodes of care as columns: what the record knows of each, and what the one engine says of its leading strand."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from fit.errors import InputError
from fit.ratings import Ending

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Codes = NDArray[np.int8]
    Counts = NDArray[np.int32]
    Tenths = NDArray[np.int16]

__all__ = ["ENDINGS", "OPEN", "UNKNOWN", "Care", "Episodes", "State"]

ENDINGS = tuple(Ending)
OPEN = np.int8(-1)
"""In the column of endings: not ended."""
UNKNOWN = -1
"""In the columns of tenths, days and yes-or-no."""
_PLANNED, _UNPLANNED = ENDINGS.index(Ending.PLANNED), ENDINGS.index(Ending.UNPLANNED)


class State(StrEnum):
    """Which episodes are meant. Referrals and transfers are closed, and neither planned nor unplanned."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"
    PLANNED = "planned"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What the record knows of every episode, rated or not, in the order of `Series.episode_ids`.

    `client` and `clinician` are any whole numbers; `ending` codes into ENDINGS, OPEN where there is none; `sessions`
    are those held; `days` go from the first session to the last, UNKNOWN where a day was not noted.
    """

    client: NDArray[np.int64]
    clinician: NDArray[np.int64]
    age_band: Codes
    ending: Codes
    sessions: Counts
    days: Counts

    def __post_init__(self) -> None:
        if len({getattr(self, one.name).size for one in fields(self)}) > 1:
            raise InputError("The columns of care are not equally long. Give one entry an episode in each.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Episodes:
    """One row an episode. Scores in tenths; UNKNOWN (-1) or NaN where not assessable.

    Outcome columns are of the leading strand (the client's own, on the leading scale). `on_points` marks outcome scales
    of the ORS family, whose points may be put together. `informants` has a bit for each of INFORMANTS. `followed` are
    dips that the policy's number of further alliance ratings followed, `repaired` those of them that came back.
    `improved_at` and `last_rated_at` are meeting numbers, 0 for never.
    """

    client: NDArray[np.int64]
    clinician: NDArray[np.int64]
    age_band: Codes
    ending: Codes
    sessions: Counts
    days: Counts
    informants: NDArray[np.uint8]
    on_points: Mask
    ratings: Counts
    intake: Tenths
    latest: Tenths
    gain: Tenths
    change: Codes
    track: Codes
    clinical_at_intake: Mask
    target_reached: Codes
    expected: NDArray[np.float64]
    norm_sd: NDArray[np.float64]
    improved_at: Counts
    last_rated_at: Counts
    alliance_first: Tenths
    alliance_last: Tenths
    alliance_ratings: Counts
    both: Counts
    below_line: Counts
    drops: Counts
    dips: Counts
    followed: Counts
    repaired: Counts

    @property
    def count(self) -> int:
        """Number of episodes."""
        return self.client.size

    @property
    def again(self) -> Mask:
        """Episodes whose gain in points can be told: rated at least twice on the ORS family."""
        found: Mask = self.on_points & (self.ratings > 1)
        return found

    def where(self, mask: Mask) -> Episodes:
        """Only the episodes that are marked."""
        rows = np.flatnonzero(mask)
        return Episodes(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})

    def of_state(self, state: State) -> Episodes:
        """Only the episodes that are meant by a state; where that is all of them, these themselves."""
        return self if state is State.ALL else self.where(self.in_state(state))

    def in_state(self, state: State) -> Mask:
        """Mark the episodes that are meant by a state."""
        masks: dict[State, Mask] = {
            State.ALL: np.ones(self.count, np.bool_),
            State.OPEN: self.ending == OPEN,
            State.CLOSED: self.ending != OPEN,
            State.PLANNED: self.ending == _PLANNED,
            State.UNPLANNED: self.ending == _UNPLANNED,
        }
        return masks[state]
