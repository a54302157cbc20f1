"""A client's goals: in the client's words, rated, renegotiated without losing what was agreed before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fit.casework import administrator, clinician
from fit.casework.views import ConsentKind, GoalState
from fit.errors import ConflictError, InputError, NotFoundError
from fit.ratings import Ending

FIRST = date(2026, 3, 2)


@pytest.fixture
def episode(world):
    made = world.begin("C-1")
    for ors, srs in ((18, 37), (22, 38)):
        world.session(made, ors, srs)
    return made


@pytest.fixture
def goal(world, episode):
    return clinician.add_goal(world.clinic, world.ann, episode, words="To sleep through", agreed_on=FIRST)


def opened(world, episode, who=None):
    return clinician.open_goals(world.clinic, who or world.ann, episode)


def rate(world, goal, mark, day=None):
    clinician.rate_goal(world.clinic, world.ann, goal, mark=mark, rated_on=day)


def marks(world, episode, place=0):
    return [(one.rated_on, one.mark) for one in opened(world, episode).goals[place].marks]


def test_a_goal_keeps_the_clients_words_and_the_day(world, episode):
    clinician.add_goal(world.clinic, world.ann, episode, words="  I want my \n Sundays back ")

    (one,) = opened(world, episode).goals
    assert (one.words, one.agreed_on, one.state) == ("I want my Sundays back", world.clinic.today(), GoalState.CURRENT)
    assert (one.latest, one.replaces, one.plan_id) == (None, None, None)


def test_goals_are_on_the_clients_page_and_the_audit_names_the_goal(world, episode, goal):
    assert [one.words for one in world.page(episode).goals] == ["To sleep through"]
    assert world.page(episode).can_set_goals
    line = next(row for row in administrator.open_audit(world.clinic, world.admin) if row.action == "add_goal")
    assert (line.subject_kind, line.subject_id) == ("goal", goal)


@pytest.mark.parametrize("mark", [0, 1, 9, 10])
def test_whole_numbers_from_zero_to_ten_are_kept_and_zero_is_a_rating(world, episode, goal, mark):
    rate(world, goal, mark)

    assert opened(world, episode).goals[0].latest.mark == mark


@pytest.mark.parametrize("mark", [-1, 11, 4.5, True, "4", None])
def test_everything_else_is_refused(world, episode, goal, mark):
    with pytest.raises(InputError, match="a whole number"):
        rate(world, goal, mark)

    assert marks(world, episode) == []


def test_ratings_come_by_day_and_a_second_of_the_day_takes_the_first_ones_place(world, episode, goal):
    rate(world, goal, 6)
    rate(world, goal, 2, FIRST)
    rate(world, goal, 5)

    assert marks(world, episode) == [(FIRST, 2), (world.clinic.today(), 5)]


def test_a_rating_put_right_stays_in_the_database(world, goal):
    rate(world, goal, 6)
    rate(world, goal, 5)

    from sqlalchemy import select

    from fit.store.goals import rating

    with world.clinic.store.read() as connection:
        kept = connection.execute(select(rating.c.mark, rating.c.superseded_at).order_by(rating.c.id)).all()
    assert [(row.mark, row.superseded_at is None) for row in kept] == [(6, False), (5, True)]


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True)])
def test_no_rating_lies_before_the_goal(world, episode, goal, days, allowed):
    day = FIRST + timedelta(days=days)
    if allowed:
        rate(world, goal, 3, day)
    else:
        with pytest.raises(InputError, match="was agreed on 2026-03-02"):
            rate(world, goal, 3, day)
    assert bool(marks(world, episode)) is allowed


def test_nothing_lies_in_the_future(world, episode, goal):
    tomorrow = world.clinic.today() + timedelta(days=1)
    place = (world.clinic, world.ann)
    for work in (
        lambda: clinician.add_goal(*place, episode, words="later", agreed_on=tomorrow),
        lambda: clinician.change_goal(*place, goal, words="later", changed_on=tomorrow),
        lambda: clinician.end_goal(*place, goal, state=GoalState.REACHED, ended_on=tomorrow),
        lambda: rate(world, goal, 3, tomorrow),
    ):
        with pytest.raises(InputError, match="future"):
            work()
    assert [one.state for one in opened(world, episode).goals] == [GoalState.CURRENT]


def test_a_changed_goal_stays_and_the_new_one_points_to_it_and_to_the_plan(world, episode, goal):
    rate(world, goal, 2, FIRST)
    plan = goal  # an id of the same form: plans are kept elsewhere
    new = clinician.change_goal(
        world.clinic, world.ann, goal, words="To rest, also awake", reason="sleep came too early", plan_id=plan
    )

    before, after = opened(world, episode).goals
    today = world.clinic.today()
    assert (before.state, before.ended_on, before.reason) == (GoalState.CHANGED, today, "sleep came too early")
    assert [one.mark for one in before.marks] == [2]
    assert (after.goal_id, after.replaces, after.plan_id, after.agreed_on) == (new, goal, plan, today)
    assert after.marks == ()


def test_a_changed_goal_is_changed_rated_and_ended_no_more(world, goal):
    place = (world.clinic, world.ann, goal)
    clinician.change_goal(*place, words="Another")
    for work in (
        lambda: clinician.change_goal(*place, words="A third"),
        lambda: clinician.rate_goal(*place, mark=3),
        lambda: clinician.end_goal(*place, state=GoalState.REACHED),
    ):
        with pytest.raises(ConflictError, match="not worked on any more"):
            work()


def test_the_same_words_are_no_change(world, episode, goal):
    with pytest.raises(InputError, match="the same words"):
        clinician.change_goal(world.clinic, world.ann, goal, words="To  sleep through")

    assert len(opened(world, episode).goals) == 1


@pytest.mark.parametrize(
    ("state", "reason"), [(GoalState.REACHED, ""), (GoalState.LET_GO, ""), (GoalState.MISTAKEN, "x")]
)
def test_a_goal_ends_and_keeps_its_ratings(world, episode, goal, state, reason):
    rate(world, goal, 8)
    clinician.end_goal(world.clinic, world.ann, goal, state=state, reason=reason)

    (one,) = opened(world, episode).goals
    assert (one.state, one.ended_on, one.latest.mark) == (state, world.clinic.today(), 8)


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ({"state": GoalState.CURRENT}, "reached, let go or noted by mistake"),
        ({"state": GoalState.CHANGED}, "A new wording is a change"),
        ({"state": GoalState.MISTAKEN, "reason": " "}, "The reason is missing"),
        ({"state": GoalState.LET_GO, "reason": "x" * 301}, "301 characters"),
        ({"state": GoalState.REACHED, "ended_on": date(2026, 3, 1)}, "was agreed on"),
    ],
)
def test_an_ending_that_cannot_be_says_why(world, episode, goal, said, remedy):
    with pytest.raises(InputError, match=remedy):
        clinician.end_goal(world.clinic, world.ann, goal, **said)

    assert opened(world, episode).goals[0].is_current


@pytest.mark.parametrize(("words", "remedy"), [(" \n", "The words are missing"), ("x" * 301, "301 characters")])
def test_words_are_needed_and_few_enough(world, episode, words, remedy):
    with pytest.raises(InputError, match=remedy):
        clinician.add_goal(world.clinic, world.ann, episode, words=words)


def test_the_longest_words_are_kept_whole(world, episode):
    clinician.add_goal(world.clinic, world.ann, episode, words="x" * 300)

    assert opened(world, episode).goals[0].words == "x" * 300


def test_six_goals_at_once_are_enough_and_one_that_ended_makes_room(world, episode, goal):
    place = (world.clinic, world.ann)
    for number in range(5):
        clinician.add_goal(*place, episode, words=f"goal {number}")
    with pytest.raises(ConflictError, match="6 goals already"):
        clinician.add_goal(*place, episode, words="a seventh")
    clinician.end_goal(*place, goal, state=GoalState.LET_GO)
    clinician.add_goal(*place, episode, words="a seventh")

    assert sum(one.is_current for one in opened(world, episode).goals) == 6


def test_who_withdrew_consent_to_ratings_is_not_asked_to_rate_and_keeps_the_goals(world, episode, goal):
    clinician.record_consent(world.clinic, world.ann, episode, kind=ConsentKind.RATINGS, given_on=FIRST)
    clinician.withdraw_consent(world.clinic, world.ann, episode, kind=ConsentKind.RATINGS, withdrawn_on=FIRST)

    with pytest.raises(ConflictError, match="withdrew consent to ratings"):
        rate(world, goal, 3)
    page = opened(world, episode)
    assert (page.can_rate, page.can_change, len(page.goals)) == (False, True, 1)


def test_after_the_ending_a_goal_is_neither_added_nor_rated_but_can_be_called_reached(world, episode, goal):
    today = world.clinic.today()
    administrator.close_episode(world.clinic, world.admin, episode, closed_on=today, ending=Ending.PLANNED)
    for work in (
        lambda: clinician.add_goal(world.clinic, world.ann, episode, words="more"),
        lambda: clinician.change_goal(world.clinic, world.ann, goal, words="other"),
        lambda: rate(world, goal, 3),
    ):
        with pytest.raises(ConflictError, match="was closed on"):
            work()
    page = opened(world, episode)
    assert (page.can_change, page.can_rate, page.can_end) == (False, False, True)
    clinician.end_goal(world.clinic, world.ann, goal, state=GoalState.REACHED)
    assert opened(world, episode).goals[0].state is GoalState.REACHED


def test_a_supervisor_reads_and_changes_nothing(world, episode, goal):
    page = opened(world, episode, world.sue)

    assert [one.goal_id for one in page.goals] == [goal]
    assert (page.can_change, page.can_rate, page.can_end) == (False, False, False)
    assert not world.page(episode, who=world.sue).can_set_goals


def test_an_id_that_is_no_goal_is_not_found(world, episode):
    with pytest.raises(NotFoundError):
        clinician.rate_goal(world.clinic, world.ann, episode, mark=3)


def test_goals_of_one_episode_are_not_those_of_the_next(world, episode, goal):
    administrator.close_episode(
        world.clinic, world.admin, episode, closed_on=world.clinic.today(), ending=Ending.PLANNED
    )
    later = world.begin("C-1")

    assert opened(world, later).goals == ()


def test_it_is_the_same_on_each_kind_of_database(either):
    episode = either.begin("C-9")
    goal = clinician.add_goal(either.clinic, either.ann, episode, words="To sleep through")
    rate(either, goal, 6)
    rate(either, goal, 5)
    clinician.change_goal(either.clinic, either.ann, goal, words="To rest")

    told = [(one.words, one.state, [mark.mark for mark in one.marks]) for one in opened(either, episode).goals]
    assert told == [("To sleep through", GoalState.CHANGED, [5]), ("To rest", GoalState.CURRENT, [])]
