"""What a director may choose of a service report, and what came of an extract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoices:
    """Months that are over, the last one first, each by its first day; teams by name."""

    months: tuple[date, ...]
    teams: tuple[str, ...]
