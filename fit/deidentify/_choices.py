"""What the clinician adds to the replacements that were found, and which of them were wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fit.deidentify._replacement import Kind, Replacement, id_of
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Added", "Choices", "UndoneName", "undone_names", "with_choices"]

LONGEST_LABEL = 40
# Letters: a label stands for a name, it tells no story.


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Words that also tell who somebody is, and what is written instead, wherever they stand, in any case."""

    words: str
    label: str

    def __post_init__(self) -> None:
        if not any(map(str.isalnum, self.words)) or not self.label.strip(" []"):
            raise InputError("Write both: the words to take out, and what to write instead.")
        if len(self.label) > LONGEST_LABEL:
            raise InputError(f"A label has at most {LONGEST_LABEL} letters. Shorten it.")

    @property
    def written(self) -> str:
        """The label in brackets, as all labels stand."""
        return f"[{self.label.strip().strip('[]').strip()}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the clinician decided on: words of their own, ids of finds that stay, ids of doubtful ones that go."""

    added: tuple[Added, ...] = ()
    undone: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneName:
    """A warning: a name that the clinic's data knows stays in the packet."""

    words: str
    places: int
    """How often it stays."""

    @property
    def said(self) -> str:
        """The warning in words."""
        times = "once" if self.places == 1 else f"{self.places} times"
        return f"\u201c{self.words}\u201d is a name that the clinic\u2019s data knows. It stays in the packet {times}."


def with_choices(
    texts: Sequence[str], found: Sequence[Replacement], choices: Choices, doubtful: Sequence[Replacement] = ()
) -> tuple[Replacement, ...]:
    """Give the replacements that are made. What was added counts before what was found, and takes all of it along."""
    kept = [one for one in found if one.id not in choices.undone]
    kept += [one for one in doubtful if one.id in choices.also]
    own = [one for number, text in enumerate(texts) for one in _added(number, text, choices.added)]
    own = [one for one in own if one.id not in choices.undone]
    together = sorted([*kept, *own], key=lambda one: (one.text, one.start, one.start - one.end))
    joined: list[Replacement] = []
    for one in together:
        if joined and joined[-1].text == one.text and one.start < joined[-1].end:
            joined[-1] = _joined(texts[one.text], joined[-1], one)
        else:
            joined.append(one)
    return tuple(joined)


def _added(number: int, text: str, added: Sequence[Added]) -> Iterator[Replacement]:
    for one in added:
        spaced = r"\s+".join(map(re.escape, one.words.split()))
        for found in re.finditer(rf"(?<![^\W\d_]){spaced}(?![^\W\d_])", text, re.IGNORECASE):
            yield Replacement(
                text=number,
                start=found.start(),
                end=found.end(),
                words=found[0],
                label=one.written,
                kind=Kind.ADDED,
                why="added by the clinician",
                is_known=False,
                id=id_of(text, found.start(), found.end()),
            )


def _joined(text: str, first: Replacement, second: Replacement) -> Replacement:
    """Join two that lie on each other: nothing of either is left standing."""
    start, end = first.start, max(first.end, second.end)
    leads = first if first.kind is Kind.ADDED or second.kind is not Kind.ADDED else second
    known = first.is_known or second.is_known
    return replace(leads, start=start, end=end, words=text[start:end], is_known=known, id=id_of(text, start, end))


def undone_names(found: Sequence[Replacement], choices: Choices) -> tuple[UndoneName, ...]:
    """Warn of each name that the clinic's data knows and the clinician left standing."""
    left = [one.words for one in found if one.is_known and one.id in choices.undone]
    return tuple(UndoneName(words=words, places=left.count(words)) for words in dict.fromkeys(left))
