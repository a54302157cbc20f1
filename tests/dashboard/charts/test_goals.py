"""Goals as pictures, marks on the course and a table: one line of goals that replaced each other is one picture."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from dashboard.charts.goals import goal_courses, goal_events, goal_flags, goal_picture, shortened, span_of
from dashboard.charts.interval import interval_picture
from dashboard.charts.palette import DARK, LIGHT
from fit.casework.views import GoalMark, GoalRow, GoalState

START = date(2026, 3, 2)


def day(number):
    return START + timedelta(days=number)


def goal(name, *marks, since=0, state=GoalState.CURRENT, ended=None, replaces=None, reason=""):
    return GoalRow(
        goal_id=name,
        words=f"words of {name}",
        agreed_on=day(since),
        state=state,
        ended_on=None if ended is None else day(ended),
        reason=reason,
        replaces=replaces,
        plan_id=None,
        marks=tuple(GoalMark(rated_on=day(at), mark=mark) for at, mark in marks),
    )


FIRST = goal("first", (0, 2), (7, 3), state=GoalState.CHANGED, ended=14, reason="too large")
SECOND = goal("second", (14, 4), since=14, state=GoalState.CHANGED, ended=21, replaces="first")
THIRD = goal("third", (21, 5), (50, 10), since=21, replaces="second")
OTHER = goal("other", (3, 6), since=3, state=GoalState.REACHED, ended=40)
WRONG = goal("wrong", (1, 9), since=1, state=GoalState.MISTAKEN, ended=2, reason="another client's")
ALL = (FIRST, OTHER, WRONG, SECOND, THIRD)


def test_goals_that_replaced_each_other_are_one_line_the_oldest_first():
    assert [[one.goal_id for one in course.goals] for course in goal_courses(ALL)] == [
        ["other"],
        ["first", "second", "third"],
    ]


def test_all_pictures_run_over_the_same_days():
    assert span_of(goal_courses(ALL), day(100)) == (START, day(100))


def dots(svg):
    """Left edge and fill of every mark, in the order drawn."""
    found = re.findall(r'<path d="M([\d.]+)[ ,]([\d.]+)[^"]*" fill="(#\w+)" stroke="#\w+" stroke-width="1.5"', svg)
    return [(float(x), float(y), fill) for x, y, fill in found]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_marks_before_a_change_are_hollow_and_lie_by_day_and_height(palette):
    course = goal_courses(ALL)[1]
    drawn = dots(goal_picture(course, span_of([course], day(50)), palette))

    assert [fill for *_, fill in drawn] == [palette.ground] * 3 + [palette.outcome] * 2
    across, heights = [x for x, _, _ in drawn], [y for _, y, _ in drawn]
    # days 0 7 14 21 50 and marks 2 3 4 5 10: equal steps but for the last, which is 29/7 and 5 times as large
    step, rise = across[1] - across[0], heights[0] - heights[1]
    assert across[4] - across[3] == pytest.approx(step * 29 / 7, abs=0.2)
    assert heights[3] - heights[4] == pytest.approx(rise * 5, abs=0.2)
    assert min(step, rise) > 0


def test_each_change_is_an_upright_with_its_word():
    svg = goal_picture(goal_courses(ALL)[1], span_of(goal_courses(ALL), day(50)), LIGHT)

    assert svg.count('stroke-dasharray="4 3"') == svg.count(">Changed</text>") == 2


def test_a_goal_noted_and_looked_at_on_one_day_is_drawn():
    course = goal_courses([goal("new", (0, 0))])[0]

    assert len(dots(goal_picture(course, span_of([course], START), LIGHT))) == 1


def test_the_words_say_all_that_the_picture_shows():
    assert goal_courses(ALL)[1].in_words == (
        "“words of first”, agreed on 2 Mar 2026. Rated 2 on 2 Mar 2026, 3 on 9 Mar 2026, of 10. "
        "Changed on 16 Mar 2026. “words of second”, agreed on 16 Mar 2026. Rated 4 on 16 Mar 2026, of 10. "
        "Changed on 23 Mar 2026. “words of third”, agreed on 23 Mar 2026. Rated 5 on 23 Mar 2026, 10 on 21 Apr 2026, "
        "of 10."
    )


def test_words_of_a_client_cannot_leave_the_picture():
    one = goal_courses([goal("<script>", (0, 1))])[0]
    svg = goal_picture(one, span_of([one], day(3)), LIGHT)

    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_changes_reached_and_let_go_are_marks_of_the_course_and_mistakes_are_not():
    assert [(flag.kind, flag.said, flag.occurred_on) for flag in goal_flags(ALL)] == [
        ("Goal changed", "“words of first” into “words of second”", day(14)),
        ("Goal reached", "“words of other”", day(40)),
        ("Goal changed", "“words of second” into “words of third”", day(21)),
    ]


def test_the_table_tells_everything_by_day():
    told = [(when, what) for when, what, words in goal_events((FIRST, SECOND)) if words]

    assert told == [
        (day(0), "Agreed"),
        (day(0), "Rated 2 of 10"),
        (day(7), "Rated 3 of 10"),
        (day(14), "Changed: too large"),
        (day(14), "Agreed anew"),
        (day(14), "Rated 4 of 10"),
        (day(21), "Changed"),
    ]


def test_what_happened_on_one_day_stands_in_the_order_in_which_it_can_have_happened():
    newer = goal("newer", (0, 5), replaces="older")
    older = goal("older", (0, 4), state=GoalState.CHANGED, ended=0)

    assert [(what, words) for _, what, words in goal_events((newer, older))] == [
        ("Agreed", "words of older"),
        ("Rated 4 of 10", "words of older"),
        ("Changed", "words of older"),
        ("Agreed anew", "words of newer"),
        ("Rated 5 of 10", "words of newer"),
    ]


@pytest.mark.parametrize(("length", "shown"), [(60, 60), (61, 60), (300, 60)])
def test_long_words_are_hinted_at(length, shown):
    words = shortened("x" * length)

    assert (len(words), words.endswith("…")) == (shown, length > 60)


def test_a_share_lies_on_its_line_between_the_ends_of_its_interval():
    svg = interval_picture(0.25, 0.1, 0.6, LIGHT)
    bars = re.findall(r'd="M([\d.]+) 14H([\d.]+)"', svg)
    (dot,) = re.findall(r'circle cx="([\d.]+)"', svg)

    # the line runs from 20 to 220: a tenth at 40, a quarter at 70, six tenths at 140
    assert [tuple(map(float, bar)) for bar in bars] == [(20, 220), (40, 140)]
    assert float(dot) == 70
