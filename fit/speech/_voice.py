"""When somebody speaks: voice activity, with edges set to where the sound itself begins and ends.

Times of turns and silences come from here and never from the recogniser's word times, which miss gaps by 0.11 to 0.22 s
(voice activity: 0.04 to 0.05 s).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fit.speech._installed import needed
from fit.speech._sound import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from fit.speech._sound import Samples

__all__ = ["Stretch", "voiced"]

Stretch = tuple[int, int]
"""From this sample up to that one."""

VOICE, NO_VOICE = 0.35, 0.2
# Likelihood of voice from which on it begins, and below which it ends. With Silero's own 0.5 and 0.35, 21 of 134 lines
# of a spoken talk began more than 0.1 s late (with the noise below: 5); with these 2 did, and none was found in noise.
HUSH = 0.005
# Noise of -46 dB of the loud steps that is laid under the sound, for the finding only: after exact silence, as
# programs that record each person make it, the first words were missed by up to 0.9 s.
LOUD = 99
# Percentile of the steps that is the loudness of a stretch.
SEED = 7

SHORTEST_SILENCE_MS = 100
# Shorter breaks belong to the word: closures of p, t, k last 50 to 100 ms.
SHORTEST_VOICE_MS = 90
# Three windows of voice activity; a click of the tongue is shorter, "mm" is longer.

STEP = RATE // 100
# Edges are looked for in steps of 10 ms.
REACH = 20
# Steps (0.2 s) by which an edge may move: soft beginnings were missed by up to 0.2 s.
APART = 30
# Steps from any voice from which on the background is measured.
ENOUGH = 20
# Steps of background without which no edge is moved.
OFTEN_QUIETER = 95
# Percentile of the background's steps: what is louder than these is part of the voice beside it ...
ABOVE_BACKGROUND = 1.2
# ... by this factor, so that an even noise, whose steps differ by a tenth, does not count.
OF_VOICE = 0.02
# -34 dB of the voice itself: below it nothing is heard beside it, however still the room is.


def voiced(sound: Samples) -> list[Stretch]:
    """Find where a voice is heard in one channel."""
    vad = needed("faster_whisper.vad")
    options = vad.VadOptions(
        threshold=VOICE,
        neg_threshold=NO_VOICE,
        min_silence_duration_ms=SHORTEST_SILENCE_MS,
        min_speech_duration_ms=SHORTEST_VOICE_MS,
        speech_pad_ms=0,
    )
    if not sound.any():
        return []
    found = vad.get_speech_timestamps(sound + _hush(sound), options)
    return list(_joined(_with_edges(sound, [(int(one["start"]), int(one["end"])) for one in found])))


def _hush(sound: Samples) -> Samples:
    level = HUSH * float(np.percentile(_levels(sound), LOUD)) if len(sound) >= STEP else 0.0
    return np.random.default_rng(SEED).normal(0, level, len(sound)).astype(np.float32)


def _with_edges(sound: Samples, found: list[Stretch]) -> Iterator[Stretch]:
    levels = _levels(sound)
    background = _background(levels, found)
    if background is None:
        yield from found
        return
    for start, end in found:
        first, last = start // STEP, max(start // STEP + 1, min(end // STEP, len(levels)))
        line = max(ABOVE_BACKGROUND * background, OF_VOICE * float(levels[first:last].mean()))
        over = levels > line
        yield _start(over, first, last) * STEP, min(_end(over, first, last) * STEP, len(sound))


def _levels(sound: Samples) -> NDArray[np.float64]:
    whole = sound[: len(sound) // STEP * STEP].astype(np.float64).reshape(-1, STEP)
    return np.asarray(np.sqrt((whole**2).mean(axis=1)))


def _background(levels: NDArray[np.float64], found: Iterable[Stretch]) -> float | None:
    away = np.ones(len(levels), dtype=bool)
    for start, end in found:
        away[max(0, start // STEP - APART) : end // STEP + APART] = False
    return float(np.percentile(levels[away], OFTEN_QUIETER)) if away.sum() >= ENOUGH else None


def _start(over: NDArray[np.bool_], first: int, last: int) -> int:
    at = first
    while at > max(0, first - REACH) and over[at - 1]:
        at -= 1
    while at == first < min(last - 1, first + REACH) and not over[first]:
        first = at = first + 1
    return at


def _end(over: NDArray[np.bool_], first: int, last: int) -> int:
    at = last
    while at < min(len(over), last + REACH) and over[at]:
        at += 1
    while at == last > max(first + 1, last - REACH) and not over[last - 1]:
        last = at = last - 1
    return at


def _joined(found: Iterable[Stretch]) -> Iterator[Stretch]:
    """Join what touches after its edges moved."""
    now: Stretch | None = None
    for start, end in found:
        if now and start - now[1] < SHORTEST_SILENCE_MS * RATE // 2_000:
            now = (now[0], max(now[1], end))
            continue
        if now:
            yield now
        now = (start, end)
    if now:
        yield now
