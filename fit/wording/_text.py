"""The text as the rules read it: lower case, straight quotes, sentence by sentence, every place kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

_APOSTROPHES, _DASHES, _BLANKS = "\u2019\u2018`\u00b4", "\u2014\u2013", "\u2026\n\t"
_LIKE = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_DASHES, ","), **dict.fromkeys(_BLANKS, " ")}
)
_LOOSE_APOSTROPHE = re.compile(r"(?<!\w)'|'(?!\w)")
_DOTS = re.compile(r"\.\.+")
_ABBREVIATED = re.compile(r"\b(?:e\.g\.|i\.e\.|dr\.|mr\.|mrs\.|ms\.|vs\.|etc\.(?= [a-z]))")
_SENTENCE = re.compile(r"[^.?!;]+[.?!;]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence in small letters, and where it begins in the text as given."""

    text: str
    start: int

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip(" \"'\u201d)").endswith("?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """The whole text in small letters, as long as the text as given, and its sentences."""

    text: str
    sentences: tuple[Sentence, ...]

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Where the sentence begins and ends that holds this character."""
        inside = next(one for one in reversed(self.sentences) if one.start <= place)
        return inside.start, inside.start + len(inside.text)


def shadow(text: str) -> Shadow:
    """Make a copy for the rules in which every character stands where it stood."""
    low = text.translate(_LIKE)
    low = low.lower() if len(low.lower()) == len(low) else "".join(map(_small, low))
    low = _DOTS.sub(_blank, _LOOSE_APOSTROPHE.sub(" ", low))
    low = _ABBREVIATED.sub(_undotted, low)
    return Shadow(text=low, sentences=tuple(_sentences(low)))


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _undotted(found: re.Match[str]) -> str:
    return found[0].replace(".", " ")


def _sentences(low: str) -> list[Sentence]:
    return [Sentence(text=one[0], start=one.start()) for one in _SENTENCE.finditer(low) if one[0].strip(" .?!;")]
