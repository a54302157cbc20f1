"""A transcript as JSON: for programs, and to be read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fit.transcripts._transcript import Transcript, Turn, Word

__all__ = ["as_json"]

SECOND_MS = 1_000


def as_json(transcript: Transcript, *, with_words: bool = True) -> str:
    """Write a transcript as JSON: times in seconds to the millisecond, unknown is null.

    `with_words`: also the times and confidence of single words where the file told them.
    """
    found: dict[str, Any] = {
        "turns": [_turn(turn, with_words=with_words) for turn in transcript.turns],
        "format": transcript.format,
        "level": transcript.level.value,
    }
    if transcript.roles:
        found["roles"] = {label: role.value for label, role in transcript.roles.items()}
    return json.dumps(found, ensure_ascii=False)


def _turn(turn: Turn, *, with_words: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "index": turn.index,
        "start": _seconds(turn.start),
        "end": _seconds(turn.end),
        "speaker": turn.speaker,
        "text": turn.text,
    }
    if with_words and turn.words:
        found["words"] = [_word(word) for word in turn.words]
    return found


def _word(word: Word) -> dict[str, Any]:
    return {
        "text": word.text,
        "start": _seconds(word.start),
        "end": _seconds(word.end),
        "confidence": word.confidence,
    }


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / SECOND_MS
