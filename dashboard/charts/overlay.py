"""What lies on a trend besides the assessment: marked sessions, ratings that no longer count, dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboard.words import Look
    from fit.scales import ScaleKind, Score

__all__ = ["Mark", "Overlay", "Superseded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A session that an alert points at. A mark that is no longer open is drawn hollow."""

    meeting: int
    kind: ScaleKind
    title: str
    look: Look
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded:
    """A rating that was replaced with a reason: drawn hollow, never joined to the line."""

    meeting: int
    kind: ScaleKind
    total: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Everything that is drawn over the two lines."""

    marks: tuple[Mark, ...] = ()
    """What comes first is drawn, where several point at one rating."""
    superseded: tuple[Superseded, ...] = ()
    dates: Mapping[int, date] = field(default_factory=dict)
    """The day of each session, by its number."""

    def marks_by_rating(self) -> dict[tuple[ScaleKind, int], list[Mark]]:
        """Put marks of the same rating together: by kind and session."""
        together: dict[tuple[ScaleKind, int], list[Mark]] = {}
        for mark in self.marks:
            together.setdefault((mark.kind, mark.meeting), []).append(mark)
        return together

    def day(self, meeting: int) -> str:
        """Say the day of a session, "" where it is not known."""
        on = self.dates.get(meeting)
        return f"{on.day} {on:%B %Y}" if on else ""
