"""A dialogue as a table of plain values and as JSON: times in seconds, unknown is null."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._reading import Dialogue
    from fit.transcripts import Turn

__all__ = ["as_json", "as_table"]

SECOND_MS = 1_000


def as_json(dialogue: Dialogue, excerpts: Sequence[dict[str, Any]] = ()) -> str:
    """Write a dialogue as JSON on one line; `excerpts` as made by `fit.excerpts`."""
    return json.dumps(as_table(dialogue, excerpts), ensure_ascii=False)


def as_table(dialogue: Dialogue, excerpts: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Return a dialogue as plain values; turns are counted from 0."""
    return {
        "turns": [_turn(dialogue, turn) for turn in dialogue.transcript.turns],
        "talk": _talk(dialogue),
        "silences": [
            {
                "start": one.start / SECOND_MS,
                "seconds": one.length / SECOND_MS,
                "before_turn": one.before_turn,
                "after_turn": one.after_turn,
            }
            for one in dialogue.silences
        ],
        "latency": {
            role.value: {
                "median": round(one.median / SECOND_MS, 3),
                "p90": round(one.p90 / SECOND_MS, 3),
                "n": one.n,
            }
            for role, one in dialogue.latency.items()
        },
        "markers": [
            {
                "turn": one.turn,
                "kind": one.kind.value,
                "marker": one.marker,
                "confidence": one.confidence,
                "evidence": one.evidence,
            }
            for one in dialogue.signs
        ],
        "responses": [
            {"turn": one.turn, "kind": one.kind, "confidence": one.confidence, "evidence": one.evidence}
            for one in dialogue.responses
        ],
        "behaviours": [{"turn": one.turn, "kind": one.kind.value} for one in dialogue.behaviours],
        "excerpts": list(excerpts),
        "not_assessable": [{"what": one.what, "reason": one.reason} for one in dialogue.not_assessable],
    }


def _turn(dialogue: Dialogue, turn: Turn) -> dict[str, Any]:
    role = dialogue.transcript.role_of(turn)
    return {
        "index": turn.index,
        "start": _seconds(turn.start),
        "end": _seconds(turn.end),
        "speaker": turn.speaker,
        "role": role.value if role else None,
        "text": turn.text,
    }


def _talk(dialogue: Dialogue) -> dict[str, Any]:
    return {
        role.value: {
            "seconds": one.seconds,
            "words": one.words,
            "share": one.share,
            "turns": one.turns,
            "words_per_minute": one.words_per_minute,
        }
        for role, one in dialogue.talk.items()
    }


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / SECOND_MS
