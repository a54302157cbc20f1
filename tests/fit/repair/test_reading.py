"""What is suggested about a strain, and what is not."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from fit.casework._demo_record import ROLES
from fit.casework._demo_talks import demo_talks
from fit.change import Change
from fit.dialogue import Moment, Sign, read_dialogue
from fit.excerpts import FallenItem
from fit.policies import policy
from fit.repair import (
    Dimension,
    KindSeen,
    Listener,
    RuptureKind,
    Setting,
    Source,
    find_falls,
    leading_falls,
    listener_of,
    setting_of,
    suggest_dimension,
    suggest_kind,
)
from fit.scales import AgeBand, Informant, Score
from fit.transcripts import Transcript, Turn

LOW = policy("icce").alliance_item
WITHDRAWAL, CONFRONTATION = RuptureKind


def sign(kind, confidence=0.8, marker="topic_shift", turn=4):
    return Sign(turn=turn, kind=kind, marker=marker, version="1", confidence=confidence, evidence="well anyway")


def moment(*signs):
    first = signs[0]
    return Moment(
        turn=first.turn, first_turn=1, last_turn=9, kind=first.kind, score=first.confidence, signs=signs, reasons=()
    )


def marks(relationship, goals, approach, overall):
    given = {"relationship": relationship, "goals": goals, "approach": approach, "overall": overall}
    return {item: None if points is None else Score.of(points) for item, points in given.items()}


def falls(before, now):
    return find_falls(marks(*before), marks(*now), LOW)


def test_what_fell_is_named_with_its_numbers_the_deepest_first():
    found = falls((9, 9, 9, 9), (8.6, 9, 6.9, 9.2))
    assert [(one.item, one.before, one.now, one.by) for one in found] == [
        (FallenItem.APPROACH, Score(90), Score(69), Score(21)),
        (FallenItem.RELATIONSHIP, Score(90), Score(86), Score(4)),
    ]


@pytest.mark.parametrize(("goals", "leads"), [(8.1, False), (8.0, True), (7.9, True)])
def test_a_line_leads_beside_the_deepest_from_half_its_fall_on(goals, leads):
    found = leading_falls(falls((9, 9, 9, 9), (7.0, goals, 9, 9)))
    assert (FallenItem.GOALS in {one.item for one in found}) is leads


def test_at_a_first_rating_the_lowest_of_the_low_lines_leads():
    found = find_falls({}, marks(9.0, 6.2, 8.9, 9.5), LOW)
    assert [(one.item, one.by) for one in found] == [(FallenItem.GOALS, None), (FallenItem.APPROACH, None)]
    assert [one.item for one in leading_falls(found)] == [FallenItem.GOALS]


def test_a_line_that_was_not_marked_has_not_fallen():
    assert find_falls(marks(9, 9, 9, 9), marks(9, None, 9, 9), LOW) == ()
    assert find_falls(marks(9, 9, 9, 9), {}, LOW) == ()
    assert leading_falls(()) == ()


@pytest.mark.parametrize(
    ("now", "likely"),
    [
        ((6, 9, 9, 8.6), Dimension.RELATIONAL_BREACH),
        ((9, 6, 9, 9), Dimension.GOALS_OR_METHOD),
        ((9, 9, 6, 9), Dimension.GOALS_OR_METHOD),
        ((9, 6.5, 6, 7), Dimension.GOALS_OR_METHOD),
        ((9, 9, 9, 6), Dimension.NOT_SURE),
        ((6, 9, 6.2, 9), Dimension.NOT_SURE),
        ((7, 7, 7, 7), Dimension.NOT_SURE),
    ],
)
def test_the_line_that_fell_points_to_the_dimension_and_several_point_nowhere(now, likely):
    reading = suggest_dimension(falls((9, 9, 9, 9), now))
    assert reading.likely is likely
    assert {one.source for found in reading.evidence.values() for one in found} == {Source.ITEM}


def test_where_the_lines_point_two_ways_both_are_possible_each_with_its_line():
    reading = suggest_dimension(falls((9, 9, 9, 9), (6, 9, 6.2, 9)))
    assert reading.possible == (Dimension.GOALS_OR_METHOD, Dimension.RELATIONAL_BREACH)
    assert [one.of for one in reading.evidence[Dimension.GOALS_OR_METHOD]] == ["approach"]
    assert [one.of for one in reading.evidence[Dimension.RELATIONAL_BREACH]] == ["relationship"]


def test_words_decide_where_the_lines_do_not_and_are_heard_beside_them_where_they_do():
    complaint = moment(sign(CONFRONTATION, marker="complaint_about_tasks"))
    told = suggest_dimension(falls((9, 9, 9, 9), (9, 9, 9, 6)), [complaint])
    assert (told.likely, told.possible) == (Dimension.GOALS_OR_METHOD, ())
    beside = suggest_dimension(falls((9, 9, 9, 9), (6, 9, 9, 9)), [complaint])
    assert (beside.likely, beside.possible) == (Dimension.RELATIONAL_BREACH, (Dimension.GOALS_OR_METHOD,))


def test_a_marker_that_points_both_ways_points_nowhere():
    reading = suggest_dimension((), [moment(sign(CONFRONTATION, marker="rejects_intervention"))])
    assert (reading.likely, reading.possible, reading.evidence) == (Dimension.NOT_SURE, (), {})


@pytest.mark.parametrize("change", Change)
def test_fear_of_change_is_possible_once_movement_has_begun_and_never_likely(change):
    begun = change in {Change.IMPROVED, Change.RECOVERED}
    for found in ((), falls((9, 9, 9, 9), (6, 9, 9, 9))):
        reading = suggest_dimension(found, (), change)
        assert (Dimension.FEAR_OF_CHANGE in reading.possible) is begun
        assert reading.likely is not Dimension.FEAR_OF_CHANGE
    assert [one.of for one in reading.evidence.get(Dimension.FEAR_OF_CHANGE, ())] == [change.value] * begun


@pytest.mark.parametrize(
    ("withdrawal", "confrontation", "likely"),
    [
        ((0.8,), (), KindSeen.WITHDRAWAL),
        ((), (0.7,), KindSeen.CONFRONTATION),
        ((), (0.69,), KindSeen.NOT_SURE),
        ((0.8,), (0.8, 0.7), KindSeen.BOTH),
        ((0.7,), (0.7, 0.7, 0.7), KindSeen.CONFRONTATION),  # exactly three to one
        ((0.7,), (0.7, 0.7, 0.69), KindSeen.BOTH),
        ((), (), KindSeen.NOT_SURE),
    ],
)
def test_one_kind_stands_alone_from_three_to_one_on_and_faint_signs_do_not_count(withdrawal, confrontation, likely):
    signs = [sign(WITHDRAWAL, sure, turn=2 * at) for at, sure in enumerate(withdrawal)]
    signs += [
        sign(CONFRONTATION, sure, "complaint_about_progress", 2 * at + 1) for at, sure in enumerate(confrontation)
    ]
    assert suggest_kind([moment(*signs)] if signs else []).likely is likely


def test_a_sign_that_lies_in_two_moments_counts_once():
    once = sign(CONFRONTATION)
    reading = suggest_kind([moment(once), moment(once, sign(WITHDRAWAL, turn=6))])
    assert [one.sign for one in reading.evidence[CONFRONTATION]] == [once]
    assert reading.likely is KindSeen.BOTH


def test_what_was_left_unsaid_is_shown_beside_withdrawal_and_decides_nothing():
    reading = suggest_kind((), {"flat_40", "alliance_missing", "drop"})
    assert reading.likely is KindSeen.NOT_SURE
    assert [one.of for one in reading.evidence[WITHDRAWAL]] == ["alliance_missing", "flat_40"]
    assert reading.evidence[CONFRONTATION] == ()


def test_no_talk_of_ours_about_one_kind_is_taken_for_the_other():
    """Written as withdrawal or confrontation by their authors; the two numbers of the reading were chosen on them."""
    told = Counter()
    for talk in demo_talks():
        text = (files("fit.casework.demo_talks") / f"{talk.name}.txt").read_text("utf-8")
        kind = re.search(r"# kind: (\w+)", text)[1]
        told[kind, suggest_kind(read_dialogue(as_transcript(talk)).moments).likely.value] += 1
    assert told["withdrawal", "confrontation"] == told["confrontation", "withdrawal"] == 0
    assert told["withdrawal", "withdrawal"] == 3
    assert told["confrontation", "confrontation"] == 5
    assert told["ordinary", "not_sure"] == 5


def as_transcript(talk):
    turns = [
        Turn(index=at, text=one.text, speaker=one.who, start=one.start, end=one.end)
        for at, one in enumerate(talk.turns)
    ]
    return Transcript(turns=tuple(turns), roles={who: ROLES[who] for who in {one.who for one in talk.turns}})


@pytest.mark.parametrize(
    ("band", "informants", "listener"),
    [
        (AgeBand.ADULT, (Informant.CLIENT, Informant.CAREGIVER), Listener.ADULT),
        (AgeBand.ADOLESCENT, (Informant.CLIENT,), Listener.ADOLESCENT),
        (AgeBand.CHILD, (Informant.CLIENT,), Listener.CHILD),
        (AgeBand.CHILD, (Informant.CLIENT, Informant.CAREGIVER), Listener.CAREGIVER),
    ],
)
def test_who_listens_follows_from_age_and_from_who_rated(band, informants, listener):
    assert listener_of(band, informants) is listener


def test_the_setting_follows_from_the_scales_and_from_who_rated():
    assert setting_of(["ors", "srs"], [Informant.CLIENT]) is Setting.INDIVIDUAL
    assert setting_of(["ors", "gsrs"], [Informant.CLIENT]) is Setting.GROUP
    assert setting_of(["cors", "csrs"], [Informant.CLIENT, Informant.CAREGIVER]) is Setting.COUPLE_FAMILY


def test_words_weighed_together_do_not_tell_in_which_way_it_shows():
    reading = suggest_kind([moment(sign(CONFRONTATION, 0.9, "doubt", 1))])
    assert reading.likely is KindSeen.NOT_SURE
    assert reading.evidence[CONFRONTATION] == ()
