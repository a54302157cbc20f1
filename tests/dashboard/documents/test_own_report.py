"""The report for the client: in every language whole, without a number, an alert or a note, and honest about chance."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest
from reportlab.graphics.shapes import Circle

from dashboard import locale
from dashboard.components.form_words import form_words
from dashboard.documents.own_report import own_report
from fit.casework import clinician
from fit.casework.views import GoalMark, GoalRow, GoalState, Move, OwnFall, OwnLine, OwnReport, Together
from fit.change import Change
from fit.reports._own_chart import goal_track, own_chart
from fit.reports.client_report import client_report
from fit.scales import AgeBand
from tests.dashboard.documents.conftest import (
    CLOSED,
    CODE,
    EVENT,
    GOAL,
    LET_GO,
    NAME,
    REACHED,
    reader_of,
    switched,
    text_of,
)


def goal(*marks, words=GOAL, state=GoalState.CURRENT):
    rated = tuple(GoalMark(rated_on=date(2026, 3, day), mark=mark) for day, mark in enumerate(marks, 1))
    return GoalRow(
        goal_id="1",
        words=words,
        agreed_on=date(2026, 3, 1),
        state=state,
        ended_on=None,
        reason="",
        replaces=None,
        plan_id=None,
        marks=rated,
    )


def line(*shares, cutoff=None):
    return OwnLine(shares=shares, move=Move.UP, is_todays=False, cutoff=cutoff)


def a_report(language="en", *, change=Change.IMPROVED, goals=(), outcome=None, alliance=None, **more):
    together = Together(language=language, age_band=AgeBand.ADULT, outcome=outcome, alliance=alliance)
    told = {"begins": date(2026, 3, 2), "ends": date(2026, 4, 20), "as_of": date(2026, 4, 27)}
    told |= {"fall": None, "client_name": NAME, "client_code": CODE, "clinic_name": "Harbour Clinic"}
    return OwnReport(together=together, change=change, goals=goals, **(told | more))


FULL = {
    "outcome": line(0.45, 0.5, None, 0.7, cutoff=0.625),
    "alliance": line(0.9, 0.95, None, 0.97),
    "goals": (goal(2, 4, 7), goal(5), goal(1, 8, state=GoalState.REACHED)),
}


@pytest.mark.parametrize("language", locale.languages())
def test_in_every_language_it_is_whole_and_can_be_printed(language):
    pdf = client_report(own_report(a_report(language, **FULL)))
    reader, words = reader_of(pdf), form_words(language)
    text = text_of(pdf)
    assert 1 <= len(reader.pages) <= 2
    assert "[?]" not in text, "a letter that the font has not"
    assert reader.metadata.title == words["report_title"]
    assert reader.metadata.author == "Harbour Clinic"
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    wanted = ("report_title", "together_outcome", "together_alliance", "report_goals")
    assert [one.title for one in reader.outline] == [words[name] for name in wanted]
    if language != "ar":  # its letters are joined on paper
        said = ("report_up", "report_gap", "report_goal_nearer", "report_goal_one", "report_goal_reached")
        bare = re.sub(r"\s", "", text)
        assert [name for name in said if re.sub(r"\s", "", words[name]) not in bare] == []


def left_of_title(report):
    """Where the title begins [points from the left edge of the sheet]."""
    found = []

    def visit(text, _cm, tm, _font, size):
        if text.strip() and size == 19.0:
            found.append(tm[4])

    reader_of(client_report(report)).pages[0].extract_text(visitor_text=visit)
    return min(found)


def test_arabic_begins_at_the_right_and_its_time_runs_to_the_left():
    assert left_of_title(own_report(a_report("ar", **FULL))) > 595 / 2
    assert left_of_title(own_report(a_report("en", **FULL))) < 60


@pytest.mark.parametrize("draw", [partial(own_chart, (0.2, 0.4, 0.9), 0.6), partial(goal_track, 2, 7)])
def test_the_drawings_are_mirrored_where_the_writing_is(draw):
    def places(*, right_to_left):
        drawing = draw(width=400.0, right_to_left=right_to_left)
        return [(round(one.cx, 1), round(one.cy, 1)) for one in drawing.contents if isinstance(one, Circle)]

    assert [(round(400 - x, 1), y) for x, y in places(right_to_left=True)] == places(right_to_left=False)


def test_the_same_day_gives_the_same_file():
    report = own_report(a_report(**FULL))
    assert client_report(report) == client_report(report)
    later = own_report(a_report(**FULL, as_of=date(2026, 5, 1)))
    assert text_of(client_report(later)).replace("1 May 2026", "27 April 2026") == text_of(client_report(report))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change.RECOVERED, "life is better than at the beginning"),
        (Change.IMPROVED, "life is better than at the beginning"),
        (Change.UNCHANGED, "about the same as at the beginning"),
        (Change.DETERIORATED, "life is harder than at the beginning"),
        (Change.HARMED, "life is harder than at the beginning"),
        (Change.NOT_ASSESSABLE, "not enough marks yet"),
    ],
)
def test_how_life_went_is_said_by_what_is_more_than_chance(change, said):
    assert said in text_of(client_report(own_report(a_report(change=change, outcome=line(0.4, 0.6)))))


@pytest.mark.parametrize("language", locale.languages())
def test_a_fall_since_the_time_before_is_said_and_is_not_called_chance(language):
    words = form_words(language)
    fallen = own_report(a_report(language, change=Change.UNCHANGED, fall=OwnFall.LAST, outcome=line(0.4, 0.2)))
    assert fallen.curves[0].said == (words["report_same"], words["report_fell"])
    quiet = own_report(a_report(language, change=Change.UNCHANGED, outcome=line(0.4, 0.4)))
    assert quiet.curves[0].said == (words["report_same"], words["report_chance"])
    if language != "ar":  # its letters are joined on paper
        printed = re.sub(r"\s", "", text_of(client_report(fallen)))
        assert re.sub(r"\s", "", words["report_fell"]) in printed
    assert "[?]" not in text_of(client_report(fallen))


@pytest.mark.parametrize(
    ("change", "fall", "said"),
    [
        (Change.IMPROVED, OwnFall.BEST, ("report_up", "report_below_best")),
        (Change.UNCHANGED, OwnFall.BEST, ("report_same", "report_below_best")),
        (Change.DETERIORATED, OwnFall.BEST, ("report_down",)),
        (Change.DETERIORATED, OwnFall.LAST, ("report_down", "report_fell")),
        (Change.IMPROVED, None, ("report_up",)),
    ],
)
def test_a_fall_from_the_best_is_said_once(change, fall, said):
    words = form_words("en")
    report = own_report(a_report(change=change, fall=fall, outcome=line(0.4, 0.7, 0.5)))
    assert report.curves[0].said == tuple(words[name] for name in said)


def test_a_single_mark_is_a_beginning_and_no_mark_is_said_kindly():
    first = text_of(client_report(own_report(a_report(change=Change.NOT_ASSESSABLE, outcome=line(0.4)))))
    assert "This is your first mark." in first
    assert "not enough marks" not in first
    none = text_of(client_report(own_report(a_report(change=Change.NOT_ASSESSABLE))))
    assert "There are not enough marks yet to see where things are going." in none


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ((), "There is no mark for it yet."),
        ((4,), "There is one mark so far."),
        ((4, 6), "about where the first one was"),
        ((4, 7), "clearly nearer to it"),
        ((7, 5), "about where the first one was"),
        ((7, 4), "clearly further away"),
    ],
)
def test_a_goal_is_told_in_words_and_less_than_three_marks_may_be_chance(marks, said):
    text = text_of(client_report(own_report(a_report(goals=(goal(*marks),), outcome=line(0.4)))))
    assert said in text
    assert GOAL in text


def test_the_dotted_line_is_explained_where_it_is_drawn_and_only_there():
    said = "Above the dotted line"
    assert said in text_of(client_report(own_report(a_report(outcome=line(0.4, 0.6, cutoff=0.6)))))
    assert said not in text_of(client_report(own_report(a_report(outcome=line(0.4, 0.6)))))


def test_a_gap_is_between_two_marks():
    said = "Where the line has a gap"
    assert said in text_of(client_report(own_report(a_report(outcome=line(0.4, None, 0.6)))))
    assert said not in text_of(client_report(own_report(a_report(outcome=line(None, 0.4, 0.6, None)))))


def test_without_a_name_the_code_stands_there(world, told):
    found = clinician.export_own_report(world.clinic, world.ann, told.episode)
    assert NAME in text_of(client_report(own_report(found)))
    coded = text_of(client_report(own_report(found, named=False)))
    assert CODE in coded
    assert NAME not in coded


def test_nothing_of_the_clinicians_is_in_it(world, told):
    found = clinician.export_own_report(world.clinic, world.ann, told.episode)
    text = text_of(client_report(own_report(found)))
    for hidden in (EVENT, CLOSED, LET_GO, "group", "I asked what I had missed", "North ann", "ORS", "SRS", "alert"):
        assert hidden not in text
    assert GOAL in text
    assert REACHED in text
    assert re.findall(r"\d+[.,]\d", text) == [], "no score"


def test_the_cutoff_is_drawn_only_where_the_clinic_lets_clients_see_it(world, told):
    plain = clinician.export_own_report(world.clinic, world.ann, told.episode)
    assert plain.together.outcome.cutoff is None
    wanted = clinician.export_own_report(switched(world, look_together_cutoff=True), world.ann, told.episode)
    assert wanted.together.outcome.cutoff == 25 / 40


@pytest.mark.parametrize(
    "words",
    [
        "<b>bold</b> & <script>alert(1)</script>",
        "word" * 75,
        "\u202eturned\u202c \u0000 \x07 bell",
        "goal with \N{PARTY POPPER} and \u0b95\u0bae\u0bbf\u0bb4\u0bcd",
        "(paren \\ back) Tj ET endstream",
        "自己走到港口",
        "أن أمشي وحدي إلى الميناء",
    ],
)
def test_hostile_words_are_printed_as_words(words):
    found = a_report(goals=(goal(2, 6, words=words),), outcome=line(0.4, 0.6), client_name=words, clinic_name=words)
    reader = reader_of(client_report(own_report(found)))
    assert len(reader.pages) <= 2
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    if words.startswith("<b>"):
        assert "<script>alert(1)</script>" in text_of(client_report(own_report(found)))
