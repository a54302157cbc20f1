"""What people type from a paper form: decimals with point or comma, millimetres, digits; never a guess."""

from __future__ import annotations

import pytest

from dashboard.components.typed_scores import read_answers, read_total
from fit.errors import RatingError
from fit.ratings import Mode
from fit.scales import Score, scale

ITEMS = [item.id for item in scale("ors").items]


def read(first, mode=Mode.PAPER):
    """Read a form whose first line says this; the others are marked in the middle."""
    typed = dict.fromkeys(ITEMS, "5.0") | {ITEMS[0]: first}
    return read_answers(scale("ors"), typed, mode)[ITEMS[0]]


@pytest.mark.parametrize(
    ("typed", "points"),
    [("7.3", "7.3"), ("7,3", "7.3"), (" 7.3 ", "7.3"), ("7", "7"), ("0", "0"), ("0.8", "0.8"), ("10", "10")],
)
@pytest.mark.parametrize("mode", [Mode.PAPER, Mode.ORAL])
def test_points_are_read_with_point_or_comma(typed, points, mode):
    assert read(typed, mode) == Score.of(points)


@pytest.mark.parametrize(("typed", "points"), [("11", "1.1"), ("73", "7.3"), ("99", "9.9"), ("100", "10.0")])
def test_a_whole_number_above_ten_on_paper_is_millimetres(typed, points):
    assert read(typed) == Score.of(points)


@pytest.mark.parametrize("typed", ["11", "73", "100"])
def test_what_is_said_aloud_is_never_millimetres(typed):
    with pytest.raises(RatingError, match=rf"Line 1: '{typed}' is no answer there\. Write 0 to 10\.0"):
        read(typed, Mode.ORAL)


@pytest.mark.parametrize("typed", ["101", "10.1", "73.5", "-1", "7.33", "seven", "7,3,1", "1e1", "nan"])
def test_what_is_no_mark_is_refused_with_the_line_and_the_remedy(typed):
    with pytest.raises(
        RatingError, match=r"Line 1: .* is no answer there\. Write 0 to 10\.0, with at most one decimal"
    ):
        read(typed)


def test_an_empty_line_is_named():
    typed = dict.fromkeys(ITEMS, "5.0") | {ITEMS[2]: "  "}
    with pytest.raises(RatingError, match=r"Line 3 is empty\. Write its number"):
        read_answers(scale("ors"), typed, Mode.PAPER)


def test_the_digits_of_a_choice_scale_are_the_points_beside_the_boxes():
    typed = dict.fromkeys((item.id for item in scale("core10").items), "1") | {"support": "4"}
    answers = read_answers(scale("core10"), typed, Mode.PAPER)
    assert answers["support"] == Score.of(4)
    assert scale("core10").total_of(answers) == Score.of(13)
    with pytest.raises(RatingError, match=r"Line 2: '12' is no answer there\. Write the digit beside the box, 4, 3, 2"):
        read_answers(scale("core10"), typed | {"support": "12"}, Mode.PAPER)


def test_a_total_may_be_left_out_and_is_checked_otherwise():
    assert read_total(scale("ors"), " ") is None
    assert read_total(scale("ors"), "23,4") == Score.of("23.4")
    for wrong in ("40.1", "x", "234"):
        with pytest.raises(RatingError, match=r"is no total of ORS\. It runs from 0 to 40\.0"):
            read_total(scale("ors"), wrong)
