"""The client's own alliance level before each rating, against Python's own statistics."""

from __future__ import annotations

from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fit.stories import story, verdicts

EARLIER = 4
FLOOR = 1.0


def levels(srs, ors=()):
    return verdicts(story(ors, srs)).episode(0).own_levels


def by_hand(earlier):
    if len(earlier) < EARLIER:
        return None
    spread = max(stdev(earlier), FLOOR)
    return mean(earlier), mean(earlier) - spread, mean(earlier) - 2 * spread


def test_a_known_course_has_the_level_worked_out_by_hand():
    # mean of 36, 38, 34, 40 is 37; squares of the distances 1 1 9 9, so SD = sqrt(20 / 3) = 2.5820
    fifth = levels((36, 38, 34, 40, 33))[4]

    assert (fifth.mean, fifth.watch, fifth.rupture) == pytest.approx((37, 34.4180, 31.8360), abs=1e-4)


def test_before_the_fifth_session_rating_there_is_no_own_level():
    assert levels((36, 38, 34, 40))[:4] == (None, None, None, None)
    assert levels((36, 38, 34, 40, 33))[4] is not None


def test_a_flat_40_is_watched_from_one_point_below_and_not_from_39_9():
    fifth = levels((40, 40, 40, 40, 39.9))[4]

    assert (fifth.mean, fifth.watch, fifth.rupture) == (40, 39, 38)


def test_a_session_without_a_session_rating_has_no_level_and_leaves_that_of_the_others_alone():
    told = levels((36, 38, None, 34, 40, 33), ors=(None, None, 20))

    assert told[2] is None
    assert told[5].mean == 37


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_every_level_is_what_plain_python_says(tenths):
    points = [value / 10 for value in tenths]
    for place, told in enumerate(levels(points)):
        expected = by_hand(points[:place])
        assert (told is None) == (expected is None)
        if told is not None:
            assert (told.mean, told.watch, told.rupture) == pytest.approx(expected, abs=1e-6)
