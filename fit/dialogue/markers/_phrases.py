"""Phrases by which a marker is heard, surely or perhaps, and those that say that something else is meant."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from fit.dialogue.markers._marker import Hit
from fit.wording import any_of, listed

if TYPE_CHECKING:
    from fit.dialogue._said import Said
    from fit.wording import Sentence

__all__ = ["Phrases"]

SURE, PERHAPS = 0.8, 0.5
# Confidence of words that mean it nearly always, and of words that often do. Hit rates on sentences of our own not seen
# before were near these (docs/dialogue.md); a clinic's own labels say more.

LIGHT = 0.6
# What is left of it where the turn is spoken laughing.

_LAUGHING = re.compile(r"\[(?:[^\]]*\b)?(?:laugh|chuckl)|^\s*ha\b", re.IGNORECASE)


class Phrases:
    """Families of phrases of one marker, in the language of `fit/wording/_phrase.py`.

    What somebody else said or was told never counts. Sentences about other people do not count either, unless
    `others_too` says that the phrases are safe there.
    """

    def __init__(self, *, sure: str = "", perhaps: str = "", unless: str = "", others_too: bool = False) -> None:
        self._sure, self._perhaps, self._unless, self._others_too = sure, perhaps, unless, others_too

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], float], ...]:
        pairs = ((self._sure, SURE), (self._perhaps, PERHAPS))
        return tuple((any_of(listed(phrases)), surely) for phrases, surely in pairs if phrases.strip())

    @cached_property
    def _not_meant(self) -> re.Pattern[str]:
        about_others = [] if self._others_too else ["<someone>"]
        return any_of([*listed(self._unless), "<reported>", *about_others])

    def hear(self, said: Said) -> Hit | None:
        """Surest place in a turn; None when nothing is heard."""
        light = LIGHT if _LAUGHING.search(said.turn.text) else 1.0
        for pattern, surely in self._patterns:
            for sentence in said.sentences:
                if found := self._in_sentence(pattern, sentence):
                    start, end = sentence.start + found.start(), sentence.start + found.end()
                    return Hit(confidence=round(surely * light, 2), evidence=said.quoted(start, end))
        return None

    def _in_sentence(self, pattern: re.Pattern[str], sentence: Sentence) -> re.Match[str] | None:
        found = pattern.search(sentence.text)
        if found is None or self._not_meant.search(sentence.text):
            return None
        return found
