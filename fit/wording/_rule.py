"""A rule: phrases of one family, when they count, and what to say about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from fit.wording._any_of import AnyOf
    from fit.wording._text import Sentence, Shadow


Place = tuple[int, int]
"""First and past-the-last character in the text as given."""


# Compared by identity: rules are read once.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One family of phrases. `then` asks for a second phrase after the first, as in "I hear you ... but"."""

    name: str
    why: str
    instead: str
    phrases: AnyOf
    unless: AnyOf | None = None
    then: AnyOf | None = None
    then_unless: AnyOf | None = None
    question: bool | None = None
    fine_in: frozenset[str] = frozenset()
    only_in: frozenset[str] = frozenset()
    shielded: bool = True
    weak: bool = False

    def counts_in(self, step: str | None) -> bool:
        """Whether the rule speaks in this step of the talk; without a step, as at its beginning."""
        return step not in self.fine_in and (not self.only_in or step in self.only_in)

    def find(self, heard: Shadow) -> tuple[Place, ...]:
        """Every place where the rule hears its phrase, at most one a sentence."""
        places = enumerate(heard.sentences)
        return tuple(found for place, _ in places if (found := self._in_sentence(heard, place)))

    def _in_sentence(self, heard: Shadow, place: int) -> Place | None:
        sentence = heard.sentences[place]
        if self.question is not None and sentence.asks != self.question:
            return None
        match = self.phrases.search(sentence.text)
        if match is None or not self._fits(sentence):
            return None
        if self.then is None:
            return _found(sentence, match.start(), match.end())
        return self._followed(heard, place, match)

    def _fits(self, sentence: Sentence) -> bool:
        return self.unless is None or self.unless.search(sentence.text) is None

    def _followed(self, heard: Shadow, place: int, match: re.Match[str]) -> Place | None:
        sentence = heard.sentences[place]
        then = self.then.search(sentence.text, match.end()) if self.then else None
        if then is None and place + 1 < len(heard.sentences):
            return self._in_next(sentence.start + match.start(), heard.sentences[place + 1])
        if then is None or self._softened(sentence, then):
            return None
        return _found(sentence, match.start(), then.end())

    def _in_next(self, start: int, following: Sentence) -> Place | None:
        then = self.then.search(following.text) if self.then else None
        if then is None or following.text[: then.start()].strip() or self._softened(following, then):
            return None
        return start, following.start + then.end()

    def _softened(self, sentence: Sentence, then: re.Match[str]) -> bool:
        return self.then_unless is not None and self.then_unless.search(sentence.text, then.start()) is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """One kind of finding or good move with its rules; `shields` say when its words are not meant."""

    id: str
    good: bool
    gives_way_to: frozenset[str]
    title: str
    source: str
    examples: tuple[str, ...]
    fine_examples: tuple[str, ...]
    rules: tuple[Rule, ...]
    shield: AnyOf | None

    def find(self, heard: Shadow, step: str | None) -> tuple[tuple[Rule, Place], ...]:
        """Every rule that speaks in this step, with the place."""
        speaking = (rule for rule in self.rules if rule.counts_in(step))
        pairs = ((rule, found) for rule in speaking for found in rule.find(heard))
        return tuple((rule, found) for rule, found in pairs if not (rule.shielded and self._shielded(heard, found)))

    def _shielded(self, heard: Shadow, found: Place) -> bool:
        """Whether the words are only quoted, denied or regretted: a shield stands before them in the sentence."""
        if self.shield is None:
            return False
        sentence = next(one for one in reversed(heard.sentences) if one.start <= found[0])
        before = self.shield.search(sentence.text)
        return before is not None and sentence.start + before.start() <= found[0]


def _found(sentence: Sentence, start: int, end: int) -> Place:
    inside = sentence.text[start:end]
    blank = len(inside) - len(inside.lstrip(" ,\"'()-:"))
    return sentence.start + start + blank, sentence.start + start + len(inside.rstrip(" ,"))
