"""A place in a text where an identity stands, what is written instead, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Kind", "Replacement", "counted", "in_text", "replaced"]

ID_LETTERS = 16
# Letters of a replacement's id: 64 bits, so that no two of a packet are alike by chance.


class Kind(StrEnum):
    """What is taken out."""

    CLIENT = "client"
    CLINICIAN = "clinician"
    SUPERVISOR = "supervisor"
    PERSON = "person"
    CLINIC = "clinic"
    PLACE = "place"
    CODE = "code"
    DATE = "date"
    AGE = "age"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    POST_CODE = "postcode"
    LINK = "url"
    NUMBER = "number"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Words of one text [characters from its beginning] and the label that stands in their place."""

    text: int
    """Which of the texts that were read together, from 0."""
    start: int
    end: int
    words: str
    label: str
    kind: Kind
    why: str
    is_known: bool
    """Whether the clinic's own data holds the name: undoing such a one is warned of."""
    id: str
    """The same for the same words at the same place of the same text, whatever other texts are read with it."""

    def __post_init__(self) -> None:
        if not (0 <= self.start < self.end and len(self.words) == self.end - self.start and self.label):
            raise InputError("A replacement needs words of a text and a label. Give both.")


def id_of(text: str, start: int, end: int) -> str:
    """Name a place in a text without saying what stands there."""
    return sha256(f"{start}:{end}:{text}".encode("utf-8", "surrogatepass")).hexdigest()[:ID_LETTERS]


def in_text(replacements: Sequence[Replacement], text: int) -> tuple[Replacement, ...]:
    """Give the replacements of one of the texts that were read together."""
    return tuple(one for one in replacements if one.text == text)


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """Write the labels in place of the words; all replacements must be of this text.

    Raises
    ------
    InputError
        when a replacement was found in another text, or two lie on each other.
    """
    parts, done = [], 0
    for one in sorted(replacements, key=lambda one: one.start):
        if one.start < done or text[one.start : one.end] != one.words:
            raise InputError("A replacement does not fit this text. Read the text again.")
        parts += [text[done : one.start], one.label]
        done = one.end
    return "".join([*parts, text[done:]])


def counted(replacements: Sequence[Replacement]) -> Mapping[Kind, int]:
    """Count the replacements of each kind, in the order of kinds; kinds without any are left out."""
    counts = Counter(one.kind for one in replacements)
    return {kind: counts[kind] for kind in Kind if counts[kind]}
