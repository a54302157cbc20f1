"""What only a simulator knows: true change, true reason for leaving, true ruptures and their repair."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.ratings import Ending

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LeavingReason(StrEnum):
    """Why an episode really ended. The first three are unplanned endings."""

    LIFE = "life"
    RUPTURE = "rupture"
    NO_PROGRESS = "no_progress"
    DONE = "done"
    REFERRED = "referred"
    TRANSFERRED = "transferred"


ENDINGS = tuple(Ending)
REASONS = tuple(LeavingReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruptures:
    """Ruptures as columns, by episode and session, whether or not a rating shows them."""

    episode: NDArray[np.int32]
    session: NDArray[np.int32]
    depth: NDArray[np.float64]  # [points of the alliance scale] when it began
    item: NDArray[np.int8]  # place of the item that it is about
    repaired_at: NDArray[np.int32]  # session; 0 when the episode ended before, or nobody repaired it


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is so, an entry an episode. Levels in points, without the week's ups and downs and rating error."""

    first_level: NDArray[np.float64]
    last_level: NDArray[np.float64]
    last_session: NDArray[np.int32]
    ending: NDArray[np.int8]  # code into ENDINGS
    reason: NDArray[np.int8]  # code into REASONS
    mandated: NDArray[np.bool_]
    sawtooth: NDArray[np.bool_]
    flat_alliance: NDArray[np.bool_]
    worsening: NDArray[np.bool_]
    ruptures: Ruptures

    @property
    def change(self) -> NDArray[np.float64]:
        """True change over the episode [points]; positive is better."""
        return self.last_level - self.first_level
