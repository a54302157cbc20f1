"""What lies on a trend besides the assessment: marked sessions, replaced ratings, dates, events, other raters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboard.dates import day_said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboard.words import Look
    from fit.assessment import EpisodeAssessment
    from fit.scales import ScaleKind, Score

__all__ = ["Flag", "Mark", "Overlay", "Superseded"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BESIDE = 0.4
"""Sessions: how far before the first or after the last session an event stands that lies outside of them."""


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
class Flag:
    """An event beside the ratings, on a day or at a session; drawn as a letter, told in words below the chart."""

    kind: str
    said: str
    occurred_on: date | None = None
    meeting: int | None = None

    @property
    def when(self) -> str:
        """Say when it was."""
        return f"Session {self.meeting}" if self.meeting is not None else day_said(self.occurred_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Everything that is drawn over the two lines, and what the reader asked to see."""

    marks: tuple[Mark, ...] = ()
    """What comes first is drawn, where several point at one rating."""
    superseded: tuple[Superseded, ...] = ()
    dates: Mapping[int, date] = field(default_factory=dict)
    """The day of each session, by its number."""
    items: Mapping[tuple[ScaleKind, int], str] = field(default_factory=dict)
    """The marks of each rating line by line, in words, by kind and session; for the ratings that are read."""
    flags: tuple[Flag, ...] = ()
    others: tuple[EpisodeAssessment, ...] = ()
    """Strands of other informants, drawn thinner beside the one that is shown."""
    with_dates: bool = False
    with_own_level: bool = True
    newest: int | None = None
    """The session whose ratings have come just now and are ringed; None while there is none."""

    def marks_by_rating(self) -> dict[tuple[ScaleKind, int], list[Mark]]:
        """Put marks of the same rating together: by kind and session."""
        together: dict[tuple[ScaleKind, int], list[Mark]] = {}
        for mark in self.marks:
            together.setdefault((mark.kind, mark.meeting), []).append(mark)
        return together

    def day(self, meeting: int) -> str:
        """Say the day of a session, "" where it is not known."""
        return day_said(self.dates.get(meeting))

    def told(self, meeting: int, kind: ScaleKind | None = None) -> str:
        """Say of which session and day a point is; of the ratings that are read also their lines and what was found."""
        parts = [", ".join(filter(None, (f"session {meeting}", self.day(meeting))))]
        if kind is not None:
            parts.append(self.items.get((kind, meeting), ""))
            parts += [mark.title for mark in self.marks if (mark.kind, mark.meeting) == (kind, meeting)]
        return "<br>".join(filter(None, parts))

    def lettered(self) -> tuple[tuple[str, Flag], ...]:
        """Give each event its letter, in the order of the course; those without a place come last."""
        placed = sorted(self.flags, key=lambda flag: (self.place(flag) is None, self.place(flag) or 0.0))
        return tuple((_letter(number), flag) for number, flag in enumerate(placed))

    def place(self, flag: Flag) -> float | None:
        """Find where on the axis of sessions an event lies; None when no session has a day to compare with."""
        if flag.meeting is not None:
            return float(flag.meeting)
        if flag.occurred_on is None or not self.dates:
            return None
        return _between(sorted((day, meeting) for meeting, day in self.dates.items()), flag.occurred_on)


def _letter(number: int) -> str:
    return LETTERS[number % len(LETTERS)] * (1 + number // len(LETTERS))


def _between(days: list[tuple[date, int]], day: date) -> float:
    """Place a day between the sessions around it, by the calendar."""
    before = [one for one in days if one[0] <= day]
    after = [one for one in days if one[0] > day]
    if not before:
        return after[0][1] - BESIDE
    on, meeting = before[-1]
    if on == day:
        return float(meeting)
    if not after:
        return meeting + BESIDE
    next_on, next_meeting = after[0]
    return round(meeting + (next_meeting - meeting) * ((day - on).days / (next_on - on).days), 2)
