"""Names before a colon: which of them are speakers, and which only begin a sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from fit.transcripts._clinician import is_role_word
from fit.transcripts._cue import Cue, label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST_WORDS", "candidate", "is_short", "names", "with_names"]

MOST_WORDS = 4
RECURS = 2
# A speaker's label recurs and has at most four words (domain/speech_and_text.md).

SMALLEST_SHARE = 0.05
# Labels that head fewer than one in twenty pieces are phrases that happened to recur ("Question: ...").

LONGEST_OPENING = 120
# Characters in which a label must be over: the rest of a long line is not searched.

_LABEL = re.compile(r"(?:>>|-)?\s{0,2}\[?([^\[\]:\uff1a?!;<>\"\n]{1,60})\]?(?::(?=\s|$)|\uff1a)")
_ASIDE = re.compile(r"\([^()]*\)")


def candidate(text: str) -> tuple[str, str] | None:
    """Split `Name: what was said` into both; None when no colon stands where a name could be."""
    found = _LABEL.match(text[:LONGEST_OPENING])
    label = label_of(found[1]) if found else None
    if not found or not label or not is_short(label):
        return None
    return label, text[found.end() :].strip()


def is_short(label: str) -> bool:
    """Whether a label has letters and at most four words; what stands in brackets does not count."""
    words = _ASIDE.sub(" ", label).split()
    return 0 < len(words) <= MOST_WORDS and any(letter.isalpha() for letter in label)


def names(labels: Sequence[str | None]) -> frozenset[str]:
    """Say which labels are speakers, from the label of every piece of a file (None: the piece has none).

    A label must recur; a word for clinician or client may stand once, and so may a label written like a name where
    every piece has one.
    """
    counts = Counter(label for label in labels if label)
    recurring = {label for label, count in counts.items() if count >= RECURS}
    if sum(counts[label] for label in recurring) < SMALLEST_SHARE * len(labels):
        recurring = set()
    once = set(filter(_like_a_name, counts)) if counts.total() == len(labels) else set()
    return frozenset(recurring | once | set(filter(is_role_word, counts)))


def with_names(cues: Sequence[Cue]) -> list[Cue]:
    """Take the speaker out of cues that write `Name: text`; cues that know their speaker stay as they are."""
    unnamed = [cue for cue in cues if cue.speaker is None]
    split = {id(cue): candidate(cue.text) for cue in unnamed}
    known = names([found[0] if found else None for found in split.values()])
    return [_named(cue, split.get(id(cue)), known) for cue in cues]


def _named(cue: Cue, found: tuple[str, str] | None, known: frozenset[str]) -> Cue:
    if not found or found[0] not in known:
        return cue
    return replace(cue, speaker=found[0], text=found[1])


def _like_a_name(label: str) -> bool:
    return not any(word[0].islower() for word in _ASIDE.sub(" ", label).split())
