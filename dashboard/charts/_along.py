"""Where the turns of a session lie in a picture: by their times, or by their words where the file has no times."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING

from dashboard.record_words import clock_said
from fit.dialogue.along import words_along
from fit.transcripts import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.transcripts import Transcript, Turn

__all__ = ["STEP_MS", "Along", "Axis", "along"]

STEP_MS = 100
"""[ms] One step along the picture by time: silences are told in tenths of a second."""
MOST_TICKS = 12
"""Numbers along the axis: more run into each other where the picture is not enlarged."""
TICKS_UNTIL = 0.95
"""Part of the whole up to which numbers stand: later ones would be cut off by the end of the picture."""
MINUTE = 60_000 // STEP_MS
TIME_TICKS = tuple(minutes * MINUTE for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600))
WORD_TICKS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000)


class Axis(StrEnum):
    """What a picture runs along, by what the file tells."""

    TIME = "time"
    STARTS = "starts"
    """By time, each turn until the next one starts."""
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """From where to where each turn reaches, in steps: of 100 ms, or of a word."""

    axis: Axis
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    whole: int
    """The length of the session, at least one step."""
    ticks: tuple[tuple[int, str], ...]


def along(transcript: Transcript) -> Along:
    """Place every turn; a time that the file lacks is bridged by its neighbours."""
    if transcript.level is Level.WORDS:
        ends = tuple(accumulate(words_along(transcript)))
        return _along(Axis.WORDS, (0, *ends[:-1]), ends)
    timed = transcript.level in (Level.ENDS, Level.AUDIO)
    starts = _starts(transcript.turns)
    ends = _ends(transcript.turns, starts) if timed else (*starts[1:], starts[-1])
    return _along(Axis.TIME if timed else Axis.STARTS, *_forward(starts, ends))


def _along(axis: Axis, starts: tuple[int, ...], ends: tuple[int, ...]) -> Along:
    whole = max(1, *ends)
    steps = WORD_TICKS if axis is Axis.WORDS else TIME_TICKS
    step = next((one for one in steps if whole <= one * MOST_TICKS), steps[-1])
    ticks = tuple((place, _said(axis, place)) for place in range(0, int(whole * TICKS_UNTIL) + 1, step))
    return Along(axis=axis, starts=starts, ends=ends, whole=whole, ticks=ticks)


def _said(axis: Axis, place: int) -> str:
    return f"{place:,}" if axis is Axis.WORDS else clock_said(place * STEP_MS)


def _starts(turns: Sequence[Turn]) -> tuple[int, ...]:
    """Starts in milliseconds; an unknown one is where the turn before it ended, as far as that is known."""
    found, before = [], 0
    for turn in turns:
        start = before if turn.start is None else turn.start
        found.append(start)
        before = max(start, turn.end or start)
    return tuple(found)


def _ends(turns: Sequence[Turn], starts: Sequence[int]) -> tuple[int, ...]:
    """Ends in milliseconds; an unknown one is where the next turn starts, the last one where it starts itself."""
    following = (*starts[1:], starts[-1])
    return tuple(after if turn.end is None else turn.end for turn, after in zip(turns, following, strict=True))


def _forward(starts: Sequence[int], ends: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """In steps; a turn whose neighbour starts earlier than it, as files have it at times, has no length."""
    pairs = [(start // STEP_MS, max(start, end) // STEP_MS) for start, end in zip(starts, ends, strict=True)]
    return tuple(start for start, _ in pairs), tuple(end for _, end in pairs)
