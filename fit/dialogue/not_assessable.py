"""What a transcript does not let one say, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.dialogue.markers import markers
from fit.dialogue.own_usual import own_usual
from fit.dialogue.style_matching import FEWEST_WORDS, is_english, style_matching
from fit.transcripts import Level, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fit.dialogue._said import Said
    from fit.transcripts import Transcript

__all__ = ["Unknown", "not_assessable"]

_NEEDS_ENDS = (
    "silences", "latency", "overlaps", "words per minute", "talk in seconds", "a pause without an answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that cannot be said of this session, and why."""

    what: str
    reason: str


def not_assessable(transcript: Transcript, turns: Sequence[Said]) -> tuple[Unknown, ...]:
    """Name everything that cannot be said of a session."""
    return (*_of_times(transcript), *_of_roles(turns), *_of_words(turns), *_of_markers())


def _of_times(transcript: Transcript) -> Iterator[Unknown]:
    level = transcript.level
    if level in (Level.WORDS, Level.STARTS):
        reason = (
            "the file has no times" if level is Level.WORDS else "the file tells when turns start, not when they end"
        )
        yield from (Unknown(what=what, reason=reason) for what in _NEEDS_ENDS)
    elif transcript.whole_seconds:
        yield Unknown(what="gaps finer than a second", reason="all times of the file are whole seconds")
    if level is Level.WORDS:
        yield Unknown(what="minutes to the first validation", reason="the file has no times")
    if level is not Level.AUDIO:
        yield Unknown(what="silence by the sound", reason="there is no sound, or it was not looked at")


def _of_roles(turns: Sequence[Said]) -> Iterator[Unknown]:
    roles = {one.role for one in turns}
    if Role.CLINICIAN not in roles:
        reason = "nobody is known to be the clinician"
        yield from (Unknown(what=what, reason=reason) for what in ("behaviours", "responses"))
    if Role.CLIENT not in roles:
        yield Unknown(what="markers", reason="nobody is known to be the client")


def _of_words(turns: Sequence[Said]) -> Iterator[Unknown]:
    if not is_english(turns):
        what = (
            "behaviours",
            "responses",
            "markers",
            "questions",
            "words of feeling",
            "words of time",
            "style matching",
        )
        yield from (Unknown(what=one, reason="only English is understood so far") for one in what)
        return
    if style_matching(turns) is None:
        reason = f"clinician and client must have said {FEWEST_WORDS} words each"
        yield Unknown(what="language-style matching", reason=reason)
    if own_usual(turns).words is None:
        yield Unknown(what="the client's own usual length of turns", reason="the client has too few turns")


def _of_markers() -> Iterator[Unknown]:
    """What no text can show."""
    yield from (Unknown(what=one.title, reason=one.not_assessable) for one in markers() if one.not_assessable)
