"""A fact in a case formulation: a sentence, the day from which it is, and the way to where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["Fact", "Way"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to the evidence."""

    label: str
    address: str
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One sentence from the record."""

    words: str
    as_of: date | None
    """None where nobody noted the day."""
    way: Way | None = None
