"""What a director may choose of a service report, and what came of an extract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoices:
    """Months that are over, the last one first, each by its first day; teams and programmes by name."""

    months: tuple[date, ...]
    teams: tuple[str, ...]
    programmes: tuple[str, ...] = ()
    """With that there is none as the last; empty in a clinic without programmes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What an extract holds, and what it took that nobody stands alone in it."""

    rows: Mapping[str, int]
    """By table."""
    smallest_group: int
    """[clients] that share the rarest combination."""
    left_out: int
    """Episodes."""
    less_exact: int
    """Episodes without programme, team, year or kind of ending."""
