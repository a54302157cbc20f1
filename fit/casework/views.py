"""What a page gets to see: plain values, already allowed for this actor, ready to be drawn.

Every id is an opaque text. A `None` score was not given; it is never zero. Text for a status is not here:
words and colours belong to the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from fit.store.states import AlertState, Attention, ConsentKind, FormState, RatingStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.assessment import EpisodeAssessment
    from fit.casework.actor import Actor, Role
    from fit.change import Change
    from fit.errors import RowProblem
    from fit.policies import Severity
    from fit.ratings import Ending, Mode
    from fit.scales import AgeBand, Informant, Scale, ScaleKind, Score
    from fit.trajectory import Track

__all__ = [
    "AlertRow",
    "AlertState",
    "AllianceCell",
    "Attention",
    "AuditRow",
    "Caseload",
    "CaseloadRow",
    "ClientForm",
    "ClientPage",
    "ConsentKind",
    "EpisodeFacts",
    "FormState",
    "HandOver",
    "ImportReport",
    "Overview",
    "RatingRow",
    "RatingStatus",
    "Receipt",
    "ReceiptStatus",
    "ScaleChoice",
    "SessionRow",
    "SignedIn",
    "Supervisee",
    "Supervision",
    "UnassignedEpisode",
    "UserRow",
]


class ReceiptStatus(StrEnum):
    """Whether this confirmation stored the rating, or an earlier one of the same form had."""

    STORED = "stored"
    ALREADY_STORED = "already stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A fresh web session. The token goes into the cookie and is stored nowhere in clear."""

    token: str
    actor: Actor
    expires_at: datetime
    episode_id: str | None = None
    """The client's page to go back to, when a tablet was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadRow:
    """One open episode on a clinician's list, with what to look at first."""

    episode_id: str
    client_label: str
    clinician_name: str
    age_band: AgeBand
    sessions: int
    last_session_on: date | None
    days_since: int | None
    outcome_title: str
    alliance_title: str
    outcome_latest: Score | None
    alliance_latest: Score | None
    outcome_history: tuple[Score | None, ...]
    """The last twelve sessions at most, oldest first."""
    alliance_history: tuple[Score | None, ...]
    intake: Score | None
    gain: Score | None
    change: Change
    track: Track
    attention: Attention
    reason_rule: str | None
    """Id of the rule behind the attention; None when nothing needs a look or no rating has come for long."""
    reasons: tuple[str, ...]
    """Ids of the rules of all open alerts, the gravest first."""
    open_alerts: int
    may_be_rated: bool
    """False while the client's consent to ratings is withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """A clinician's open episodes, ordered by what deserves attention first."""

    rows: tuple[CaseloadRow, ...]
    as_of: date

    @property
    def needing_attention(self) -> tuple[CaseloadRow, ...]:
        """The rows with something to look at."""
        return tuple(row for row in self.rows if row.attention is not Attention.NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFacts:
    """An episode of care and whose it is."""

    episode_id: str
    client_id: str
    client_label: str
    client_code: str
    clinician_id: str | None
    clinician_name: str
    age_band: AgeBand
    language: str
    opened_on: date | None
    """None for an imported episode without dates."""
    closed_on: date | None
    ending: Ending | None
    consents: Mapping[ConsentKind, bool]
    """Whether consent stands today. A kind that was never asked is not here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """One filled-in scale as it was given, also when it no longer counts."""

    rating_id: str
    scale_id: str
    scale_title: str
    kind: ScaleKind
    informant: Informant
    total: Score | None
    """None for a scale that was skipped."""
    answers: Mapping[str, Score | None]
    """By item id; empty when only a total is known."""
    status: RatingStatus
    superseded_reason: str
    mode: Mode
    calibrated: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One appointment with its ratings. `outcome` and `alliance` are the totals on the chart."""

    session_id: str
    meeting: int
    occurred_on: date | None
    """None for an imported session whose day nobody noted."""
    outcome: Score | None
    alliance: Score | None
    ratings: tuple[RatingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """A signal that someone must look at, with the numbers behind it and what became of it."""

    alert_id: str
    rule: str
    title: str
    severity: Severity
    kind: str
    meeting: int
    why: str
    line: str
    """The policy's line with its side, such as "below 36.0"; empty where the rule has none."""
    source: str
    next_step: str
    """What people usually do next."""
    evidence: Mapping[str, str | float]
    policy: str
    policy_version: str
    trajectory: str
    trajectory_version: str
    state: AlertState
    reason: str
    raised_at: datetime
    closed_at: datetime | None
    answered_by_meeting: int | None
    """The session whose rating answered it, when later ratings did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleChoice:
    """A scale that can be handed over for this client today."""

    scale_id: str
    title: str
    kind: ScaleKind
    recorded_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """Everything a client's page draws. `assessment` is None until there is a rating."""

    client_label: str
    episode: EpisodeFacts
    assessment: EpisodeAssessment | None
    strands: tuple[EpisodeAssessment, ...]
    """Each informant and outcome scale apart; the first is `assessment`."""
    alerts: tuple[AlertRow, ...]
    """Open ones first, then by session, newest first."""
    sessions: tuple[SessionRow, ...]
    scales: tuple[ScaleChoice, ...]
    can_hand_over: bool
    """Own client, open episode, consent to ratings not withdrawn."""
    can_mark_alerts: bool
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A tablet turned into a client's form for one rating. The token is in the address and stored hashed."""

    token: str
    expires_at: datetime
    scale_id: str
    informant: Informant


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientForm:
    """All that a client's form may know: no name, no number."""

    scale: Scale
    state: FormState
    age_band: AgeBand
    informant: Informant
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to a confirmed rating, given only after it is safe in the database."""

    status: ReceiptStatus
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What a file of past ratings holds, or what came of taking it."""

    file_name: str
    rows_good: int
    rows_bad: tuple[RowProblem, ...]
    """By line, the first thousand."""
    rows_bad_count: int
    new_ratings: int
    known_ratings: int
    new_episodes: int
    unassigned_episodes: int
    stored: bool
    """False after a check, and when nothing was taken because of bad rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisee:
    """A clinician under supervision, with how much needs a look."""

    user_id: str
    name: str
    open_episodes: int
    flagged_episodes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """Supervisees, and their episodes that need a look, what deserves attention first on top."""

    supervisees: tuple[Supervisee, ...]
    rows: tuple[CaseloadRow, ...]
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceCell:
    """One clinician's week. Figures are None where too few sessions would point at a client."""

    clinician_id: str
    clinician_name: str
    team: str
    week: date
    """The Monday."""
    sessions: int | None
    with_alliance: int | None
    below_line: int | None
    drops: int | None
    mean: Score | None

    @property
    def is_suppressed(self) -> bool:
        """Whether the figures are withheld because the group is small."""
        return self.sessions is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The service in aggregates, without a single client."""

    open_episodes: int
    closed_episodes: int
    by_change: Mapping[Change, int | None]
    """Open and closed episodes; None where the group is small."""
    by_track: Mapping[Track, int | None]
    """Open episodes."""
    by_ending: Mapping[Ending, int | None]
    open_alerts: Mapping[Severity, int | None]
    cells: tuple[AllianceCell, ...]
    """Each clinician's weeks, by name and week."""
    smallest_group: int
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """A person who can sign in, as an administrator sees them."""

    user_id: str
    sign_in_name: str
    display_name: str
    role: Role
    team: str
    active: bool
    supervises: tuple[str, ...] = field(default=())
    """User ids of the clinicians under this person's supervision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignedEpisode:
    """An imported episode that no clinician holds yet. No ratings' content."""

    episode_id: str
    client_code: str
    age_band: AgeBand
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the audit: who did what to which record, when. Never what it said."""

    sequence: int
    at: datetime
    actor_name: str
    role: str
    action: str
    subject_kind: str
    subject_id: str
