from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts._labels import spread

HEIGHTS = st.lists(st.floats(min_value=0, max_value=40), min_size=1, max_size=8)


def test_labels_far_apart_stay_where_they_are():
    assert spread([5.0, 30.0], gap=2.0, lowest=0.0, highest=40.0) == (5.0, 30.0)


def test_two_labels_at_one_height_make_room_to_both_sides():
    assert spread([20.0, 20.0], gap=2.0, lowest=0.0, highest=40.0) == (19.0, 21.0)


@given(HEIGHTS)
def test_labels_keep_their_distance_their_order_and_stay_inside(heights):
    placed = sorted(spread(heights, gap=2.0, lowest=0.0, highest=40.0))

    assert all(upper - lower >= 2.0 - 1e-9 for lower, upper in pairwise(placed))
    assert placed[0] >= 0
    assert placed[-1] <= 40 + 1e-9


@given(HEIGHTS)
def test_a_higher_line_keeps_the_higher_label(heights):
    placed = spread(heights, gap=2.0, lowest=0.0, highest=40.0)

    by_height = [label for _, label in sorted(zip(heights, placed, strict=True), key=lambda pair: pair[0])]
    assert by_height == pytest.approx(sorted(by_height))
