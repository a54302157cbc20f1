"""What is drawn beside the two lines: bands of the path, own level, events, other raters, the newest rating, dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard.charts.overlay import Flag, Overlay
from dashboard.charts.trend import trend as described
from fit.scales import Informant
from tests.dashboard.courses import course

OUTCOME = [18.2, 19.5, 22.4, None, 21.0, 24.8]
ALLIANCE = [37.5, 38.0, 38.4, 38.1, 38.3, 35.1]
DAYS = {1: date(2026, 9, 2), 2: date(2026, 9, 12), 3: date(2026, 9, 16), 6: date(2026, 10, 6)}


@pytest.fixture(scope="module")
def one():
    return course(OUTCOME, ALLIANCE)


def trend(*asked):
    """The figure as Plotly reads it, which refuses what it does not know."""
    return go.Figure(described(*asked))


def traces(figure):
    return {trace.name: trace for trace in figure.data}


def said(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_the_zone_under_the_path_ends_at_the_line_below_which_a_rating_is_off_track(one):
    zone = traces(trend(one))["off track below"]

    assert zone.fill == "tonexty"
    assert zone.y[0] == 18.2
    # the engine's red line at the last rated session, one decimal
    assert zone.y[4] == round(one.band_path[4].red, 1)
    assert list(zone.x[:5]) == [1, 2, 3, 5, 6]
    assert f"off track {zone.y[-1]:.1f}" in said(trend(one))


def test_every_legend_text_of_the_path_is_there_only_with_a_path():
    names = traces(trend(course([34.0, 33.0], [38.0, 38.0])))

    assert not {"expected path", "off track below", "amber line"} & set(names)


def test_the_own_level_is_two_stepped_lines_of_different_dashes_from_the_fifth_session_rating(one):
    drawn = traces(trend(one))
    watch, rupture = drawn["own level: watch"], drawn["own level: rupture"]

    # earlier 37.5 38 38.4 38.1: mean 38.0, SD below one point, so 37.0 and 36.0; then with 38.3: 38.06
    assert (list(watch.x), list(watch.y)) == ([4.5, 5, 6, 6.5], [37.0, 37.0, 37.1, 37.1])
    assert list(rupture.y) == [36.0, 36.0, 36.1, 36.1]
    assert watch.line.shape == rupture.line.shape == "hvh"
    assert watch.line.dash != rupture.line.dash
    assert {"own watch 37.1", "own rupture 36.1"} <= set(said(trend(one)))


def test_the_own_level_can_be_left_out_and_is_not_there_when_too_few_ratings_came_before(one):
    assert "own level: watch" not in traces(trend(one, Overlay(with_own_level=False)))
    assert "own level: watch" not in traces(trend(course([20.0] * 4, [38.0] * 4)))


@pytest.mark.parametrize(
    ("flag", "place"),
    [
        (Flag(kind="Note", said="n", meeting=3), 3),
        (Flag(kind="Note", said="n", occurred_on=date(2026, 9, 2)), 1),
        (Flag(kind="Note", said="n", occurred_on=date(2026, 9, 5)), 1.3),
        (Flag(kind="Note", said="n", occurred_on=date(2026, 9, 26)), 4.5),
        (Flag(kind="Note", said="n", occurred_on=date(2026, 8, 1)), 0.6),
        (Flag(kind="Note", said="n", occurred_on=date(2026, 12, 1)), 6.4),
    ],
)
def test_an_event_stands_at_its_session_or_between_two_by_the_calendar(flag, place):
    assert Overlay(dates=DAYS).place(flag) == pytest.approx(place)


def test_an_event_of_a_day_has_no_place_when_no_session_has_a_day(one):
    flag = Flag(kind="Note", said="moved", occurred_on=date(2026, 9, 2))
    overlay = Overlay(flags=(flag,))

    assert overlay.place(flag) is None
    assert overlay.lettered() == (("A", flag),)
    assert "<b>A</b>" not in said(trend(one, overlay))


def test_events_are_lettered_along_the_course_and_their_words_stay_out_of_the_figure(one):
    late, early = Flag(kind="Note", said="<b>x", meeting=5), Flag(kind="Medication", said="y", meeting=2)
    figure = trend(one, Overlay(flags=(late, early)))

    assert [flag for _, flag in Overlay(flags=(late, early)).lettered()] == [early, late]
    assert {"<b>A</b>", "<b>B</b>"} <= set(said(figure))
    assert "<b>x" not in figure.to_json()


def test_after_the_letters_of_the_alphabet_they_are_doubled():
    flags = tuple(Flag(kind="Note", said=str(number), meeting=1) for number in range(28))

    assert [letter for letter, _ in Overlay(flags=flags).lettered()][24:] == ["Y", "Z", "AA", "BB"]


def test_another_rater_is_drawn_thinner_with_a_shape_nobody_else_has(one):
    caregiver = replace(course([15.0, 16.0], [None, None]), informant=Informant.CAREGIVER)

    drawn = traces(trend(one, Overlay(others=(caregiver,))))

    assert list(drawn["ORS by the caregiver"].y) == [15.0, 16.0]
    assert drawn["ORS by the caregiver"].line.width < drawn["ORS"].line.width
    symbols = [drawn[name].marker.symbol for name in ("ORS", "SRS", "ORS by the caregiver")]
    assert len(set(symbols)) == 3


def test_the_newest_ratings_are_ringed_when_the_page_comes_from_a_hand_over(one):
    ring = traces(trend(one, Overlay(newest=6)))["newest"]

    assert sorted(zip(ring.x, ring.y, strict=True)) == [(6, 24.8), (6, 35.1)]
    assert ring.marker.symbol == "circle-open"
    assert "newest" not in traces(trend(one))


def test_dates_stand_under_the_numbers_when_asked_for(one):
    axis = trend(one, Overlay(dates=DAYS, with_dates=True)).layout.xaxis

    assert dict(zip(axis.tickvals, axis.ticktext, strict=True))[3] == "3<br>16 Sep<br>2026"
    assert dict(zip(axis.tickvals, axis.ticktext, strict=True))[5] == "5"
    assert len(axis.tickvals) <= 6


def test_series_are_told_apart_without_any_colour(one):
    caregiver = replace(course([15.0, 16.0], [30.0, 31.0]), informant=Informant.CAREGIVER)
    figure = trend(one, Overlay(others=(caregiver,), newest=True))

    looks = [
        (trace.mode, trace.line.dash, trace.line.width, trace.line.shape, trace.marker.symbol, bool(trace.fillcolor))
        for trace in figure.data
        if trace.meta and not trace.meta.startswith(("clinical cutoff", "line for"))
    ]

    assert len(looks) >= 9
    assert len(set(looks)) == len(looks)
