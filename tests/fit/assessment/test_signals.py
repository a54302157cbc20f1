"""Outcome signals, each in a small story."""

from __future__ import annotations

import pytest

from fit.alerts import find_alerts, rules
from fit.assessment import explain
from fit.errors import NotFoundError
from tests.fit.stories import HAND_CUBIC


def sessions_of(one, rule_id):
    return [signal.session for signal in one.signals if signal.rule.id == rule_id]


@pytest.mark.parametrize(
    ("rule_id", "ors", "sessions"),
    [
        ("deterioration", (22, 17.1), []),
        ("deterioration", (22, 17.0), [2]),
        ("deterioration", (18, 27, 22.1), []),
        ("deterioration", (18, 27, 22.0), [3]),  # since the best, though better than at intake
        ("no_reliable_gain", (18, 20, 22.9), [3]),
        ("no_reliable_gain", (18, 20, 23.0), []),
        ("no_reliable_gain", (33, 33, 33), []),  # no room to grow
        ("plateau", (20, 21, 20, 24.9, 22), [5]),
        ("plateau", (20, 21, 20, 25.0, 22), []),
        ("sharp_last_fall", (20, 15.1), []),
        ("sharp_last_fall", (20, 15.0), [2]),
        ("loss_since_intake", (22, 17.1), []),
        ("loss_since_intake", (22, 17.0), [2]),
        ("loss_since_intake", (18, 27, 22.0), []),  # better than at intake
        # Means 12 and 20; spreads 1 and 1: t = 8 / sqrt((1 + 1) / 2 x 2 / 3) = 9.8
        ("sudden_gain", (11, 12, 13, 19, 20, 21), [6]),
        ("sudden_gain", (11, 12, 13, 17.9, 20, 21), []),  # 4.9 points
        ("sudden_gain", (26, 25, 24, 30, 29.9, 30), [6]),  # 6 of 24 is a quarter
        ("sudden_gain", (27, 25, 24.4, 30.4, 30, 30), []),  # 6 of 24.4 is less
        ("sudden_gain", (11, 12, 13, 19, 12, 12), []),  # did not last
        ("sudden_loss", (21, 20, 19, 13, 12, 11), [6]),
        ("high_start", (32.1, 33), [1]),
        ("sawtooth", (20, 26, 20, 26, 20), [5]),
        ("sawtooth", (20, 26, 20, 26), []),
    ],
)
def test_an_outcome_rule_speaks_at_its_session(assessed, rule_id, ors, sessions):
    assert sessions_of(assessed(ors), rule_id) == sessions


@pytest.mark.parametrize(("latest", "sessions"), [(27.5, []), (27.6, [2])])
def test_the_target_is_reached_at_the_end_of_the_shortest_curve(assessed, latest, sessions):
    # By hand, at the centre: 19.6 + 7 x 2.6 - 49 x 0.3 + 343 x 0.013 = 27.559
    assert sessions_of(assessed((19.6, latest), curves=HAND_CUBIC), "target_reached") == sessions


def test_a_session_without_one_of_the_two_ratings_says_so(assessed, spoken):
    told = spoken(assessed(ors=(20, None, 20), srs=(39, 39, None)))
    assert told == {2: {"rating_missing"}, 3: {"alliance_missing"}}


def test_a_falling_alliance_with_a_life_under_the_path_may_end_unplanned(assessed):
    one = assessed(ors=(18, 14.5, 15), srs=(39, 37.9, 38))
    assert sessions_of(one, "risk_of_unplanned_ending") == [2]


def test_an_event_raises_an_alert_each_time(assessed):
    alerts = find_alerts(assessed(srs=(35, 34.5, 33, 36.5, 35.4)))
    assert [(alert.rule, alert.meeting) for alert in alerts] == [
        ("low_total", 1),
        ("low_total", 2),
        ("drop", 3),
        ("low_total", 3),
        ("drop", 5),
        ("low_total", 5),
    ]


def test_a_state_that_goes_on_raises_one_alert_and_another_when_it_begins_anew(assessed):
    alerts = find_alerts(assessed(ors=(25, 19.5, 19, 25, 19)))
    assert [alert.meeting for alert in alerts if alert.rule == "loss_since_intake"] == [2, 5]


def test_only_the_client_is_asked_about_the_session(assess_rows):
    rows = [("E", 1, "ors", 20), ("E", 1, "srs", 38), ("E", 1, "phq9", 12), ("E", 1, "ors", 25, "caregiver")]
    assessment = assess_rows(rows)
    assert [assessment.episode(strand).signals for strand in range(assessment.series.strands)] == [(), (), ()]


def test_a_client_without_session_rating_lacks_it_once_however_many_scales_are_rated(assess_rows):
    assessment = assess_rows([("E", 1, "ors", 20), ("E", 1, "phq9", 12)])
    told = [[signal.rule.id for signal in assessment.episode(strand).signals] for strand in range(2)]
    assert told == [["alliance_missing"], []]


def test_an_alert_carries_all_that_explains_it_years_later(assessed):
    alert = next(one for one in find_alerts(assessed(srs=(39, 36.5))) if one.rule == "drop")
    assert alert.why == (
        "The session rating fell since the last one at session 2: session rating before 39.0, now 36.5, "
        "fell by 2.5; the line is at least 1.0."
    )
    assert (alert.policy, alert.trajectory, alert.scale, alert.rule_version) == (
        "icce",
        "simulated_reference",
        "srs",
        "1",
    )
    assert all((alert.policy_version, alert.trajectory_version, alert.scale_version, alert.source, alert.next_step))


@pytest.mark.parametrize("what", ["change", "track", "target", "effect_size", "low_total", "drop", "off_track"])
def test_every_verdict_can_be_explained(assessed, what):
    told = explain(assessed(ors=(20, 14), srs=(38, 30)), what)
    assert all((told.title, told.formula, told.values, told.policy, told.source))


def test_every_rule_explains_itself():
    for rule in rules():
        assert all((rule.title, rule.formula, rule.source, rule.next_step)), rule.id


def test_what_was_not_said_cannot_be_explained(assessed):
    with pytest.raises(NotFoundError, match="Nothing to explain by the name of 'drop' here"):
        explain(assessed(srs=(39, 39)), "drop")


def test_what_rests_on_the_expected_path_names_its_set(assessed):
    alert = next(one for one in find_alerts(assessed(ors=(20, 12))) if one.rule == "off_track")
    assert alert.source.startswith("simulated reference (simulated_reference ")


def test_without_an_outcome_rating_change_is_explained_as_unknown(assessed):
    one = assessed(srs=(38, 37.5))
    told = explain(one, "change")
    assert (told.line, told.source) == ("no outcome rating yet", one.policy.reliable_change.source)
    assert one.curve_set_label == "simulated reference"
