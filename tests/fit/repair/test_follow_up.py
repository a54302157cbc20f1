"""What the next ratings answer, in whose numbers, and what is sensible after that."""

from __future__ import annotations

from itertools import product

import pytest

from fit.alliance import Repair
from fit.repair import (
    Answer,
    Dimension,
    DimensionReading,
    FallenItem,
    NextStep,
    PlanState,
    RepairPlan,
    Suggested,
    Tried,
    WhyUnknown,
    find_falls,
    follow_up,
    leading_falls,
    next_step,
)
from fit.scales import Score
from tests.fit.stories import story, verdicts

ITEMS = tuple(item.value for item in FallenItem)


def asked(meeting, srs, ors=()):
    """The answer to a session; `srs` are totals, or the four lines."""
    one = verdicts(story(ors=ors, srs=srs)).episode(0)
    marks = {at: dict(zip(ITEMS, map(Score.of, lines), strict=True)) for at, lines in lined(srs)}
    fell = find_falls(marks.get(meeting - 1, {}), marks.get(meeting, {}), one.policy.alliance_item)
    return follow_up(one, meeting, marks=marks, falls=leading_falls(fell)), one


def lined(srs):
    return [(at, lines) for at, lines in enumerate(srs, start=1) if isinstance(lines, tuple)]


# session ratings        | asked of | answer           (the line is 36; a fall or rise of 1.0 counts)
STORIES = [
    ((38, 34, 38), 2, Answer.REPAIRED),
    ((38, 34, 36), 2, Answer.REPAIRED),
    ((38, 34, 35.9), 2, Answer.PARTLY),
    ((38, 34, 35.0), 2, Answer.PARTLY),
    ((38, 34, 34.9), 2, Answer.NOT_YET),
    ((38, 34, 33), 2, Answer.NOT_YET),
    ((38, 34, 33, 35, 37), 2, Answer.REPAIRED),
    ((38, 34, 33, 35, 34, 38), 2, Answer.NOT_YET),
    ((38, 34), 2, Answer.UNKNOWN),
    ((38, 38.2, 38), 2, Answer.UNKNOWN),
    ((38, None, 38), 2, Answer.UNKNOWN),
]


@pytest.mark.parametrize(("srs", "meeting", "answer"), STORIES)
def test_the_next_three_ratings_answer(srs, meeting, answer):
    found, _ = asked(meeting, srs, ors=[20] * len(srs))
    assert found.answer is answer


@pytest.mark.parametrize(
    ("srs", "meeting", "is_below"),
    [((38, 34, 36), 2, False), ((30, 30, 31, 30, 31, 24, 30), 6, True), ((38, 34), 2, None)],
)
def test_what_is_back_in_ones_own_usual_range_may_still_be_below_the_line(srs, meeting, is_below):
    found, _ = asked(meeting, srs, ors=[20] * len(srs))
    assert found.answer is (Answer.UNKNOWN if is_below is None else Answer.REPAIRED)
    assert found.below_line is is_below


@pytest.mark.parametrize(
    ("srs", "why"),
    [
        ((38, 34), WhyUnknown.NO_RATING_SINCE),
        ((38, 34, None), WhyUnknown.NO_RATING_SINCE),
        ((38, 38.2, 38), WhyUnknown.NO_DIP),
        ((38, None, 38), WhyUnknown.NOT_RATED),
    ],
)
def test_what_cannot_be_told_says_why(srs, why):
    found, _ = asked(2, srs, ors=[20] * len(srs))
    assert (found.answer, found.why_unknown, found.repaired_at) == (Answer.UNKNOWN, why, None)


def test_a_session_that_nobody_rated_at_all_is_not_rated():
    found, _ = asked(3, (38, 34, None, 38))
    assert found.why_unknown is WhyUnknown.NOT_RATED


