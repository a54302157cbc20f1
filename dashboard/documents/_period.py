"""From which day on a report's tables tell; what has no day is told rather than left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dashboard.dates import day_said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fit.casework.views import SessionRow

__all__ = ["Period"]


@dataclass(frozen=True)
class Period:
    """All sessions, or those from a day on."""

    sessions: Sequence[SessionRow]
    since: date | None

    @property
    def in_words(self) -> str:
        """Say the period; and that verdicts and chart rest on the whole course, whatever it is."""
        if self.since is None:
            return "the whole episode"
        return f"from {day_said(self.since)} on; verdicts and charts rest on the whole episode"

    def has_day(self, day: date | None) -> bool:
        """Whether a day belongs to it."""
        return self.since is None or day is None or day >= self.since

    def has_session(self, meeting: int | None) -> bool:
        """Whether a session belongs to it."""
        return meeting in self._meetings

    @cached_property
    def _meetings(self) -> frozenset[int]:
        return frozenset(row.meeting for row in self.shown)

    @property
    def shown(self) -> tuple[SessionRow, ...]:
        """The sessions of the period."""
        return tuple(row for row in self.sessions if self.has_day(row.occurred_on))
