"""A questionnaire with an axis of its own, where lower is better; and what is said of a path that is none."""

from __future__ import annotations

import math

import pytest

from dashboard.charts.titles import strand_title
from dashboard.charts.trend import trend
from dashboard.sentences import change_look, change_sentence, track_look, track_sentence
from tests.fit.stories import HAND_CUBIC, story, verdicts


def strands(rows, curves=None):
    assessment = verdicts(rows, curves=curves)
    return [assessment.episode(number) for number in range(assessment.series.strands)]


def names(figure):
    return [trace["name"] for trace in figure["data"]]


def test_a_questionnaire_has_its_own_axis_and_no_line_of_session_ratings():
    (one,) = strands(story(phq9=[15, 11, 8]))
    figure = trend(one)
    low, high = figure["layout"]["yaxis"]["range"]

    assert low < 0
    assert 27 < high < 29
    assert figure["layout"]["yaxis"]["tickvals"] == [0, 5, 10, 15, 20, 25]
    assert "SRS line" not in names(figure)
    assert "SRS" not in " ".join(note["text"] for note in figure["layout"]["annotations"])
    assert "PHQ-9: lower is better" in [trace.get("meta") for trace in figure["data"]]


def test_with_session_ratings_beside_it_both_are_drawn_on_forty_points():
    (one,) = strands(story(phq9=[15, 11], srs=[36, 38]))
    figure = trend(one)

    assert figure["layout"]["yaxis"]["range"] == [-1.0, 41.5]
    assert "SRS line" in names(figure)


def test_a_questionnaire_says_better_and_worse_and_that_it_has_no_path():
    (better,), (worse,) = strands(story(phq9=[15, 8])), strands(story(phq9=[8, 15]))

    assert "7.0 points better since the first rating (15.0 to 8.0)" in change_sentence(better)
    assert "7.0 points worse since the first rating (8.0 to 15.0)" in change_sentence(worse)
    assert "Lower" not in change_look(worse).word
    assert track_sentence(better) == "There is no expected path for the PHQ-9."


def test_a_first_rating_too_high_is_said_only_where_it_was():
    (high,) = strands(story([33, 34]))
    assert "the first rating (33.0) is too high to expect a rise" in track_sentence(high)


@pytest.mark.parametrize(("latest", "word"), [(22.3, "On track"), (22.2, "A little behind")])
def test_on_track_is_said_from_the_path_on(latest, word):
    # the hand-made path expects 22.26 at the second session after 20, and has no range above its amber line
    (one,) = strands(story([20, latest]), HAND_CUBIC)
    assert track_look(one).word == word


def test_under_the_path_and_still_in_its_range_is_explained():
    # the simulated path expects more than 20 at a second session after 20, and brings an amber line of its own
    (one,) = strands(story([20, 20]))
    assert one.expected_latest > 20
    assert one.track == "green"
    assert track_look(one).word == "Under the path, within its range"
    line = math.ceil((one.expected_latest - one.amber_below) * 10) / 10
    assert f"On track reaches down to {line}" in track_sentence(one)
    assert "may still be chance" in track_sentence(one)


def test_one_group_rating_leaves_the_line_of_session_ratings_in_place_and_nothing_is_missing():
    leading, group = strands(story([20, 22], [38, None], gsrs=[None, 37]))

    assert (leading.alliance_scale.id, group.alliance_scale.id) == ("srs", "gsrs")
    assert [strand_title(one) for one in (leading, group)] == ["ORS", "GSRS"]
    assert "alliance_missing" not in {signal.rule.id for signal in leading.signals}


def test_a_session_without_any_session_rating_still_lacks_one():
    leading, _ = strands(story([20, 22, 23], [38, None, None], gsrs=[None, 37, None]))
    assert [signal.session for signal in leading.signals if signal.rule.id == "alliance_missing"] == [3]