@pytest.mark.parametrize(("srs", "meeting", "answer"), STORIES)
def test_the_verdict_is_the_engines(srs, meeting, answer):
    found, one = asked(meeting, srs, ors=[20] * len(srs))
    place = one.meetings.index(meeting)
    engine = one.repairs[place]
    expected = {
        Repair.REPAIRED: {Answer.REPAIRED},
        Repair.NOT_YET: {Answer.NOT_YET, Answer.PARTLY},
        Repair.UNKNOWN: {Answer.UNKNOWN},
        Repair.NONE_NEEDED: {Answer.UNKNOWN},
    }[engine]
    assert found.answer in expected
    assert found.repaired_at == one.repaired_at[place]


def test_numbers_stand_before_at_and_after_for_total_lines_and_life():
    found, _ = asked(2, ((9, 9.4, 9.5, 9.6), (6.1, 9.2, 9.3, 9.4), (9.1, 9.2, 9.3, 9.5)), ors=(21, 18.5, 23))
    assert (found.before_at, found.meeting, found.after_at, found.repaired_at) == (1, 2, 3, 3)
    assert [str(score) for score in (found.alliance.before, found.alliance.at, found.alliance.after)] == [
        "37.5",
        "34.0",
        "37.1",
    ]
    assert [str(score) for score in (found.outcome.before, found.outcome.at, found.outcome.after)] == [
        "21.0",
        "18.5",
        "23.0",
    ]
    line = found.items[FallenItem.RELATIONSHIP]
    assert [str(score) for score in (line.before, line.at, line.after)] == ["9.0", "6.1", "9.1"]
    assert set(found.items) == set(FallenItem)


def test_a_repair_is_told_with_its_own_rating_also_when_later_ones_came():
    found, _ = asked(2, (38, 34, 37, 39, 38.5))
    assert (found.after_at, found.alliance.after, found.is_open) == (3, Score(370), False)


def test_without_a_repair_the_newest_of_the_three_ratings_that_count_is_told():
    found, _ = asked(2, (38, 34, 33, None, 33.5, 34.2, 39))
    assert (found.after_at, found.ratings_since, found.ratings_that_count) == (6, 3, 3)
    assert (found.alliance.after, found.is_open) == (Score(342), False)


def test_while_fewer_than_three_ratings_came_the_answer_is_open():
    assert asked(2, (38, 34, 33))[0].is_open
    assert asked(2, (38, 34))[0].is_open


@pytest.mark.parametrize(
    ("relationship", "answer"), [(9.2, Answer.NOT_YET), (9.3, Answer.PARTLY), (9.4, Answer.PARTLY)]
)
def test_the_line_that_fell_is_back_from_two_millimetres_below_its_mark_on(relationship, answer):
    """The total rises by less than a point, so that the line alone decides."""
    found, _ = asked(2, ((9.5, 9.5, 9.5, 9.5), (6, 9.5, 9.5, 9.5), (relationship, 8.4, 8.3, 8.8)))
    assert found.alliance.after.tenths - found.alliance.at.tenths < 10
    assert found.answer is answer


def test_another_line_that_rose_is_no_repair_of_the_one_that_fell():
    found, _ = asked(2, ((9.5, 8, 9.5, 9.5), (6, 8, 9.5, 9.5), (6.2, 8.6, 9.5, 9.5)))
    assert found.answer is Answer.NOT_YET


def test_where_only_totals_are_known_no_line_is_told():
    assert asked(2, (38, 34, 34.5))[0].items == {}


# next steps

OPEN = DimensionReading(likely=Dimension.NOT_SURE, possible=(), evidence={})
TWO = DimensionReading(
    likely=Dimension.RELATIONAL_BREACH, possible=(Dimension.GOALS_OR_METHOD, Dimension.FEAR_OF_CHANGE), evidence={}
)
ANSWERS = {
    Answer.REPAIRED: asked(2, (38, 34, 38))[0],
    Answer.PARTLY: asked(2, (38, 34, 35.5))[0],
    Answer.NOT_YET: asked(2, (38, 34, 33))[0],
    Answer.UNKNOWN: asked(2, (38, 34))[0],
}


