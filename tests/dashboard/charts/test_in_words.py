from __future__ import annotations

from datetime import date

from dashboard.charts.in_words import trend_in_words, trend_table
from dashboard.charts.overlay import Mark, Overlay, Superseded
from dashboard.words import SEVERITY
from fit.scales import ScaleKind, Score
from tests.dashboard.courses import course

ONE = course([18.2, 19.5, 22.4, None, 21.0, 24.8], [37.5, 38.0, 38.4, 38.1, 38.3, 35.1])


def test_the_words_say_course_lines_and_target():
    said = trend_in_words(ONE)

    assert "Course over 6 sessions." in said
    assert "ORS began at 18.2 and is now 24.8; lowest 18.2, highest 24.8." in said
    assert "The clinical cutoff is 25.0." in said
    assert "less than 5.0 from the first rating (18.2)" in said
    assert "(simulated reference)" in said
    assert "The line for the SRS is 36.0." in said


def test_the_words_name_what_is_marked_and_what_was_replaced():
    mark = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="The session rating fell", look=SEVERITY["act"])
    replaced = Superseded(meeting=3, kind=ScaleKind.OUTCOME, total=Score.of("9.9"))

    said = trend_in_words(ONE, Overlay(marks=(mark,), superseded=(replaced,)))

    assert "Marked at session 6: The session rating fell." in said
    assert "A rating of 9.9 at session 3 was replaced" in said


def test_one_rating_is_said_as_the_only_one():
    said = trend_in_words(course([21.3], [None]))

    assert "Course over 1 session." in said
    assert "ORS is 21.3, the only rating so far." in said
    assert "SRS: no rating yet." in said


def test_the_table_has_a_row_a_session_and_nothing_where_nothing_was_given():
    mark = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="The session rating fell", look=SEVERITY["act"])

    rows = trend_table(ONE, Overlay(marks=(mark,), dates={1: date(2026, 3, 5)}))

    assert [row["Session"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[0]["Date"] == date(2026, 3, 5)
    assert rows[0]["ORS"] == 18.2
    assert rows[0]["Expected"] == 18.2
    assert rows[3]["ORS"] is None
    assert rows[5]["SRS"] == 35.1
    assert rows[5]["Marked"] == "The session rating fell"
