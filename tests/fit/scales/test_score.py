from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit.errors import ScoreError
from fit.scales import Score


@given(st.integers(-400, 400))
def test_a_score_is_read_back_as_it_is_written(tenths):
    assert Score.of(str(Score(tenths))) == Score(tenths)


@given(st.integers(0, 400), st.integers(0, 400))
def test_scores_are_ordered_as_their_points(one, other):
    assert (Score(one) < Score(other)) is (Decimal(one) / 10 < Decimal(other) / 10)


@pytest.mark.parametrize(
    ("points", "tenths"), [("25", 250), ("25.0", 250), (" 8.2 ", 82), ("0.1", 1), (7.3, 73), (Decimal("3.20"), 32)]
)
def test_points_are_read_to_the_tenth(points, tenths):
    assert Score.of(points).tenths == tenths


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ("25.05", "finer than a tenth"),
        ("nan", "no score of any scale"),
        ("inf", "no score of any scale"),
        ("", "not a number"),
        ("twenty", "not a number"),
        ("25,5", "not a number"),
        ("1e999999999", "no score of any scale"),
    ],
)
def test_what_is_no_score_is_refused_with_the_value(points, says):
    with pytest.raises(ScoreError, match=says):
        Score.of(points)


def test_a_score_is_not_made_of_a_float_by_accident():
    with pytest.raises(ScoreError, match="no whole number of tenths"):
        Score(25.0)


def test_equality_at_a_line_is_exact_where_floats_miss():
    assert 8.2 - 3.2 < 5.0
    assert Score.of("8.2").tenths - Score.of("3.2").tenths == Score.of("5").tenths