def talked(dimension, state=PlanState.TALKED):
    whole = {"check_by": "the form", "happened": "said it", "agreed_change": "the week first", "talked_at": 3}
    return RepairPlan(dimension=dimension, state=state, **whole)


@pytest.mark.parametrize(
    ("dimension", "answer", "reading", "suggested"),
    [
        (Dimension.RELATIONAL_BREACH, Answer.REPAIRED, TWO, Suggested(step=NextStep.LOOK_AND_CLOSE)),
        (Dimension.RELATIONAL_BREACH, Answer.UNKNOWN, TWO, Suggested(step=NextStep.ASK_FOR_RATING)),
        (Dimension.RELATIONAL_BREACH, Answer.PARTLY, TWO, Suggested(step=NextStep.ASK_OPENLY)),
        (
            Dimension.RELATIONAL_BREACH,
            Answer.NOT_YET,
            TWO,
            Suggested(step=NextStep.OTHER_DIMENSION, dimension=Dimension.GOALS_OR_METHOD),
        ),
        (
            Dimension.GOALS_OR_METHOD,
            Answer.NOT_YET,
            TWO,
            Suggested(step=NextStep.OTHER_DIMENSION, dimension=Dimension.RELATIONAL_BREACH),
        ),
        (Dimension.GOALS_OR_METHOD, Answer.NOT_YET, OPEN, Suggested(step=NextStep.ASK_OPENLY)),
        (Dimension.NOT_SURE, Answer.NOT_YET, OPEN, Suggested(step=NextStep.SUPERVISION)),
        (Dimension.NOT_SURE, Answer.PARTLY, TWO, Suggested(step=NextStep.SUPERVISION)),
    ],
)
def test_what_did_not_work_is_followed_by_something_else(dimension, answer, reading, suggested):
    assert next_step(talked(dimension), ANSWERS[answer], reading) == suggested


def test_after_two_plans_that_did_not_work_a_second_pair_of_eyes_is_suggested():
    failed = Tried(dimension=Dimension.GOALS_OR_METHOD, answer=Answer.NOT_YET)
    worked = Tried(dimension=Dimension.GOALS_OR_METHOD, answer=Answer.REPAIRED)
    plan = talked(Dimension.RELATIONAL_BREACH)
    assert next_step(plan, ANSWERS[Answer.NOT_YET], TWO, [failed]).step is NextStep.SUPERVISION
    assert next_step(plan, ANSWERS[Answer.NOT_YET], TWO, [worked]).step is NextStep.OTHER_DIMENSION


@pytest.mark.parametrize(
    ("dimension", "answer", "reading"), product(Dimension, (Answer.PARTLY, Answer.NOT_YET), (OPEN, TWO))
)
def test_it_is_never_more_of_the_same(dimension, answer, reading):
    suggested = next_step(talked(dimension), ANSWERS[answer], reading)
    assert suggested.dimension is not dimension
    assert suggested.step is not NextStep.TALK
    assert not (dimension is Dimension.NOT_SURE and suggested.step is NextStep.ASK_OPENLY)


def test_where_the_ratings_have_nothing_to_come_back_from_the_client_is_asked():
    no_dip = asked(2, (38, 38.2, 38))[0]
    assert next_step(talked(Dimension.RELATIONAL_BREACH), no_dip, OPEN).step is NextStep.ASK_OPENLY


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (PlanState.DRAFT, NextStep.FINISH_PLAN),
        (PlanState.PLANNED, NextStep.TALK),
        (PlanState.CHANGE_KEPT, NextStep.ASK_FOR_RATING),
    ],
)
def test_before_the_ratings_come_the_plan_itself_is_next(state, step):
    assert next_step(talked(Dimension.NOT_SURE, state), ANSWERS[Answer.UNKNOWN], OPEN).step is step


@pytest.mark.parametrize("state", [PlanState.ANSWERED, PlanState.SET_ASIDE])
def test_of_an_ended_plan_nothing_is_asked(state):
    assert next_step(talked(Dimension.NOT_SURE, state), ANSWERS[Answer.NOT_YET], OPEN) is None
