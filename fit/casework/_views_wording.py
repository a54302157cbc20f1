"""Wording packs and licences, as the administrator sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleWording:
    """A scale, and the languages in which its wording pack is here."""

    scale_id: str
    title: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWording:
    """Scales under one licence, and whether the clinic said that it holds it."""

    family: str
    title: str
    scales: tuple[ScaleWording, ...]
    needs_licence: bool
    statement: str
    """What is confirmed; empty where no licence is needed."""
    confirmed_at: datetime | None
    confirmed_by: str
    confirmed_version: str
    """Version of the statement that was confirmed."""

    @property
    def has_packs(self) -> bool:
        """Whether any pack of the family is here."""
        return any(one.languages for one in self.scales)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingPage:
    """The packs found at the start of the server, what was wrong with other files, and the licences."""

    folder: str
    """Empty when no folder is set."""
    families: tuple[FamilyWording, ...]
    problems: tuple[str, ...]
    statement_version: str
