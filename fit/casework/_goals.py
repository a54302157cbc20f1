"""A client's goals: noted, rated, changed into others, ended. The words are the client's and are never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fit.casework._deed import Deed, doing, looking
from fit.casework._one_line import one_line
from fit.casework._permission import GRANTS, check_episode, relation_to
from fit.casework._recording import check_consent, consents_today
from fit.casework._rows import episode_facts, label_of, session_rows
from fit.casework.views import ConsentKind, GoalMark, GoalRow, GoalsPage, GoalState
from fit.errors import ConflictError, InputError, NotFoundError
from fit.store import care, goals
from fit.store.ids import new_id, read_id, shown
from fit.store.queries import client as queries

if TYPE_CHECKING:
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Connection, Record

LONGEST = 300
"""[characters] A goal that needs more is two goals, or belongs in the record."""
MOST_AT_ONCE = 6
"""[goals] Our own: goal-based outcomes are used with about three; more are not looked at in a session."""
HIGHEST = 10
"""The mark of a goal that is reached; 0 is not near at all. Law & Jacob 2015, Goals and Goal Based Outcomes."""
ENDS = frozenset({GoalState.REACHED, GoalState.LET_GO, GoalState.MISTAKEN})


def open_goals(clinic: Clinic, actor: Actor, episode_id: str) -> GoalsPage:
    """All goals of an episode with their ratings and their history."""
    with looking(clinic, actor, "open_goals", episode_id=episode_id) as deed:
        connection, clinic_id, episode = deed.connection, deed.clinic_id, deed.episode
        consents = consents_today(connection, clinic_id, episode.client_id)
        own = relation_to(connection, actor, episode) in GRANTS["add_goal"][actor.role]
        goes_on = own and episode.closed_on is None
        sessions = queries.sessions(connection, clinic_id, episode.id)
        return GoalsPage(
            client_label=label_of(episode),
            episode=episode_facts(episode, consents),
            goals=goal_rows(connection, clinic_id, episode.id),
            sessions=session_rows(sessions, (), None),
            can_change=goes_on,
            can_end=own,
            can_rate=goes_on and consents.get(ConsentKind.RATINGS, True),
            as_of=clinic.today(),
        )


def goal_rows(connection: Connection, clinic_id: int, episode_id: int) -> tuple[GoalRow, ...]:
    """The goals of an episode in the order noted, each with its ratings by day."""
    marks: dict[int, list[GoalMark]] = {}
    for row in goals.ratings_of(connection, clinic_id, episode_id):
        marks.setdefault(row.goal_id, []).append(GoalMark(rated_on=row.rated_on, mark=row.mark))
    found = goals.goals_of(connection, clinic_id, episode_id)
    return tuple(_goal_row(row, tuple(marks.get(row.id, ()))) for row in found)


def _goal_row(row: Record, marks: tuple[GoalMark, ...]) -> GoalRow:
    return GoalRow(
        goal_id=shown(row.id),
        words=row.words,
        agreed_on=row.agreed_on,
        state=GoalState(row.state),
        ended_on=row.ended_on,
        reason=row.reason,
        replaces=None if row.replaces is None else shown(row.replaces),
        plan_id=None if row.plan_id is None else shown(row.plan_id),
        marks=marks,
    )


def add_goal(clinic: Clinic, actor: Actor, episode_id: str, *, words: str, agreed_on: date | None = None) -> str:
    """Note a goal in the client's words, agreed today unless said otherwise; returns its id.

    Raises
    ------
    InputError
        when the words are missing or too long, or the day lies in the future.
    ConflictError
        when the episode is closed, or there are too many goals already.
    """
    said = _words(words, "Write the goal as the client said it.")
    day = _past_day(clinic, agreed_on)

    def work(deed: Deed) -> str:
        _check_open(deed.episode)
        care.lock_episode(deed.connection, deed.clinic_id, deed.episode.id)
        there = goals.goals_of(deed.connection, deed.clinic_id, deed.episode.id)
        if sum(row.state == GoalState.CURRENT.value for row in there) >= MOST_AT_ONCE:
            raise ConflictError(f"There are {MOST_AT_ONCE} goals already. Let one go, or change one into this.")
        return _add(deed, deed.episode.id, said, day)

    return doing(clinic, actor, "add_goal", work, episode_id=episode_id)


def change_goal(
    clinic: Clinic,
    actor: Actor,
    goal_id: str,
    *,
    words: str,
    changed_on: date | None = None,
    reason: str = "",
    plan_id: str | None = None,
) -> str:
    """Renegotiate a goal: it stays in the history, and the new words take its place; returns the new one's id.

    Raises
    ------
    InputError
        when the words are missing, too long or the same, or the day does not fit.
    ConflictError
        when the goal is not worked on any more, or the episode is closed.
    """
    said = _words(words, "Write the goal as the client says it now.")
    why = _reason(reason)
    day = _past_day(clinic, changed_on)
    plan = None if plan_id is None else read_id(plan_id)

    def work(deed: Deed) -> str:
        old = _current_goal(deed, actor, "change_goal", goal_id)
        _check_open(deed.episode)
        _check_not_before(day, old.agreed_on)
        if said == old.words:
            raise InputError("These are the same words. Write what is different now.")
        goals.end_goal(deed.connection, deed.clinic_id, old.id, state=GoalState.CHANGED.value, ended_on=day, reason=why)
        return _add(deed, old.episode_id, said, day, replaces=old.id, plan_id=plan)

    return doing(clinic, actor, "change_goal", work)


def rate_goal(clinic: Clinic, actor: Actor, goal_id: str, *, mark: int, rated_on: date | None = None) -> None:
    """Keep how near the client is to a goal, from 0 to 10. A second rating of the day takes the first one's place.

    Raises
    ------
    InputError
        when the mark is no whole number from 0 to 10, or the day does not fit.
    ConflictError
        when the goal is not worked on any more, the episode is closed, or consent to ratings was withdrawn.
    """
    if isinstance(mark, bool) or not isinstance(mark, int) or not 0 <= mark <= HIGHEST:
        raise InputError(f"A goal is rated with a whole number from 0 to {HIGHEST}, not {mark}.")
    day = _past_day(clinic, rated_on)

    def work(deed: Deed) -> None:
        goal = _current_goal(deed, actor, "rate_goal", goal_id)
        _check_open(deed.episode)
        check_consent(deed.connection, deed.clinic_id, deed.episode.client_id)
        _check_not_before(day, goal.agreed_on)
        place = (deed.connection, deed.clinic_id, goal.episode_id, goal.id, day)
        goals.supersede_rating_of_day(*place, deed.now)
        row = {"clinic_id": deed.clinic_id, "id": new_id(), "goal_id": goal.id, "episode_id": goal.episode_id}
        by = {"recorded_by": deed.user_id, "recorded_at": deed.now}
        goals.add_rating(deed.connection, row | by | {"rated_on": day, "mark": mark})

    doing(clinic, actor, "rate_goal", work)


def end_goal(
    clinic: Clinic, actor: Actor, goal_id: str, *, state: GoalState, ended_on: date | None = None, reason: str = ""
) -> None:
    """Note that a goal is reached, let go, or was noted by mistake; it stays in the history.

    Raises
    ------
    InputError
        when that is no way for a goal to end, a mistake has no reason, or the day does not fit.
    ConflictError
        when the goal is not worked on any more.
    """
    why = _reason(reason)
    if state not in ENDS:
        raise InputError("A goal ends as reached, let go or noted by mistake. A new wording is a change.")
    if state is GoalState.MISTAKEN and not why:
        raise InputError("The reason is missing. Say why this is not a goal of this client.")
    day = _past_day(clinic, ended_on)

    def work(deed: Deed) -> None:
        goal = _current_goal(deed, actor, "end_goal", goal_id)
        _check_not_before(day, goal.agreed_on)
        goals.end_goal(deed.connection, deed.clinic_id, goal.id, state=state.value, ended_on=day, reason=why)

    doing(clinic, actor, "end_goal", work)


def _add(deed: Deed, episode_id: int, words: str, day: date, **linked: int | None) -> str:
    goal_id = new_id()
    row: dict[str, Any] = {"clinic_id": deed.clinic_id, "id": goal_id, "episode_id": episode_id, "words": words}
    row |= {"agreed_on": day, "created_by": deed.user_id, "created_at": deed.now, "replaces": None, "plan_id": None}
    goals.add_goal(deed.connection, row | linked)
    deed.about("goal", shown(goal_id))
    return shown(goal_id)


def _current_goal(deed: Deed, actor: Actor, use_case: str, goal_id: str) -> Record:
    """The goal, when this person may do this with it and it is still worked on; its episode becomes the deed's."""
    found = goals.goal_by_id(deed.connection, deed.clinic_id, read_id(goal_id))
    if found is None:
        raise NotFoundError("There is no such goal. Open it from the client's page.")
    deed.episode = check_episode(deed.connection, actor, use_case, shown(found.episode_id))
    care.lock_episode(deed.connection, deed.clinic_id, found.episode_id)
    now = goals.goal_by_id(deed.connection, deed.clinic_id, found.id)
    if now is None or now.state != GoalState.CURRENT.value:
        raise ConflictError("This goal is not worked on any more. Reload the page.")
    deed.about("goal", goal_id)
    return now


def _words(given: str, remedy: str) -> str:
    words = one_line(given)
    if not words:
        raise InputError(f"The words are missing. {remedy}")
    return _short(words)


def _reason(given: str) -> str:
    return _short(one_line(given))


def _short(words: str) -> str:
    if len(words) > LONGEST:
        raise InputError(f"That is {len(words)} characters long. Keep it to {LONGEST}; more belongs in the record.")
    return words


def _past_day(clinic: Clinic, day: date | None) -> date:
    if day is not None and day > clinic.today():
        raise InputError("That day lies in the future. Choose today or an earlier day.")
    return day or clinic.today()


def _check_not_before(day: date, agreed_on: date) -> None:
    if day < agreed_on:
        raise InputError(f"The goal was agreed on {agreed_on}. Choose that day or a later one.")


def _check_open(episode: Record) -> None:
    if episode.closed_on is not None:
        raise ConflictError(f"This episode was closed on {episode.closed_on}. Its goals stay as they were.")
