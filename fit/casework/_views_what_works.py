"""What became of ruptures, for one person, a team, or a clinic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from fit.service.repairs import RepairFigures


class RepairsScope(StrEnum):
    """Whose clients the figures are about."""

    OWN = "own"
    TEAM = "team"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairsPage:
    """The figures with what is needed to read them. Of a clinic, a figure about too few is None: withheld."""

    scope: RepairsScope
    figures: RepairFigures
    people: tuple[tuple[str, str], ...]
    """Id and name of each supervisee, by name; empty but for a supervisor."""
    smallest_group: int
    policy: str
    within: int
    """Rated sessions within which a rating that is back counts as a repair."""
    as_of: date
