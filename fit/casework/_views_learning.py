"""What a clinician looks back on after an ending, and what they take with them: the author's alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from fit.assessment import EpisodeAssessment
    from fit.casework._views_care import AlertRow, EpisodeFacts, SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One learning point of one's own."""

    point_id: str
    said: str
    noted_on: date
    is_tried: bool
    is_shared: bool
    """One's supervisors can read it."""
    is_from_ending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPoint:
    """What a supervisee chose to share: the words and whose they are, not with which client it was learnt."""

    point_id: str
    said: str
    author_name: str
    shared_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPage:
    """One's own points, the newest first, and what supervisees shared."""

    points: tuple[PointRow, ...]
    shared_with_me: tuple[SharedPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefPage:
    """An ended episode as the record has it, and what its clinician wrote over it."""

    client_label: str
    episode: EpisodeFacts
    assessment: EpisodeAssessment | None
    """None without any rating."""
    alerts: tuple[AlertRow, ...]
    """In the order of the sessions."""
    sessions: tuple[SessionRow, ...]
    earlier: str
    """What I would do earlier; empty until it is written."""
    written_at: datetime | None
    points: tuple[PointRow, ...]
    """One's own from this ending."""
