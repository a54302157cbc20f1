"""Whether somebody speaks of what was, is or will be: counts of small words, a weak sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._said import Said

__all__ = ["TimeWords", "time_words_of"]

_PAST_WORDS = """
was were wasn't weren't had hadn't did didn't been ago yesterday used went came said told got took
made felt thought knew saw left gave found kept lost earlier before back then grew began started
stopped
"""
_PAST = frozenset(_PAST_WORDS.split())
_PRESENT_WORDS = """
is am are isn't aren't i'm you're he's she's it's we're they're do does don't doesn't now today
currently feel think know want need have has always usually
"""
_PRESENT = frozenset(_PRESENT_WORDS.split())
_FUTURE_WORDS = """
will won't shall going gonna i'll you'll he'll she'll it'll we'll they'll tomorrow soon later next
plan plans
"""
_FUTURE = frozenset(_FUTURE_WORDS.split())
_NO_PAST = frozenset(("tired", "indeed", "hundred", "married", "naked", "interested", "worried", "scared"))
_PAST_ENDING = re.compile(r"[a-z]{3,}ed")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """How many words of one role point to the past, the present and the future."""

    past: int
    present: int
    future: int


def time_words_of(turns: Sequence[Said]) -> dict[Role, TimeWords]:
    """Count the words that point to a time, by role."""
    return {
        role: _counted([word for one in turns if one.role is role for word in one.words])
        for role in Role
        if any(one.role is role for one in turns)
    }


def _counted(words: Sequence[str]) -> TimeWords:
    return TimeWords(
        past=sum(word in _PAST or (word not in _NO_PAST and bool(_PAST_ENDING.fullmatch(word))) for word in words),
        present=sum(word in _PRESENT for word in words),
        future=sum(word in _FUTURE for word in words),
    )
