"""How far a session has come at each turn, counted in words: for pictures of it, and where a file has no times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.dialogue._said import heard_turns
from fit.dialogue.feeling import tenths_of

if TYPE_CHECKING:
    from fit.transcripts import Transcript

__all__ = ["tenths_along", "words_along"]


def words_along(transcript: Transcript) -> tuple[int, ...]:
    """How many words each turn has, by place, counted as shares of talk are."""
    return tuple(one.word_count for one in heard_turns(transcript))


def tenths_along(transcript: Transcript) -> tuple[int, ...]:
    """Tenth of the session (0 to 9) in which each turn begins, by place, cut as words of feeling are."""
    return tuple(tenths_of(heard_turns(transcript)).values())
