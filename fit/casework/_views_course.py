"""What lies beside the ratings on a client's course: events, and the client's other episodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from fit.assessment import EpisodeAssessment
    from fit.ratings import Ending
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeCourse:
    """One of a client's episodes with its leading strand; None until there is a rating."""

    span: EpisodeSpan
    assessment: EpisodeAssessment | None
