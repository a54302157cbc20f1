"""What happened beside the ratings in the demo clinic: tags, events, and a client who came back after a good ending."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from fit.casework import clinician
from fit.casework._demo_cast import working_day
from fit.casework._demo_goals import bring_goals
from fit.casework.views import EventKind
from fit.ratings import Ending, Mode
from fit.scales import Score, leading_pair, scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._demo_cast import DemoEpisode
    from fit.casework.actor import Actor

FIRST_CLINICIAN = 0
"""The one whose desk is shown first has all of it."""
ENOUGH = 5
"""Sessions a course needs to have something happen in it."""
TAGS = (("school", "sleep"), ("waiting for the group",), ("school",))
EVENTS = (
    (EventKind.MEDICATION, "dose halved by the family doctor", 2),
    (EventKind.LIFE_EVENT, "moved house", 3),
    (EventKind.CHANGE_OF_CLINICIAN, "taken over from a colleague", 4),
)
"""What happened, with the session before which it did."""
DAYS_BEFORE = 2
BACK_AGO = (23, 16, 9)
"""Days since the sessions of the client who came back."""
MARKS: Mapping[str, Sequence[tuple[int, int, int, int]]] = {
    "outcome": ((41, 36, 52, 44), (50, 44, 59, 51), (58, 51, 63, 59)),
    "alliance": ((91, 88, 89, 90), (93, 90, 94, 92), (95, 92, 93, 94)),
}
"""[tenths] On the four lines of the two scales, session by session."""


def bring_to_life(clinic: Clinic, actor: Actor, episodes: Sequence[DemoEpisode], found: Mapping[str, str]) -> None:
    """Put tags and events on a few courses, and let one client come back; what is there already stays as it is.

    `actor` is the clinician in charge; `found` has the id of each episode by its label.
    """
    own = [one for one in episodes if one.clinician == FIRST_CLINICIAN and not one.ratings_withdrawn]
    going_on = [one for one in own if one.closed_on is None and one.ratings[-1].session >= ENOUGH]
    for one, tags in zip(going_on, TAGS, strict=False):
        for tag in tags:
            clinician.add_tag(clinic, actor, found[one.label], tag)
    _note(clinic, actor, going_on[-1], found[going_on[-1].label])
    bring_goals(clinic, actor, own, found)
    ended = [one for one in own if one.ending is Ending.PLANNED]
    _come_back(clinic, actor, ended[-1], found[ended[-1].label])


def _note(clinic: Clinic, actor: Actor, one: DemoEpisode, episode_id: str) -> None:
    if clinician.open_client(clinic, actor, episode_id).events:
        return
    days = {rating.session: rating.day for rating in one.ratings}
    for kind, said, session in EVENTS:
        day = days.get(session, one.last_on) - timedelta(days=DAYS_BEFORE)
        clinician.add_event(clinic, actor, episode_id, kind=kind, said=said, occurred_on=day)


def _come_back(clinic: Clinic, actor: Actor, one: DemoEpisode, episode_id: str) -> None:
    """Begin a second episode with a client who ended as planned, and enter its sessions from paper."""
    before = clinician.open_client(clinic, actor, episode_id)
    if before.other_episodes:
        return
    known: dict[str, Any] = {"code": one.label, "age_band": one.age_band, "seen_before": True}
    known |= {"programme_id": before.episode.programme_id}
    days = [working_day(clinic.today() - timedelta(days=ago)) for ago in BACK_AGO]
    then = replace(clinic, clock=lambda: _morning(days[0]))
    again = clinician.begin_episode(then, actor, **known)
    for place, day in enumerate(days):
        session = clinician.start_session(clinic, actor, again, day)
        for scale_id in leading_pair(one.age_band):
            clinician.record_in_room(
                clinic,
                actor,
                again,
                scale_id=scale_id,
                answers=_answers(scale_id, place),
                mode=Mode.PAPER,
                line_length_px=None,
                calibrated=False,
                idempotency_key=f"demo-{again}-{scale_id}-{place}",
                session_id=session,
            )


def _answers(scale_id: str, place: int) -> dict[str, Score]:
    one = scale(scale_id)
    return {item.id: Score(tenths) for item, tenths in zip(one.items, MARKS[one.kind][place], strict=True)}


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)
