"""Turns from voices: who spoke from when to when, as the sound has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.errors import TranscriptError
from fit.speech._heard import AUDIO
from fit.transcripts import Transcript, Turn, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fit.speech._heard import HeardWord, Voice

__all__ = ["INAUDIBLE", "transcript_of"]

PAUSE_MS = 1_500
# From this silence on one speaker's speech stays two turns, as in transcripts that are read from files.

BREATH_MS = 200
# Where nobody told the speakers apart a turn ends with a sentence and a silence of a fifth of a second, the usual gap
# between two speakers: so that a person can say of each turn whose it is.

INAUDIBLE = "[inaudible]"
"""What stands for a voice of which no word was understood."""
SHORTEST_MS = 300
# "Mm" lasts this long; what is shorter and without words may be any noise, and is left out.

ONE = "Speaker"
EACH = ("Speaker 1", "Speaker 2")

_SENTENCE_END = re.compile(r"[.?!…。？！؟][\"'”’)\]]*$")  # noqa: RUF001 - the marks of other scripts
_UNSPOKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffd]")


def transcript_of(voices: Iterable[Voice], *, shared: bool, name: str) -> Transcript:
    """Make the transcript; `shared`: the speakers were not told apart.

    Raises
    ------
    TranscriptError
        when no voice is heard.
    """
    runs: list[list[Voice]] = []
    for voice in sorted(voices, key=lambda one: (one.start, one.channel)):
        if runs and _goes_on(runs[-1], voice, shared=shared):
            runs[-1].append(voice)
        else:
            runs.append([voice])
    said = [run for run in runs if _text(run) or _end(run) - run[0].start >= SHORTEST_MS]
    if not said:
        remedy = "Check that the microphone was on, and that this is the right recording"
        raise TranscriptError(name, where="the sound", what="no voice is heard in it", remedy=remedy)
    turns = tuple(_turn(index, run, shared=shared) for index, run in enumerate(said))
    return Transcript(turns=turns, from_audio=True, format=AUDIO)


def _goes_on(run: Sequence[Voice], voice: Voice, *, shared: bool) -> bool:
    silence = voice.start - _end(run)
    if silence >= PAUSE_MS:
        return False
    if not shared:
        return voice.channel == run[-1].channel
    return silence < BREATH_MS or not _SENTENCE_END.search(_text(run))


def _turn(index: int, run: Sequence[Voice], *, shared: bool) -> Turn:
    return Turn(
        index=index,
        text=_text(run) or INAUDIBLE,
        speaker=ONE if shared else EACH[run[0].channel],
        start=run[0].start,
        end=_end(run),
        words=tuple(_word(word) for voice in run for word in voice.words if _clean(word.text)),
    )


def _end(run: Iterable[Voice]) -> int:
    return max(voice.end for voice in run)


def _text(run: Iterable[Voice]) -> str:
    return _clean("".join(word.text for voice in run for word in voice.words))


def _clean(text: str) -> str:
    return " ".join(_UNSPOKEN.sub(" ", text).split())


def _word(word: HeardWord) -> Word:
    return Word(text=_clean(word.text), start=word.start, end=word.end, confidence=word.confidence)
