"""Two channels: do they hold two speakers, or one sound twice; and whose voice is it that both hear.

A telephone's stereo file or a recorder in the middle of the room hears one sound in both channels: nobody told the
speakers apart. With a microphone each, either also hears the other person faintly: that is taken out.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from fit.speech._sound import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fit.speech._sound import Samples
    from fit.speech._voice import Stretch

__all__ = ["share_a_sound", "without_the_other"]

WINDOW = RATE // 2
# Half a second: long enough for two voices not to look alike by chance.
LAG = RATE // 40
# 25 ms: sound travels 8 m in it, farther than microphones in a room are apart.
LOOKED_AT = 60
# The loudest windows tell enough, and take a tenth of a second.

ALIKE = 0.6
# Likeness (greatest correlation) from which on channels hold the same sound: 1 for a doubled channel; two voices that
# speak at once stay below 0.3.
FAINTER_DB = 12
# A voice is this much fainter in the other person's microphone: 1 m against 0.25 m. Less, and the microphones do not
# tell whose voice it is.
ECHO = 0.3
# Likeness from which on the fainter sound is the other's voice heard again: a room blurs it, two people are less alike.
LEAST = RATE // 10
# Rests shorter than 0.1 s beside what was taken out are its edges.


def share_a_sound(left: Samples, right: Samples) -> bool:
    """Whether both channels hold the same sound at about the same loudness."""
    windows = [slice(at, at + WINDOW) for at in range(0, len(left) - WINDOW + 1, WINDOW)]
    loudest = sorted(windows, key=lambda one: -max(_level(left[one]), _level(right[one])))[:LOOKED_AT]
    heard = [one for one in loudest if _level(left[one]) or _level(right[one])]
    if not heard:
        return False
    apart = np.median([abs(_fainter_by(left[one], right[one])) for one in heard])
    return bool(apart < FAINTER_DB and np.median([_likeness(left[one], right[one]) for one in heard]) >= ALIKE)


def without_the_other(sounds: Sequence[Samples], found: Sequence[list[Stretch]]) -> list[list[Stretch]]:
    """Take out of each of two channels the stretches in which it only hears the other person."""
    kept = [list(one) for one in found]
    for both in _both(found[0], found[1]):
        for piece in _windows(both):
            fainter = _fainter_by(sounds[0][piece], sounds[1][piece])
            if abs(fainter) >= FAINTER_DB and _likeness(sounds[0][piece], sounds[1][piece]) >= ECHO:
                other = 0 if fainter > 0 else 1
                kept[other] = list(_less(kept[other], (piece.start, piece.stop)))
    return kept


def _both(left: Iterable[Stretch], right: Sequence[Stretch]) -> Iterator[Stretch]:
    for one in left:
        for other in right:
            start, end = max(one[0], other[0]), min(one[1], other[1])
            if start < end:
                yield start, end


def _windows(both: Stretch) -> Iterator[slice]:
    """Cut a stretch evenly; what is shorter than half a window tells nothing and is left as it is."""
    start, end = both
    many = round((end - start) / WINDOW)
    edges = [start + (end - start) * number // many for number in range(many + 1)] if many else []
    return (slice(one, after) for one, after in pairwise(edges))


def _less(found: Iterable[Stretch], gone: Stretch) -> Iterator[Stretch]:
    for start, end in found:
        if end <= gone[0] or gone[1] <= start:
            yield start, end
            continue
        yield from (
            rest for rest in ((start, min(end, gone[0])), (max(start, gone[1]), end)) if rest[1] - rest[0] >= LEAST
        )


def _level(sound: Samples) -> float:
    return float(np.sqrt(np.mean(sound.astype(np.float64) ** 2))) if len(sound) else 0.0


def _fainter_by(left: Samples, right: Samples) -> float:
    """By how many decibels the left is fainter; negative when the right is."""
    tiny = 1e-9
    return 20 * float(np.log10((_level(right) + tiny) / (_level(left) + tiny)))


def _likeness(left: Samples, right: Samples) -> float:
    """Give the greatest correlation within the lag, 0 to 1."""
    size = 1 << (len(left) + LAG).bit_length()
    one, other = (np.fft.rfft(sound - sound.mean(), size) for sound in (left, right))
    product = np.fft.irfft(one * np.conj(other), size)
    near = np.concatenate([product[: LAG + 1], product[-LAG:]])
    scale = len(left) * float(left.std()) * float(right.std())
    return float(np.abs(near).max() / scale) if scale else 0.0
