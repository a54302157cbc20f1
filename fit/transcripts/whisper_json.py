"""JSON of Whisper, faster-whisper, WhisperX and whisper.cpp: segments, perhaps with words and speakers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fit.transcripts._cue import Cue, label_of, spoken
from fit.transcripts._json import bad_entry, entries, load, looks_like_json
from fit.transcripts._labels import with_names
from fit.transcripts._times import seconds
from fit.transcripts._transcript import LONGEST_MS, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.transcripts._content import Content
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]

SEGMENTS, CPP = "segments", "transcription"
_KEY = re.compile(rf'"(?:{SEGMENTS}|{CPP})"\s*:')


def sniff(content: Content) -> float:
    """Say how surely it is a recogniser's: JSON with segments, or any other JSON that is not ours."""
    if not looks_like_json(content):
        return 0
    return 0.8 if _KEY.search(content.text) else 0.6


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read segments; words keep their own times and confidence, and tell the speaker where the segment does not."""
    found = load(content)
    key = SEGMENTS
    if isinstance(found, dict):
        key = CPP if CPP in found and SEGMENTS not in found else SEGMENTS
        found = found.get(key)
    segments = entries(content, found, key)
    return with_names([cue for place, one in enumerate(segments) for cue in _cues(content, key, place, one)])


def _cues(content: Content, key: str, place: int, segment: dict[str, Any]) -> Iterator[Cue]:
    text = segment.get("text")
    if not isinstance(text, str):
        raise bad_entry(content, key, place, "the text is missing", "Export the transcript again")
    start, end = _span(content, key, place, segment)
    words = tuple(_words(segment))
    voices = {label for _, label in words if label}
    speaker = _label(segment) or (min(voices) if len(voices) == 1 else None)
    whole = Cue(text=spoken(text), speaker=speaker, start=start, end=end, words=tuple(word for word, _ in words))
    yield from _by_word(words, whole) if speaker is None and voices else [whole]


def _span(content: Content, key: str, place: int, segment: dict[str, Any]) -> tuple[int | None, int | None]:
    """Read both times; whisper.cpp writes milliseconds in `offsets`. Null is unknown, nonsense is a fault."""
    offsets = segment.get("offsets")
    given, read_time = [segment.get("start"), segment.get("end")], _time
    if isinstance(offsets, dict):
        given, read_time = [offsets.get("from"), offsets.get("to")], _milliseconds
    times = [read_time(one) for one in given]
    if any(one is not None and time is None for one, time in zip(given, times, strict=True)):
        raise bad_entry(content, key, place, "a time is no number of seconds", "Correct it, or write null")
    start, end = times
    if start is not None and end is not None and end < start:
        raise bad_entry(content, key, place, "it ends before it starts", "Correct the two times")
    return start, _after(start, end)


def _words(segment: dict[str, Any]) -> Iterator[tuple[Word, str | None]]:
    """Give the words that can be read; a recogniser leaves out times of numbers and signs."""
    found = segment.get("words")
    for one in found if isinstance(found, list) else []:
        text = spoken(str(one.get("word") or one.get("text") or "")) if isinstance(one, dict) else ""
        if text:
            yield _word(text, one), _label(one)


def _word(text: str, one: dict[str, Any]) -> Word:
    start, end = _time(one.get("start")), _time(one.get("end"))
    sure = one.get("score", one.get("probability", one.get("confidence")))
    return Word(text=text, start=start, end=_after(start, end), confidence=_confidence(sure))


def _confidence(given: Any) -> float | None:
    known = isinstance(given, (int, float)) and not isinstance(given, bool) and 0 <= given <= 1
    return float(given) if known else None


def _by_word(words: tuple[tuple[Word, str | None], ...], whole: Cue) -> Iterator[Cue]:
    """Cut a segment where the speaker of its words changes; a word without one goes on with the word before."""
    runs: list[tuple[str | None, list[Word]]] = []
    for word, label in words:
        if not runs or (label and runs[-1][0] and label != runs[-1][0]):
            runs.append((label, []))
        speaker, run = runs[-1]
        run.append(word)
        runs[-1] = (speaker or label, run)
    for place, (speaker, run) in enumerate(runs):
        start, end = _between(run)
        start = whole.start if place == 0 else start
        end = whole.end if place == len(runs) - 1 else end
        text = " ".join(word.text for word in run)
        yield Cue(text=text, speaker=speaker, start=start, end=_after(start, end), words=tuple(run))


def _between(run: list[Word]) -> tuple[int | None, int | None]:
    starts = [word.start for word in run if word.start is not None]
    ends = [word.end for word in run if word.end is not None]
    return min(starts, default=None), max(ends, default=None)


def _after(start: int | None, end: int | None) -> int | None:
    """Give an end only where it follows a known start: what a recogniser muddled is unknown."""
    return end if start is not None and end is not None and end >= start else None


def _label(one: dict[str, Any]) -> str | None:
    label = one.get("speaker")
    return label_of(label) if isinstance(label, str) else None


def _time(value: Any) -> int | None:
    return seconds(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _milliseconds(value: Any) -> int | None:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_MS
    return int(value) if known else None
