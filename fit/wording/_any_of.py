"""Several phrases of which the first to be found counts; each is made an expression when its words are first heard.

To make all expressions takes seconds, and most phrases are never said in a session. What is found is what one
expression of all phrases in their order would find (tests/fit/repair/test_phrases.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from fit.wording._keys import keys_in, keys_of
from fit.wording._phrase import expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["AnyOf", "any_of"]


class AnyOf:
    """Phrases in their order: of two that begin at the same place the first counts."""

    __slots__ = ("_always", "_by_key", "_made", "_sources")

    def __init__(self, phrases: Iterable[str]) -> None:
        phrases = tuple(phrases)
        self._sources = tuple(map(expression, phrases))
        self._made: dict[int, re.Pattern[str]] = {}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for place, keys in enumerate(map(keys_of, phrases)):
            for key in keys or ():
                self._by_key[key].append(place)
            if not keys:
                self._always.append(place)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Find the first phrase from a place on."""
        first = None
        for place in self._possible(text):
            found = self._expression(place).search(text, start)
            if found and (first is None or found.start() < first.start()):
                first = found
        return first

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find one phrase after the other."""
        found = self.search(text)
        while found:
            yield found
            found = self.search(text, found.end())

    def _possible(self, text: str) -> list[int]:
        spoken = self._by_key.keys() & keys_in(text)
        if not spoken:
            return self._always
        return sorted({*self._always, *(place for key in spoken for place in self._by_key[key])})

    def _expression(self, place: int) -> re.Pattern[str]:
        if place not in self._made:
            self._made[place] = re.compile(rf"(?<![\w'])(?:{self._sources[place]})(?![\w'])")
        return self._made[place]


def any_of(phrases: Iterable[str]) -> AnyOf:
    """Make what finds the first of several phrases.

    Raises
    ------
    DefinitionError
        when a phrase cannot be read; names the phrase.
    """
    return AnyOf(phrases)
