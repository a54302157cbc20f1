"""Words that speak for one behaviour of a clinician: read from `behaviours.toml`, heard in a turn."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fit.dialogue._behaviour import Behaviour
from fit.errors import DefinitionError
from fit.wording import any_of, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.dialogue._said import Said
    from fit.wording import AnyOf

__all__ = ["Cue", "CueHeard", "cues", "heard_cues"]

PLACES = ("turn", "first", "last", "question", "statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that speak for one behaviour, where they must stand, and how strongly they speak."""

    name: str
    kind: Behaviour
    place: str
    points: float
    phrases: AnyOf


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHeard:
    """A cue and the words in which it was heard."""

    cue: Cue
    words: str


@cache
def cues() -> tuple[Cue, ...]:
    """All cues of `behaviours.toml`.

    Raises
    ------
    DefinitionError
        when a cue stands in a place that does not exist, or a phrase cannot be read.
    """
    table = tomllib.loads((files(__package__) / "behaviours.toml").read_text("utf-8"))
    for one in table["cue"]:
        if one["in"] not in PLACES:
            raise DefinitionError(f"behaviours.toml: {one['name']!r} stands in {one['in']!r}. Say one of {PLACES}.")
    return tuple(
        Cue(
            name=one["name"],
            kind=Behaviour(one["kind"]),
            place=one["in"],
            points=one["points"],
            phrases=any_of(listed(one["phrases"])),
        )
        for one in table["cue"]
    )


def heard_cues(said: Said) -> tuple[CueHeard, ...]:
    """Every cue that is heard in a turn, once, with its words."""
    return tuple(found for cue in cues() if (found := _heard(cue, said)))


def _heard(cue: Cue, said: Said) -> CueHeard | None:
    for text, start in _places(cue.place, said):
        if match := cue.phrases.search(text):
            return CueHeard(cue=cue, words=said.quoted(start + match.start(), start + match.end()))
    return None


def _places(place: str, said: Said) -> Iterator[tuple[str, int]]:
    sentences = said.sentences
    if place == "first":
        sentences = sentences[:1]
    elif place == "last":
        sentences = sentences[-1:]
    elif place in ("question", "statement"):
        sentences = tuple(one for one in sentences if one.asks == (place == "question"))
    return ((one.text, one.start) for one in sentences)
