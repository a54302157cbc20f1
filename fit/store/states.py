"""The states that records go through. Plain words; nothing heavy is imported here."""

from __future__ import annotations

from enum import IntEnum, StrEnum

__all__ = [
    "OPEN_ALERT_STATES",
    "UNRATED_SESSIONS",
    "AlertState",
    "Attention",
    "ConsentKind",
    "EventKind",
    "EvidenceKind",
    "FormState",
    "FormulationSection",
    "GoalState",
    "MomentVerdict",
    "RatingStatus",
    "SkipReason",
]

UNRATED_SESSIONS = 2
"""So many sessions in a row without any rating deserve a look."""


class Attention(IntEnum):
    """What deserves a look first. `place` says in which order; the numbers are how they are stored."""

    FALLEN = -1
    """A sharp fall of the outcome rating to below any one before: after what is urgent, before all else."""
    URGENT = 0
    ALLIANCE = 1
    OFF_TRACK = 2
    FALLING = 3
    NO_RATING = 4
    NOTHING = 5

    @property
    def place(self) -> int:
        """The smaller, the sooner."""
        return Attention.FALLEN.value - 1 if self is Attention.URGENT else self.value


class AlertState(StrEnum):
    """What has become of an alert. The first four are open; the machine itself sets only the last three."""

    NEW = "new"
    SEEN = "seen"
    TALKED_ABOUT = "talked_about"
    REPAIR_PLANNED = "repair_planned"
    CLOSED = "closed"
    ANSWERED = "answered_by_later_ratings"
    TAKEN_UP = "taken_up_by_a_newer_alert"
    NO_LONGER_HOLDS = "no_longer_holds"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self in OPEN_ALERT_STATES


OPEN_ALERT_STATES = frozenset({AlertState.NEW, AlertState.SEEN, AlertState.TALKED_ABOUT, AlertState.REPAIR_PLANNED})


class RatingStatus(StrEnum):
    """Whether a rating counts. Nothing is deleted by editing."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    """Why a scale was not filled in."""

    DID_NOT_WANT = "did_not_want"
    NO_TIME = "no_time"
    OTHER = "other"


class ConsentKind(StrEnum):
    """What a client agreed to."""

    RATINGS = "ratings"
    RECORDING = "recording"
    """Sound of a session."""
    TRANSCRIPT = "transcript"
    """What was said in a session, as text."""


class FormState(StrEnum):
    """Where a client's form stands. The last two are never stored: they depend on who looks."""

    OPEN = "open"
    DONE = "done"
    EXPIRED = "expired"
    LOCKED = "locked"
    WITHDRAWN = "withdrawn"
    """The clinician took it back before it was answered."""
    REPLACED = "replaced"
    """A newer form for the same rating was given out."""
    WAITING = "waiting"
    """Nobody has opened it yet."""
    ELSEWHERE = "elsewhere"
    """Another device holds it."""


class EventKind(StrEnum):
    """What kind of thing happened beside the ratings."""

    MEDICATION = "medication"
    LIFE_EVENT = "life_event"
    CHANGE_OF_CLINICIAN = "change_of_clinician"
    NOTE = "note"


class MomentVerdict(StrEnum):
    """What a clinician made of a possible moment."""

    RIGHT = "right"
    WRONG = "wrong"
    OTHER_KIND = "other_kind"
    """Worth a look, of another kind than said."""


class GoalState(StrEnum):
    """What has become of a client's goal."""

    CURRENT = "current"
    REACHED = "reached"
    CHANGED = "changed"
    """Renegotiated: another goal has taken its place."""
    LET_GO = "let_go"
    MISTAKEN = "noted_by_mistake"
    """Never this client's: it is shown in the history alone."""


class SeenHow(StrEnum):
    """How an administrator saw that somebody who lost their second factor is who they say they are."""

    IN_PERSON = "in person"
    CALLED_BACK = "called back"


class FormulationSection(StrEnum):
    """The parts of a case formulation, in the order in which they are read."""

    PRESENTING = "presenting_problem"
    GOALS = "goals"
    RATINGS = "ratings"
    ALLIANCE = "alliance"
    HELPED = "helped_before"
    HYPOTHESES = "hypotheses"
    STRENGTHS = "strengths"
    FOCUS = "next_focus"


class EvidenceKind(StrEnum):
    """On what a statement of a clinician can rest."""

    SESSION = "session"
    ALERT = "alert"
    EXCERPT = "excerpt"
    REPAIR = "repair"
    GOAL = "goal"
    NOTE = "note"
