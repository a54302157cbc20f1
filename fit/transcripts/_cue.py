"""Cues: what a file shows at a time. Consecutive cues of one speaker become one turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.transcripts._transcript import UNSPOKEN, Turn, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Cue", "label_of", "spoken", "turns_of"]

PAUSE_MS = 1_500
# From this silence on, one speaker's cues stay two turns, so that the silence between them is not lost
# (domain/speech_and_text.md: merge cues of one speaker closer than 1.5 s).


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A piece of speech as the file cuts it; times [ms]."""

    text: str
    speaker: str | None = None
    start: int | None = None
    end: int | None = None
    words: tuple[Word, ...] = ()


def spoken(text: str) -> str:
    """Clean a text: one space for every stretch of white space, no control characters."""
    return " ".join(UNSPOKEN.sub(" ", text).split())


def label_of(text: str) -> str | None:
    """Clean a speaker's label; None when nothing is left."""
    return spoken(text) or None


def turns_of(cues: Iterable[Cue]) -> tuple[Turn, ...]:
    """Make turns of cues: neighbours of one speaker are joined unless a silence lies between them."""
    said = [cue for cue in cues if cue.text]
    several = len({cue.speaker for cue in said if cue.speaker}) > 1
    runs: list[list[Cue]] = []
    for cue in said:
        if runs and _goes_on(runs[-1], cue, several=several):
            runs[-1].append(cue)
        else:
            runs.append([cue])
    return tuple(_turn(index, run) for index, run in enumerate(runs))


def _goes_on(run: Sequence[Cue], cue: Cue, *, several: bool) -> bool:
    """Say whether a cue belongs to the turn before it.

    Where ends are unknown a silence cannot be seen: neighbours are joined, but not where the file knows one speaker
    only, for then nobody told speakers apart and all would become one turn.
    """
    last = run[-1]
    if cue.speaker is None or cue.speaker != last.speaker:
        return False
    if last.start is None or cue.start is None:
        return several
    if cue.start < last.start:
        return False
    return several if last.end is None else cue.start - last.end < PAUSE_MS


def _turn(index: int, run: Sequence[Cue]) -> Turn:
    ends = [cue.end for cue in run if cue.end is not None]
    return Turn(
        index=index,
        text=run[0].text if len(run) == 1 else " ".join(cue.text for cue in run),
        speaker=run[0].speaker,
        start=run[0].start,
        end=max(ends) if len(ends) == len(run) and run[0].start is not None else None,
        words=tuple(word for cue in run for word in cue.words),
    )
