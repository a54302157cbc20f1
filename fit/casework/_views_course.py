"""What lies beside the ratings on a client's course: events, and the client's other episodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from fit.assessment import EpisodeAssessment
    from fit.ratings import Ending
    from fit.scales import AgeBand
    from fit.store.states import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """Something to read a course by. Exactly one of `occurred_on` and `meeting` is there."""

    event_id: str
    kind: EventKind
    said: str
    occurred_on: date | None
    meeting: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeSpan:
    """When an episode of care ran; None where an import did not say."""

    episode_id: str
    opened_on: date | None
    closed_on: date | None
    ending: Ending | None
    clinician_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeCourse:
    """One of a client's episodes with its leading strand; None until there is a rating."""

    span: EpisodeSpan
    assessment: EpisodeAssessment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """That an episode went from one clinician to another, and what the one told the other."""

    from_name: str
    """Empty where nobody held it before."""
    to_name: str
    made_by: str
    made_at: datetime
    note: str
    is_new: bool
    """It was handed to who is reading, and they have not opened it yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningRow:
    """That a closed episode was opened again, and how it had been closed."""

    closed_on: date
    ending: Ending
    reason: str
    reopened_by: str
    reopened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A client whom a colleague handed to this person, and whom they have not opened yet."""

    episode_id: str
    client_label: str
    by: str
    made_at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeClosing:
    """What is still open on an episode that somebody wants to close: counts alone."""

    earliest: date | None
    """The day of the last session, or else of the beginning: it cannot have ended before."""
    alerts: int
    plans: int
    """Repairs that are under way."""
    forms: int
    """Given out and not answered; they are withdrawn when it is closed."""
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEpisode:
    """An open episode of one clinician, without any rating."""

    episode_id: str
    client_code: str
    age_band: AgeBand
    sessions: int
