"""A long recording in stretches of about five minutes, cut where nobody speaks: each is finished before the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fit.speech._sound import RATE
from fit.speech._voice import voiced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fit.speech._sound import Samples, Sound
    from fit.speech._voice import Stretch

__all__ = ["LONGEST_S", "Piece", "pieces"]

SHORTEST_S = 240
LONGEST_S = 360
# A stretch ends in the longest silence between four and six minutes: what a stopped run loses is at most that, and
# the sound of two channels takes less than 50 MB.

Piece = tuple["Samples", "list[list[Stretch]]", int]
"""Sound [channels, samples], the voices of each channel, and where it starts in the recording [samples]."""


def pieces(sound: Sound, *, start: int) -> Iterator[Piece]:
    """Cut a recording into stretches from sample `start` on, which must be where an earlier stretch ended."""
    waiting, length = [], 0
    for block in sound.blocks(skip=start):
        waiting.append(block)
        length += block.shape[1]
        while length >= LONGEST_S * RATE:
            whole = np.concatenate(waiting, axis=1)
            found = _found(whole[:, : LONGEST_S * RATE])
            cut = _cut(found, SHORTEST_S * RATE, LONGEST_S * RATE)
            yield whole[:, :cut], [list(_before(one, cut)) for one in found], start
            start += cut
            waiting, length = [whole[:, cut:]], length - cut
    if length:
        whole = np.concatenate(waiting, axis=1)
        yield whole, _found(whole), start


def _found(whole: Samples) -> list[list[Stretch]]:
    return [voiced(channel) for channel in whole]


def _cut(found: Iterable[list[Stretch]], first: int, last: int) -> int:
    """Give the middle of the longest silence of all channels; without any, the end."""
    busy = sorted(one for channel in found for one in channel)
    best, silent_from = (0, last), 0
    for start, end in [*busy, (last, last)]:
        quiet = (max(silent_from, first), min(start, last))
        best = max(best, (quiet[1] - quiet[0], (quiet[0] + quiet[1]) // 2))
        silent_from = max(silent_from, end)
    return best[1]


def _before(found: Iterable[Stretch], cut: int) -> Iterator[Stretch]:
    return ((start, min(end, cut)) for start, end in found if start < cut)
