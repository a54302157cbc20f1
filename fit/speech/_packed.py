"""The voices of one channel put together for the recogniser, and the way back to the recording's clock."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from fit.speech._sound import PER_MS, RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.speech._sound import Samples
    from fit.speech._voice import Stretch

__all__ = ["Packed"]

AROUND = RATE * 3 // 10
# 0.3 s of the sound around each voice are left, so that soft consonants are heard and a pause is a pause. More silence
# than that costs time, and is where recognisers invent words.


class Packed:
    """Sound without its long silences; each place knows which voice it belongs to."""

    def __init__(self, sound: Samples, found: Sequence[Stretch]) -> None:
        edges = [0, *((one[1] + after[0]) // 2 for one, after in pairwise(found)), len(sound)]
        self._found = found
        self._from = [max(start - AROUND, edges[index]) for index, (start, _) in enumerate(found)]
        to = [min(end + AROUND, edges[index + 1]) for index, (_, end) in enumerate(found)]
        pieces = [sound[start:end] for start, end in zip(self._from, to, strict=True)]
        self._at: list[int] = np.cumsum([0, *map(len, pieces)]).tolist()
        self.sound = np.concatenate(pieces) if pieces else sound[:0]

    def voice_at(self, second: float) -> int:
        """Give the number of the voice that is heard at a second [s] of the packed sound."""
        return min(max(0, bisect_right(self._at, second * RATE) - 1), len(self._found) - 1)

    def clock(self, second: float, voice: int) -> int:
        """Give the time [ms] from the beginning of the unpacked sound, kept within that voice."""
        start, end = self._found[voice]
        sample = self._from[voice] + second * RATE - self._at[voice]
        return round(min(max(sample, start), end) / PER_MS)
