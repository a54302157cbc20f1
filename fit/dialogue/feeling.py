"""Words of feeling by speaker over the session. A list of words hears feeling weakly: a curve, never a judgement."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fit.dialogue._said import Said

__all__ = ["FeelingWords", "feeling_of", "tenths_of"]

PARTS = 10
# Stretches of equal words into which a session is cut: about five minutes of an hour.

NEGATED_WITHIN = 3
# Words after a "not" in which a word of feeling does not count.

FEWEST_WORDS = 20
# Words of a speaker in a stretch below which its valence is unknown.

_NOT = frozenset(
    [
        "not",
        "no",
        "never",
        "without",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "wasn't",
        "aren't",
        "weren't",
        "can't",
        "couldn't",
        "won't",
        "wouldn't",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeelingWords:
    """Words of feeling that one role said."""

    families: Mapping[str, int]
    valence: tuple[float | None, ...]
    """Pleasant less unpleasant words for each hundred words, by tenth of the session; None where little was said."""


def feeling_of(turns: Sequence[Said]) -> dict[Role, FeelingWords]:
    """Count the words of feeling of each role, by family and over the session."""
    tenths = tenths_of(turns)
    return {
        role: _feeling_words([one for one in turns if one.role is role], tenths)
        for role in Role
        if any(one.role is role for one in turns)
    }


def _feeling_words(said: Sequence[Said], tenths: Mapping[int, int]) -> FeelingWords:
    families: Counter[str] = Counter()
    sums, words = [0] * PARTS, [0] * PARTS
    for one in said:
        words[tenths[one.index]] += len(one.words)
        for family, valence in _felt(one.words):
            families[family] += 1
            sums[tenths[one.index]] += valence
    return FeelingWords(
        families=dict(families.most_common()),
        valence=tuple(
            round(100 * total / count, 2) if count >= FEWEST_WORDS else None
            for total, count in zip(sums, words, strict=True)
        ),
    )


def _felt(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    known, beginnings = _lists()
    for place, word in enumerate(words):
        found = known.get(word) or _beginning(word, beginnings.get(word[:3], ()))
        if found and not _NOT.intersection(words[max(0, place - NEGATED_WITHIN) : place]):
            yield found


def _beginning(word: str, known: Sequence[tuple[str, Felt]]) -> Felt | None:
    return next((felt for start, felt in known if word.startswith(start)), None)


def tenths_of(turns: Sequence[Said]) -> dict[int, int]:
    """Tenth of the session, by words, in which each turn begins."""
    whole = sum(len(one.words) for one in turns) or 1
    found, before = {}, 0
    for one in turns:
        found[one.index] = min(PARTS - 1, before * PARTS // whole)
        before += len(one.words)
    return found


Felt = tuple[str, int]


@cache
def _lists() -> tuple[dict[str, Felt], dict[str, list[tuple[str, Felt]]]]:
    """Whole words; and beginnings of words by their first three letters."""
    table = tomllib.loads((files(__package__) / "feeling.toml").read_text("utf-8"))["family"]
    known: dict[str, Felt] = {}
    beginnings: dict[str, list[tuple[str, Felt]]] = {}
    for family, entry in table.items():
        for word in entry["words"].split():
            if word.endswith("*"):
                beginnings.setdefault(word[:3], []).append((word[:-1], (family, entry["valence"])))
            else:
                known[word] = (family, entry["valence"])
    return known, beginnings
