"""Progress reports taken out: the plain one for the client, and the full one for the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import doing
from fit.casework._goals import goal_rows
from fit.casework._page import client_page
from fit.casework._recording import method_of
from fit.casework._repair_course import courses_of
from fit.casework._repair_rows import plan_row
from fit.casework._together import own_strand, together_of
from fit.casework.views import GoalState, OwnFall, OwnReport, ProgressRecord
from fit.change import Change
from fit.store import accounts, repairs
from fit.store.queries import client as queries
from fit.store.standing import strands_of

if TYPE_CHECKING:
    from fit.assessment import EpisodeAssessment
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor

SHOWN_GOALS = frozenset({GoalState.CURRENT, GoalState.REACHED})
"""What was let go or noted by mistake is talked about, not handed out."""
FALLS = (("sharp_last_fall", OwnFall.LAST), ("deterioration", OwnFall.BEST))
"""The rules about a fall that the client is told of; loss since the start is told by the change."""


def export_own_report(clinic: Clinic, actor: Actor, episode_id: str) -> OwnReport:
    """Give out what the client may take home; every time is audited, as it leaves Mendline.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """

    def work(deed: Deed) -> OwnReport:
        place = (deed.connection, deed.clinic_id, deed.episode.id)
        one = own_strand(strands_of(*place, method_of(clinic)))
        sessions = queries.sessions(*place)
        rated = set() if one is None else set(one.meetings)
        days = [row.occurred_on for row in sessions if row.meeting in rated and row.occurred_on is not None]
        return OwnReport(
            together=together_of(clinic, deed, one, sessions),
            change=Change.NOT_ASSESSABLE if one is None else one.change,
            fall=None if one is None else _fall(one),
            goals=tuple(goal for goal in goal_rows(*place) if goal.state in SHOWN_GOALS),
            begins=min(days, default=None),
            ends=max(days, default=None),
            client_name=deed.episode.display_name,
            client_code=deed.episode.code,
            clinic_name=clinic_name(deed),
            as_of=clinic.today(),
        )

    return doing(clinic, actor, "export_own_report", work, episode_id=episode_id)


def export_progress_report(clinic: Clinic, actor: Actor, episode_id: str) -> ProgressRecord:
    """Give out what the client's page shows, and the repairs, to be put into the record elsewhere.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """

    def work(deed: Deed) -> ProgressRecord:
        episode = deed.episode
        course = courses_of(clinic, deed, [episode.id])[episode.id]
        plans = repairs.plans_of(deed.connection, deed.clinic_id, [episode.id])
        return ProgressRecord(
            page=client_page(clinic, actor, deed),
            plans=tuple(plan_row(row, course) for row in plans),
            client_name=episode.display_name,
            clinic_name=clinic_name(deed),
        )

    return doing(clinic, actor, "export_progress_report", work, episode_id=episode_id)


def _fall(one: EpisodeAssessment) -> OwnFall | None:
    """What the rules say of the newest mark of life: that of the last step before that of the whole course."""
    now = {signal.rule.id for signal in one.latest_signals}
    return next((fall for rule, fall in FALLS if rule in now), None)


def clinic_name(deed: Deed) -> str:
    """What the clinic is called."""
    return str(next(one.name for one in accounts.clinics(deed.connection) if one.id == deed.clinic_id))
