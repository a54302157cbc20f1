"""What a tablet sends is read without trusting it."""

from __future__ import annotations

import json

import pytest

from dashboard.components.filled_form import read_filled_form
from fit.errors import RatingError
from fit.scales import Score

GOOD = {
    "answers": {"individual": "7.3", "overall": "10.0"},
    "idempotency_key": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "line_length_px": 614.5,
    "calibrated": True,
}


def test_marks_become_scores_in_whole_tenths():
    filled = read_filled_form(json.dumps(GOOD).encode())

    assert filled.answers == {"individual": Score(73), "overall": Score(100)}
    assert filled.idempotency_key == GOOD["idempotency_key"]
    assert (filled.line_length_px, filled.calibrated) == (614.5, True)


def test_a_form_of_questions_has_no_line():
    assert read_filled_form({**GOOD, "line_length_px": None}).line_length_px is None


def test_calibrated_is_true_only_when_it_says_so():
    assert read_filled_form({**GOOD, "calibrated": "yes"}).calibrated is False


@pytest.mark.parametrize("points", [7.3, 7, "7.31", "-1", "1e1", "NaN", "\u0667", " 7", "", None, ["7"], "100.0"])
def test_an_answer_that_is_no_number_of_points_is_refused(points):
    with pytest.raises(RatingError, match="'overall': the answer is no number of points"):
        read_filled_form({**GOOD, "answers": {"overall": points}})


@pytest.mark.parametrize("answers", [None, {}, [], "7.3", {str(number): "1.0" for number in range(41)}])
def test_a_form_without_answers_is_refused(answers):
    with pytest.raises(RatingError, match="There are no answers"):
        read_filled_form({**GOOD, "answers": answers})


@pytest.mark.parametrize("key", [None, "", "short", "x" * 65, "with space", 12345678])
def test_a_form_without_a_key_is_refused(key):
    with pytest.raises(RatingError, match="The idempotency key is missing"):
        read_filled_form({**GOOD, "idempotency_key": key})


@pytest.mark.parametrize("length", [0, -5, 10_000, "614", True, float("inf")])
def test_a_line_that_fits_on_no_screen_is_refused(length):
    with pytest.raises(RatingError, match="line_length_px"):
        read_filled_form({**GOOD, "line_length_px": length})


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b'"7.3"', b"[" * 5000, b"{"])
def test_a_body_that_is_no_object_is_refused(body):
    with pytest.raises(RatingError, match="The body is no JSON"):
        read_filled_form(body)


def test_a_body_longer_than_any_form_is_refused_unread():
    with pytest.raises(RatingError, match="9000 bytes"):
        read_filled_form(b" " * 9000)
