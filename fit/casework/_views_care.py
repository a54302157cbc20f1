"""A caseload and a client's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.store.states import Attention

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from fit.assessment import EpisodeAssessment
    from fit.casework._views_caseload import SavedView
    from fit.casework._views_comments import CommentRow
    from fit.casework._views_course import EpisodeSpan, EventRow, ReopeningRow, TransferRow
    from fit.casework._views_goals import GoalRow
    from fit.casework._views_shared import SharedName
    from fit.change import Change
    from fit.conversation import Prompt
    from fit.policies import Severity
    from fit.ratings import Ending, Mode
    from fit.scales import AgeBand, Informant, ScaleKind, Score
    from fit.store.states import AlertState, ConsentKind, RatingStatus, SkipReason
    from fit.trajectory import Track


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
    reason_is_newest: bool = True
    """The newest ratings say so too; else it is left from an earlier session, or from somebody else's ratings."""
    waiting_alerts: int = 0
    """Open alerts that ask for something now: not put off, not talked about already."""
    planned_at: int | None = None
    """The session whose alert has a repair planned: the next step that is open; None without one."""
    waits_since: date | None = None
    """Since when the oldest alert waits that nobody has looked at; only where a supervisor looks."""
    informants: tuple[Informant, ...] = ()
    """Everybody who gave ratings in this episode."""
    target_reached: bool = False
    """Whether the last outcome rating lies at its target or above."""
    tags: tuple[str, ...] = ()
    closed_on: date | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """A clinician's open episodes, ordered by what deserves attention first; or those that are closed."""

    rows: tuple[CaseloadRow, ...]
    as_of: date
    closed: bool = False
    """Whether the rows are the closed episodes."""
    closed_count: int = 0
    tags: tuple[str, ...] = ()
    """All tags on one's own clients, also on closed ones."""
    views: tuple[SavedView, ...] = ()

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
    birth_year: int | None = None
    birth_date: date | None = None
    contact: str = ""
    """An e-mail address or a telephone number for links; empty where nobody wrote one."""
    programme_id: str | None = None
    """None for a client in no programme."""
    programme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """One filled-in scale as it was given, also when it no longer counts."""

    rating_id: str
    scale_id: str
    scale_title: str
    kind: ScaleKind
    informant: Informant
    total: Score | None
    """None for a scale that was skipped, or that is not scored."""
    answers: Mapping[str, Score | None]
    """By item id; empty when only a total is known, and on a scale that is not scored."""
    status: RatingStatus
    superseded_reason: str
    skip_reason: SkipReason | None
    """Why it was skipped; None for a rating that was given."""
    mode: Mode
    calibrated: bool
    recorded_at: datetime
    face: str = ""
    """The id of the face that a young child chose, such as happy; empty on every other scale."""
    recorded_by: str = ""
    """Name of the clinician who entered it; empty when the client sent it or it was imported."""
    taken_out_by: str = ""
    taken_out_at: datetime | None = None
    """Who superseded it, and when; unknown of what was superseded before this was kept."""


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
    session_id: str = ""
    talked_at: int | None = None
    """The last session when it was talked about with the client."""
    snoozed: bool = False
    """Put off until there is a later session."""
    waits: bool = True
    """It asks for a look now: open, more than a note, and at no rest."""
    gravity: tuple[int, ...] = ()
    """Where it stands among the alerts of its client, the smallest first: `fit.assessment.gravity`."""
    goes_on_at: int | None = None
    """The newest session of a state that goes on; the evidence is then that session's."""
    comments: tuple[CommentRow, ...] = ()
    """What clinician and supervisor said to each other about it, the oldest first; for them alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleChoice:
    """A scale that can be handed over for this client today."""

    scale_id: str
    title: str
    kind: ScaleKind
    recorded_today: bool
    """By the client."""


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
    can_comment: bool
    """Own client, or a supervisee's: one may read and write comments on alerts."""
    as_of: date
    prompts: tuple[Prompt, ...] = ()
    """What could be said in the conversation, fitted to the newest session; the most fitting first."""
    can_look_together: bool = False
    """Own client with a rating, and the clinic wants client and clinician to look at the line together."""
    tags: tuple[str, ...] = ()
    tag_choices: tuple[str, ...] = ()
    """Tags that the clinician in charge uses; empty for who may not change them."""
    events: tuple[EventRow, ...] = ()
    """What happened beside the ratings, in the order in which it was noted."""
    other_episodes: tuple[EpisodeSpan, ...] = ()
    """Of the same client, as far as this person may see them; the oldest first."""
    can_note_events: bool = False
    pair: tuple[str, str] = ("ors", "srs")
    """Ids of the outcome and the alliance scale that this client fills in at every session, by age."""
    goals: tuple[GoalRow, ...] = ()
    """In the client's own words, in the order noted; also those that were changed or ended."""
    can_set_goals: bool = False
    can_debrief: bool = False
    """Own client, ended episode: one may look back on it."""
    can_close: bool = False
    can_reopen: bool = False
    """Own client, closed episode; whether another one stands in the way is said when it is tried."""
    can_transfer: bool = False
    """Own client, or a supervisee's."""
    can_change_client: bool = False
    shared_cases: tuple[SharedName, ...] = ()
    """Couples, families and groups to which this client belongs now."""
    can_share: bool = False
    """Own client, open episode: one may begin a couple, a family or a group with them."""
    handed_over: tuple[TransferRow, ...] = ()
    """From whom to whom this episode went, the newest first."""
    reopened: tuple[ReopeningRow, ...] = ()
    """When it was opened again, the newest first."""
    opened_until: datetime | None = None
    """Somebody else's client, opened with a reason: it can be read until then."""
