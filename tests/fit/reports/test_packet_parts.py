"""Parts of a packet in words: each verdict with its numbers, each state of a plan, each answer of later ratings."""

from __future__ import annotations

from datetime import date

import pytest

from fit.excerpts import FallenItem
from fit.repair import Answer, Dimension, FollowUp, ItemFall, KindSeen, Numbers, PlanState, RepairPlan, Step, WhyUnknown
from fit.reports import packet_parts
from fit.reports.packet import BeforeAfter, ScriptWords
from fit.reports.packet_parts import (
    courses_of,
    follow_up_part,
    formula_of,
    plan_part,
    script_part,
    strain_part,
    talk_part,
)
from fit.scales import ScaleKind, Score
from tests.fit.stories import story, verdicts

ORS = (18.2, 19.5, 22.4, 21.0, 24.8)
SRS = (37.5, 38.0, 38.4, None, 35.1)


def course_of(ors, srs):
    """One client's ratings by session, assessed."""
    return verdicts(story(ors=ors, srs=srs)).episode(0)


@pytest.fixture(scope="module")
def one():
    return course_of(ORS, SRS)


def found(answer, why=None, **changed):
    numbers = Numbers(before=Score(384), at=Score(351), after=Score(371))
    said = {
        "meeting": 5, "answer": answer, "why_unknown": why, "repaired_at": None, "before_at": 3, "after_at": 6,
        "ratings_since": 1, "ratings_that_count": 3, "below_line": False, "alliance": numbers, "items": {},
        "outcome": Numbers(before=None, at=Score(248), after=None),
    }  # fmt: skip
    return FollowUp(**(said | changed))


def test_both_scales_have_their_points_lines_and_verdicts(one):
    outcome, alliance = courses_of(one)
    assert [point.total for point in alliance.points] == [Score(375), Score(380), Score(384), None, Score(351)]
    assert (outcome.kind, alliance.kind) == (ScaleKind.OUTCOME, ScaleKind.ALLIANCE)
    assert (outcome.cutoff, alliance.cutoff) == (Score(250), Score(360))
    assert [point.meeting for point in outcome.path] == [1, 2, 3, 4, 5]
    assert outcome.path[0].total == Score(182)
    assert outcome.verdict.startswith("Improved: 6.6 points better since the first rating (18.2 to 24.8)")
    assert alliance.verdict == "35.1 at the last rated session; the line is 36.0."


def test_a_loss_is_said_as_such_and_one_rating_is_too_few():
    assert (
        "4.1 points worse since the first rating (20.0 to 15.9)"
        in courses_of(course_of((20, 15.9), (38, 38)))[0].verdict
    )
    assert courses_of(course_of((20,), (38,)))[0].verdict.endswith("two ratings are needed to see a change.")
    assert courses_of(None) == ()


def test_a_course_without_session_ratings_has_one_line():
    (outcome,) = courses_of(course_of((20, 21), (None, None)))
    assert outcome.kind is ScaleKind.OUTCOME


def test_a_formula_is_that_of_the_rule_and_empty_where_it_does_not_speak(one):
    rule = next(signal.rule for signal in one.signals_at(5) if signal.rule.kind == "alliance")
    assert formula_of(one, rule.id, 5) == rule.formula != ""
    assert formula_of(one, rule.id, 2) == ""
    assert formula_of(None, rule.id, 5) == ""


@pytest.mark.parametrize("kind", KindSeen)
@pytest.mark.parametrize("dimension", Dimension)
def test_every_kind_and_dimension_has_its_words(kind, dimension):
    falls = (
        ItemFall(item=FallenItem.GOALS, now=Score(71), before=Score(92)),
        ItemFall(item=FallenItem.OVERALL, now=Score(64)),
    )
    part = strain_part(RepairPlan(kind=kind, dimension=dimension), falls)
    assert part.kind
    assert part.dimension
    assert part.evidence == "the line “goals” went from 9.2 to 7.1; the line “overall” is low: 6.4"


def test_words_come_in_the_order_of_the_steps_and_empty_steps_are_left_out():
    words = {Step.META: "I wonder.", Step.VALIDATE: "Thank you.", Step.RENEGOTIATE: ""}
    assert script_part(words) == (
        ScriptWords(step="Validate", words="Thank you."), ScriptWords(step="Talk about us", words="I wonder."),
    )  # fmt: skip


@pytest.mark.parametrize("state", PlanState)
def test_every_state_of_a_plan_is_said(state):
    plan = RepairPlan(
        state=state, check_by="the rating", agreed_change="slower", happened="I asked.", talked_at=3,
        said_on=date(2026, 12, 3),
    )  # fmt: skip
    part = plan_part(plan)
    assert part.state
    assert (part.when, part.agreed_change, part.checked_by) == ("3 Dec 2026", "slower", "the rating")


def test_a_reading_alone_is_no_plan_and_without_a_talk_there_is_none():
    draft = RepairPlan(kind=KindSeen.BOTH)
    assert plan_part(draft) is None
    assert talk_part(draft) is None
    assert plan_part(RepairPlan(check_by="the rating")).when == "Next session"


@pytest.mark.parametrize(
    ("state", "agreed", "said"),
    [
        (PlanState.TALKED, "", "None agreed"),
        (PlanState.TALKED, "slower", "Not noted yet whether it is kept"),
        (PlanState.CHANGE_KEPT, "slower", "Kept so far"),
        (PlanState.CHANGE_NOT_KEPT, "slower", "Not kept so far"),
    ],
)
def test_whether_the_change_is_kept_is_said(state, agreed, said):
    plan = RepairPlan(state=state, agreed_change=agreed, happened="I asked.", talked_at=3)
    assert talk_part(plan).change_kept == said


@pytest.mark.parametrize(
    ("follow_up", "said"),
    [
        (found(Answer.REPAIRED, repaired_at=6), "Repaired at session 6."),
        (found(Answer.PARTLY), "Partly repaired after 1 of 3 ratings."),
        (found(Answer.PARTLY, ratings_since=3), "Partly repaired."),
        (found(Answer.NOT_YET, ratings_since=2), "Not repaired yet after 2 of 3 ratings."),
        *((found(Answer.UNKNOWN, why), packet_parts.UNKNOWN[why]) for why in WhyUnknown),
    ],
)
def test_every_answer_is_said(one, follow_up, said):
    assert follow_up_part(one, follow_up).verdict == said


def test_the_scores_are_those_at_the_session_and_after_it(one):
    assert follow_up_part(one, found(Answer.PARTLY)).scores == (
        BeforeAfter(name="SRS (session rating), session 5 and then session 6", before=Score(351), after=Score(371)),
        BeforeAfter(name="ORS (outcome rating), session 5 and then session 6", before=Score(248), after=None),
    )
    assert follow_up_part(one, found(Answer.UNKNOWN, WhyUnknown.NO_RATING_SINCE, after_at=None)).scores == ()
    assert follow_up_part(one, None) is None
    assert follow_up_part(None, found(Answer.PARTLY)) is None
