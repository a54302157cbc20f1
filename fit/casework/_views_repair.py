"""What the repair guide, the caseload's tasks and a supervisor see of a repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.casework._views_care import AlertRow
    from fit.casework._views_comments import CommentRow
    from fit.dialogue import SessionPattern, Unknown
    from fit.excerpts import Excerpt
    from fit.repair import (
        DimensionReading,
        FollowUp,
        ItemFall,
        KindReading,
        Listener,
        PlanState,
        RepairPlan,
        Setting,
        Step,
        Suggested,
    )
    from fit.scales import AgeBand


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A plan that was written, and the version that the next change has to name."""

    plan_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMove:
    """A step of a plan from one state to another."""

    state_before: PlanState
    state: PlanState
    reason: str
    moved_by: str
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPlanRow:
    """A plan about one session, with what the ratings since have answered."""

    plan_id: str
    session_id: str
    meeting: int
    occurred_on: date | None
    alert_id: str | None
    plan: RepairPlan
    follow_up: FollowUp | None
    """None while the episode has no rating at all."""
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What the clinician wants to say at a step."""

    words: str
    version: int
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNote:
    """What the clinician felt, and what that tells. Its author's alone, unless shared with the supervisor."""

    felt: str
    tells: str
    shared: bool
    version: int
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPage:
    """All that the guide needs for one session, in one look."""

    client_label: str
    episode_id: str
    session_id: str
    meeting: int
    occurred_on: date | None
    age_band: AgeBand
    language: str
    """In which the client reads, for the script."""
    listener: Listener
    setting: Setting
    alert: AlertRow | None
    """The one that the guide was opened from, or else the gravest of the session that is open."""
    alerts: tuple[AlertRow, ...]
    """All of the session."""
    falls: tuple[ItemFall, ...]
    """Lines of the session rating that fell, the deepest first."""
    kind: KindReading
    dimension: DimensionReading
    transcript_id: str | None
    """None where nothing was written down: then there are no excerpts."""
    excerpts: tuple[Excerpt, ...]
    not_assessable: tuple[Unknown, ...]
    """What the transcript does not let one say, and why."""
    talks: tuple[tuple[int, SessionPattern], ...]
    """How one talked at this session and at the next one that was written down, by session number."""
    plan: RepairPlanRow | None
    """The one that is under way, or else the last one about this session."""
    moves: tuple[PlanMove, ...]
    words: Mapping[Step, OwnWords]
    """What was written so far; a step without words is not here."""
    note: PrivateNote | None
    """One's own; for a supervisor of the clinician, the clinician's where it was shared."""
    comments: tuple[CommentRow, ...]
    next_step: Suggested | None
    earlier: tuple[RepairPlanRow, ...]
    """Other plans of the episode, the newest first."""
    can_write: bool
    """Own client. Others read, and comment."""
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairTask:
    """A plan that is not ended, as a task on a list."""

    plan_id: str
    episode_id: str
    session_id: str
    client_label: str
    clinician_name: str
    meeting: int
    state: PlanState
    said_on: date | None
    """None for the next session."""
    is_late: bool
    """The day of the talk has passed, and nothing is noted of it."""
    talked_at: int | None
    follow_up: FollowUp | None
    next_step: Suggested | None
    updated_at: datetime
