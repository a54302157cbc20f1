"""Whether a word that is also a common word is used as a name: "Will said" against "I will"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fit.deidentify._letters import begins_sentence, has_capitals, is_capital, keys_of, words_of
from fit.deidentify._words import listed_words

if TYPE_CHECKING:
    from fit.deidentify._language import Language
    from fit.deidentify._letters import Word

__all__ = ["Reading"]

SHORTEST = 3
# Letters of a name that is told from a syllable.

BEFORE = 24
# Characters before a word in which "known as" and the like must be over.

_MIDDLE = re.compile(r"\s*,?\s*[\"'\u2018\u201c]?\s*")
_AFTER_TITLE = re.compile(r"\.?\s+")
_ADDRESSED = re.compile(r"[,!?)]")
_DAY = re.compile(r"\s+(?:the\s+)?\d")


@dataclass(frozen=True)
class Reading:
    """One text with its words, read in one language."""

    text: str
    language: Language

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text."""
        return words_of(self.text)

    @cached_property
    def has_capitals(self) -> bool:
        """Whether capitals tell something in this text."""
        return has_capitals(self.text)

    @cached_property
    def share_of_capitals(self) -> float:
        """How much of the text's words begin with a capital, 0 to 1; 0 for a text without words."""
        return sum(is_capital(one.text) for one in self.words) / max(len(self.words), 1)

    def begins(self, place: int) -> bool:
        """Whether a word is the first of its sentence."""
        return begins_sentence(self.text, self.words[place].start)

    def before(self, place: int, steps: int = 1) -> str:
        """The plain word before a word, "" where there is none or a sentence ends between."""
        at = place - steps
        if at < 0 or any(not self._near(one) for one in range(at, place)):
            return ""
        return self.plain(at)

    def after(self, place: int) -> str:
        """The plain word after a word, "" where there is none or something stands between."""
        if place + 1 >= len(self.words):
            return ""
        between = self.text[self.words[place].end : self.words[place + 1].start]
        return self.plain(place + 1) if not between.strip() else ""

    def plain(self, place: int) -> str:
        """A word in small plain letters."""
        return min(keys_of(self.words[place].text), key=len)

    def _near(self, place: int) -> bool:
        between = self.text[self.words[place].end : self.words[place + 1].start]
        return _MIDDLE.fullmatch(between) is not None

    def after_title(self, place: int) -> bool:
        """Whether "Mrs" or "Dr." stands before."""
        between = self.text[self.words[place - 1].end : self.words[place].start] if place else ""
        return _AFTER_TITLE.fullmatch(between) is not None and self.plain(place - 1) in self.language.titles

    def after_kin(self, place: int) -> bool:
        """Whether "my sister" or the like stands before."""
        return self.before(place) in self.language.kin

    def after_called(self, place: int) -> bool:
        """Whether "called" or the like stands before."""
        start = self.words[place].start
        return self.language.called.search(self.text[max(0, start - BEFORE) : start]) is not None

    def is_common(self, key: str) -> bool:
        """Whether a part of a name is also a word of the language, or a syllable."""
        return key in self.language.common or key in listed_words("particles") or len(key) < SHORTEST

    def used_as_name(self, place: int) -> bool:
        """Whether a common word stands here as somebody's name."""
        word = self.words[place]
        if self.after_title(place) or self.after_called(place) or self.acts(place):
            return True
        if self.before(place) in self.language.greetings | self.language.spoken_to or self.after_kin(place):
            return True
        if not is_capital(word.text) or not self.has_capitals:
            return False
        return self._first_but_a_person(place) if self.begins(place) else self._named_within(place)

    def acts(self, place: int) -> bool:
        """Whether what follows is done by people alone: "said", "always said"; "wasn't" without capitals."""
        follows = self.after(place)
        if follows in self.language.between:
            return self.after(place + 1) in self.language.strong
        return follows in self.language.strong or (follows.endswith("nt") and not self.has_capitals)

    def _first_but_a_person(self, place: int) -> bool:
        """At the beginning of a sentence only what follows tells."""
        end = self.words[place].end
        said = self.after(place) in self.language.said
        return said or bool(_ADDRESSED.match(self.text[end:])) or self.words[place].text[-2:] in {"'s", "\u2019s"}

    def _named_within(self, place: int) -> bool:
        if not self.language.capitals_are_names:
            return self.before(place) not in self.language.articles
        return not (self._is_month(place) and self._dated(place))

    def _is_month(self, place: int) -> bool:
        return self.plain(place) in {one.lower() for one in self.language.months}

    def _dated(self, place: int) -> bool:
        """Whether "in" stands before a month, or a day after it."""
        begun = self.text[: self.words[place].start]
        before = re.search(rf"(?<!\w)(?:{self.language.month_before})\s+$", begun, re.IGNORECASE)
        return before is not None or _DAY.match(self.text[self.words[place].end :]) is not None
