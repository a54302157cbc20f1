"""A plan can always be left, everything can be reached, and what it says has happened is written down."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit.errors import ConflictError, InputError
from fit.repair import MOVES, Dimension, KindSeen, PlanState, RepairPlan, RuptureKind, needs_reason

WHOLE = {
    "check_by": "her session rating",
    "agreed_change": "more talk of the week",
    "happened": "said it",
    "talked_at": 3,
}


def reached_from(start):
    seen, ahead = set(), [start]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            ahead.extend(MOVES[state])
    return seen


def test_no_state_cannot_be_left_and_none_is_unreachable():
    assert set(MOVES) == set(PlanState)
    for state in PlanState:
        assert MOVES[state] - {state}
        assert reached_from(state) == set(PlanState)


def test_every_state_that_is_not_ended_can_be_set_aside():
    assert {state for state in PlanState if PlanState.SET_ASIDE in MOVES[state]} == set(PlanState) - {
        PlanState.ANSWERED,
        PlanState.SET_ASIDE,
    }


def test_ratings_answer_only_what_was_talked_about():
    before = {state for state in PlanState if PlanState.ANSWERED in MOVES[state]}
    assert before == {PlanState.TALKED, PlanState.CHANGE_KEPT, PlanState.CHANGE_NOT_KEPT}


@given(st.lists(st.sampled_from(PlanState), max_size=12))
def test_whatever_was_tried_a_plan_ends_where_its_last_allowed_move_led(tries):
    plan, expected = RepairPlan(**WHOLE), PlanState.DRAFT
    for to in tries:
        try:
            plan = plan.moved(to, reason="because")
        except ConflictError:
            assert to not in MOVES[expected]
        else:
            assert to in MOVES[expected]
            expected = to
    assert plan.state is expected
    assert plan.check_by == WHOLE["check_by"]


@pytest.mark.parametrize(
    ("now", "to", "needed"),
    [
        (PlanState.PLANNED, PlanState.SET_ASIDE, True),
        (PlanState.SET_ASIDE, PlanState.DRAFT, True),
        (PlanState.ANSWERED, PlanState.TALKED, True),
        (PlanState.TALKED, PlanState.ANSWERED, False),
        (PlanState.PLANNED, PlanState.TALKED, False),
    ],
)
def test_setting_aside_and_taking_up_again_need_a_reason(now, to, needed):
    assert needs_reason(now, to) is needed
    plan = RepairPlan(state=now, **WHOLE)
    assert plan.moved(to, reason="moved away").state is to
    if needed:
        with pytest.raises(InputError, match="The reason is missing"):
            plan.moved(to, reason="  ")
    else:
        assert plan.moved(to).state is to


@pytest.mark.parametrize(
    ("state", "without", "remedy"),
    [
        (PlanState.PLANNED, "check_by", "How it will be checked is missing"),
        (PlanState.TALKED, "happened", "What happened in the talk is missing"),
        (PlanState.TALKED, "talked_at", "What happened in the talk is missing"),
        (PlanState.ANSWERED, "happened", "What happened in the talk is missing"),
        (PlanState.CHANGE_KEPT, "agreed_change", "There is no agreed change to keep"),
        (PlanState.CHANGE_NOT_KEPT, "agreed_change", "There is no agreed change to keep"),
    ],
)
def test_a_plan_without_what_its_state_tells_is_not_built(state, without, remedy):
    known = {name: value for name, value in WHOLE.items() if name != without}
    with pytest.raises(InputError, match=remedy):
        RepairPlan(state=state, **known)
    assert RepairPlan(state=state, **WHOLE).state is state


def test_a_move_that_there_is_not_says_so():
    with pytest.raises(ConflictError, match="set aside cannot be change kept next"):
        RepairPlan(state=PlanState.SET_ASIDE).moved(PlanState.CHANGE_KEPT, reason="why not")


def test_a_draft_may_be_unsure_of_everything():
    draft = RepairPlan()
    assert (draft.kind, draft.dimension, draft.said_on) == (KindSeen.NOT_SURE, Dimension.NOT_SURE, None)
    assert RepairPlan(said_on=date(2026, 3, 9)).said_on == date(2026, 3, 9)


def test_withdrawal_never_gets_the_script_of_confrontation():
    assert KindSeen.WITHDRAWAL.kinds == (RuptureKind.WITHDRAWAL,)
    assert KindSeen.CONFRONTATION.kinds == (RuptureKind.CONFRONTATION,)
    assert KindSeen.BOTH.kinds == KindSeen.NOT_SURE.kinds == (RuptureKind.WITHDRAWAL, RuptureKind.CONFRONTATION)
