"""Our own JSON, as `mendline transcript --json` prints it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from fit.errors import InputError
from fit.transcripts._cue import label_of, spoken
from fit.transcripts._json import bad_entry, entries, load, looks_like_json
from fit.transcripts._times import seconds
from fit.transcripts._transcript import UNSPOKEN, Level, Role, Transcript, Turn, Word

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]

TURNS = "turns"
_KEY = re.compile(r'"turns"\s*:')
AS_PRINTED = "Give it as `mendline transcript --json` prints it"


def sniff(content: Content) -> float:
    """Say how surely it is ours: JSON with turns."""
    return 0.9 if looks_like_json(content) and _KEY.search(content.text) else 0


def read(content: Content, _columns: Columns) -> Transcript:
    """Take the turns as they stand: line breaks in a text are kept, nothing is joined."""
    found = load(content)
    if not isinstance(found, dict):
        raise content.fault(0, "it is no object with turns", AS_PRINTED)
    given = entries(content, found.get(TURNS), TURNS)
    if not given:
        raise content.fault(0, "nothing is said in it", "Check that the session was transcribed, and export it again")
    turns = tuple(_turn(content, index, one) for index, one in enumerate(given))
    return Transcript(
        turns=turns,
        roles=_roles(content, found.get("roles"), {turn.speaker for turn in turns}),
        from_audio=found.get("level") == Level.AUDIO,
        format="mendline_json",
    )


def _turn(content: Content, index: int, one: dict[str, Any]) -> Turn:
    if one.get("index", index) != index:
        raise bad_entry(content, TURNS, index, "the index is another", "Count the turns from 0 without gaps")
    try:
        return Turn(
            index=index,
            text=_text(one.get("text")),
            speaker=label_of(_optional_text(one.get("speaker"))),
            start=_time(one.get("start")),
            end=_time(one.get("end")),
            words=tuple(map(_word, one.get("words") or ())),
        )
    except (InputError, TypeError, AttributeError):
        what = "a text, a speaker or a time is not as it should be"
        raise bad_entry(content, TURNS, index, what, AS_PRINTED) from None


def _word(one: dict[str, Any]) -> Word:
    return Word(
        text=spoken(_text(one.get("text"))),
        start=_time(one.get("start")),
        end=_time(one.get("end")),
        confidence=one.get("confidence"),
    )


def _roles(content: Content, given: Any, speakers: set[str | None]) -> dict[str, Role]:
    if given is None:
        return {}
    if not isinstance(given, dict) or any(label not in speakers for label in given):
        raise content.fault(0, "the roles are not of the speakers", AS_PRINTED)
    try:
        return {label: Role(role) for label, role in given.items()}
    except ValueError:
        raise content.fault(0, "a role is none of clinician, client, other", "Use one of the three") from None


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError
    return UNSPOKEN.sub(" ", given.replace("\r\n", "\n")).strip()


def _optional_text(given: Any) -> str:
    return "" if given is None else _text(given)


def _time(given: Any) -> int | None:
    """Read seconds; null is unknown, anything else that is no time is a fault."""
    if given is None:
        return None
    time = seconds(given) if isinstance(given, (int, float)) and not isinstance(given, bool) else None
    if time is None:
        raise TypeError
    return time
