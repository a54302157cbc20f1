"""What a stretch of the session was about: the words that set it apart from the rest."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._said import Said

__all__ = ["Topic", "topics_of"]

STRETCH_WORDS = 400
# About three minutes of talk: long enough for words to recur, short enough to be about one thing.

WORDS_SHOWN = 5
FEWEST_TIMES = 2
# A word said once may be chance.

FEWEST_LETTERS = 4

_COMMON_WORDS = """
about actually after again also always anything around away because been before being better both
came come coming could couldn't didn't doesn't doing don't down else even ever every everything feel
feeling feels felt find first from getting give goes going gonna good gosh great guess have haven't
having hear help here i'd i'll i'm i've isn't it's it'd just keep kind know last laughs least left
like little long look looking lots made make makes many maybe mean more most much need never next
nothing okay once only other over part people perhaps pretty probably quite rather really right said
same say saying says see should since some somebody someone something sometimes sort still stuff
sure take talk tell than thank thanks that that's their them then there there's these they they're
thing things think this those though thought through time times today told took tried trying under
until very want wanted wasn't well we'll we're we've went were what what's when where which while
who's will with without won't work would wouldn't yeah year years yes you'd you'll you're you've
your yours week point different exactly absolutely
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A stretch of turns and the words that set it apart, strongest first."""

    first_turn: int
    last_turn: int
    words: tuple[str, ...]


def topics_of(turns: Sequence[Said]) -> tuple[Topic, ...]:
    """Cut the session into stretches and find the words that belong to one more than to the others."""
    stretches = _stretches(turns)
    counts = [Counter(word for one in stretch for word in one.words if _tells(word)) for stretch in stretches]
    spread = Counter(word for count in counts for word in count)
    return tuple(
        Topic(first_turn=stretch[0].index, last_turn=stretch[-1].index, words=_apart(count, spread, len(counts)))
        for stretch, count in zip(stretches, counts, strict=True)
    )


def _stretches(turns: Sequence[Said]) -> list[list[Said]]:
    found: list[list[Said]] = []
    words = 0
    for one in turns:
        if not found or words >= STRETCH_WORDS:
            found.append([])
            words = 0
        found[-1].append(one)
        words += len(one.words)
    return found


def _tells(word: str) -> bool:
    whole = len(word) >= FEWEST_LETTERS and word not in _COMMON and not word[0].isdigit()
    return whole and not _is_contraction(word)


def _is_contraction(word: str) -> bool:
    """She'd, can't, he's: a pronoun or verb drawn together, no topic; `stomach's` is one."""
    stem, mark, ending = word.partition("'")
    return bool(mark) and (ending != "s" or len(stem) < FEWEST_LETTERS)


def _apart(count: Counter[str], spread: Counter[str], stretches: int) -> tuple[str, ...]:
    """Rank by times said, times rarity among the stretches (TF-IDF); ties by the alphabet."""
    weights = {
        word: times * math.log((1 + stretches) / spread[word]) for word, times in count.items() if times >= FEWEST_TIMES
    }
    return tuple(sorted(weights, key=lambda word: (-weights[word], word))[:WORDS_SHOWN])
