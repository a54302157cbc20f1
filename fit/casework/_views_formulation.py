"""A case formulation: what ratings, alerts, moments and repairs know, and what clinicians say of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from fit.casework._views_care import ClientPage
    from fit.casework._views_course import EpisodeCourse
    from fit.casework._views_repair import RepairPlanRow
    from fit.dialogue import RuptureKind
    from fit.repair import FollowUp
    from fit.store.states import EvidenceKind, FormulationSection
    from fit.transcripts import Role


class EvidenceStanding(StrEnum):
    """Whether what a statement rests on is still there."""

    STANDS = "stands"
    CHANGED = "changed"
    """It was corrected after the statement was written."""
    GONE = "gone"
    """It was withdrawn, removed, or does not hold any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRef:
    """A piece of evidence by its name: an excerpt by transcript and place of the turn, a note by its session."""

    kind: EvidenceKind
    evidence_id: str
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A piece of evidence with what is needed to name it and to go there. Read now, never a kept copy."""

    ref: EvidenceRef
    session_id: str
    """Empty for a goal."""
    meeting: int | None
    occurred_on: date | None
    said: str
    """Title of the alert, words of the goal, words of the turn; empty for what has none of its own."""
    is_gone: bool = False
    changed_at: datetime | None = None
    """When it was last put right; None where it never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementVersion:
    """A saved state of a statement."""

    version: int
    section: FormulationSection
    words: str
    evidence: EvidenceRef | None
    set_aside: bool
    reason: str
    """Why it was set aside."""
    written_by: str
    is_own: bool
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """What a clinician says, as it stands."""

    statement_id: str
    newest: StatementVersion
    earlier: tuple[StatementVersion, ...]
    """The newest first."""
    evidence: EvidenceRow | None
    """On what it rests; None where it names nothing, or that is not there any more."""
    standing: EvidenceStanding | None
    """None where it names nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedMoment:
    """A moment of a session that who reads this found worth a look, with its words as they stand in the transcript."""

    transcript_id: str
    turn: int
    session_id: str
    meeting: int
    occurred_on: date | None
    kind: RuptureKind
    role: Role | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulationPage:
    """Everything a case formulation says. All but the statements is read from the record at this moment."""

    client: ClientPage
    dips: tuple[FollowUp, ...]
    """Sessions whose alliance rating fell or was low, with what the ratings since say, the oldest first."""
    plans: tuple[RepairPlanRow, ...]
    """In the order in which they were begun; empty for who may not read repairs."""
    marked: tuple[MarkedMoment, ...]
    earlier: tuple[EpisodeCourse, ...]
    """Ended episodes of the same client, as far as this person may see them, the oldest first."""
    statements: tuple[StatementRow, ...]
    """In the order in which they were first written; also those that were set aside."""
    choices: tuple[EvidenceRow, ...]
    """On what a statement can rest, the newest session first."""
    can_write: bool
    """Own client, or a supervisee's."""
    can_open_repairs: bool
    can_write_notes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStatement:
    """A statement that was kept, and the version that the next change has to name."""

    statement_id: str
    version: int
