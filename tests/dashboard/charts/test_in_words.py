from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.charts._reference import line_said
from dashboard.charts.in_words import trend_in_words, trend_table
from dashboard.charts.overlay import Flag, Mark, Overlay, Superseded
from dashboard.words import SEVERITY
from fit.scales import Informant, ScaleKind, Score
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
    assert "A rating of 9.9 at session 3 was taken out" in said


def test_one_rating_is_said_as_the_only_one():
    said = trend_in_words(course([21.3], [None]))

    assert "Course over 1 session." in said
    assert "ORS is 21.3, the only rating so far." in said
    assert "SRS: no rating yet." in said


def test_the_table_has_a_row_a_session_and_nothing_where_nothing_was_given():
    mark = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="The session rating fell", look=SEVERITY["act"])

    table = trend_table(ONE, Overlay(marks=(mark,), dates={1: date(2026, 3, 5)}))

    assert table.column("Session") == [1, 2, 3, 4, 5, 6]
    assert table.column("Date")[:2] == ["5 Mar 2026", None]
    assert table.column("ORS") == [18.2, 19.5, 22.4, None, 21.0, 24.8]
    assert table.column("Expected")[0] == 18.2
    assert table.column("SRS")[5] == 35.1
    assert table.column("Marked") == [None] * 5 + ["The session rating fell"]


def test_the_table_has_the_lines_of_the_path_and_of_the_clients_own_level():
    table = trend_table(ONE)

    assert table.column("Off track below") == [
        None if red is None else line_said(red)
        for red in (None, ONE.band_path[1].red, ONE.band_path[2].red, None, ONE.band_path[3].red, ONE.band_path[4].red)
    ]
    # earlier 37.5 38 38.4 38.1: mean 38.0 and an SD below one point
    assert table.column("1 SD below own level") == [None, None, None, None, 37.0, 37.1]
    assert table.column("2 SD below own level")[4] == 36.0


def test_without_an_own_level_the_table_has_no_columns_for_it():
    assert "1 SD below own level" not in trend_table(course([20.0], [38.0])).names
    assert "1 SD below own level" not in trend_table(ONE, Overlay(with_own_level=False)).names


def test_an_event_is_told_in_the_row_of_its_session_and_in_words():
    flag = Flag(kind="Medication", said="dose halved", meeting=2)

    assert trend_table(ONE, Overlay(flags=(flag,))).column("Events")[1] == "A: Medication, dose halved"
    assert "A, Session 2: Medication, dose halved." in trend_in_words(ONE, Overlay(flags=(flag,)))


def test_the_words_say_the_clients_own_level():
    assert "own usual SRS is 37.1, two SD below is 36.1" in trend_in_words(ONE)


def test_the_table_holds_what_other_people_marked_when_it_is_drawn():
    caregiver = replace(course([15.0, None, 16.5], [None] * 3), informant=Informant.CAREGIVER)

    table = trend_table(ONE, Overlay(others=(caregiver,)))

    assert table.column("ORS (caregiver)") == [15.0, None, 16.5, None, None, None]
    assert "SRS (caregiver)" not in table.names
    assert not [name for name in trend_table(ONE).names if "caregiver" in name]
