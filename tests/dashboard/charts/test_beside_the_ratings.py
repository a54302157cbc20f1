"""What is drawn beside the two lines: bands of the path, own level, events, other raters, the newest rating, dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard.charts.overlay import Flag, Overlay
from dashboard.charts.titles import alliance_title, outcome_title
from dashboard.charts.trend import trend as described
from fit.scales import AgeBand, Informant, Score, scale
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
    # the engine's red line at the last rated session: the least whole tenth at or above it (decision 0006)
    red = one.band_path[4].red
    assert zone.y[4] - 0.1 < red <= zone.y[4]
    assert list(zone.x[:5]) == [1, 2, 3, 5, 6]
    assert zone.y[4] != zone.y[-1]
    assert f"off track below {zone.y[4]:.1f}" in said(trend(one)), "what holds for the last rating, not for a later one"


def test_the_label_of_the_red_line_is_the_number_of_the_alert():
    # 14.1 as the first of seven sessions, five of them rated: the alert spoke of the line at the last rated one
    one = course([14.1, 13.0, 13.1, 12.4, None, None, 10.0], [38.0] * 7)
    (alert,) = (signal for signal in one.signals if signal.rule.id == "off_track" and signal.session == 7)

    assert f"off track below {alert.evidence['red line']}" in said(trend(one))


def test_every_legend_text_of_the_path_is_there_only_with_a_path():
    names = traces(trend(course([34.0, 33.0], [38.0, 38.0])))

    assert not {"expected path", "off track below", "amber line"} & set(names)


def test_the_own_level_is_the_limit_that_alerts_and_two_lines_to_read_by_from_the_fifth_session_rating(one):
    drawn = traces(trend(one))
    limit, watch, rupture = (
        drawn[name] for name in ("own lower limit", "1 SD below own level", "2 SD below own level")
    )

    # earlier moves 0.5 0.4 0.3: mean 0.4, times 2.66 is 1.064 below the mean of 38.0
    assert limit.y[0] == pytest.approx(36.9)
    assert limit.line.width > watch.line.width

    # earlier 37.5 38 38.4 38.1: mean 38.0, SD below one point, so 37.0 and 36.0; then with 38.3: 38.06
    assert (list(watch.x), list(watch.y)) == ([4.5, 5, 6, 6.5], [37.0, 37.0, 37.1, 37.1])
    assert list(rupture.y) == [36.0, 36.0, 36.1, 36.1]
    assert watch.line.shape == rupture.line.shape == "hvh"
    assert len({limit.line.dash, watch.line.dash, rupture.line.dash}) == 3
    assert {"1 SD below own 37.1", "2 SD below own 36.1"} <= set(said(trend(one)))
    assert "rupture" not in trend(one).to_json()


def test_the_own_level_can_be_left_out_and_is_not_there_when_too_few_ratings_came_before(one):
    assert "own lower limit" not in traces(trend(one, Overlay(with_own_level=False)))
    assert "1 SD below own level" not in traces(trend(course([20.0] * 4, [38.0] * 4)))


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


def test_another_rater_has_a_colour_a_dash_a_shape_labels_and_a_cutoff_of_their_own(one):
    plain = course([15.0, 16.0], [None, None])
    caregiver = replace(plain, informant=Informant.CAREGIVER, clinical_cutoff=Score.of("28.0"))

    figure = trend(one, Overlay(others=(caregiver,)))
    drawn = traces(figure)
    assert {"<b>ORS caregiver 16.0</b>", "caregiver cutoff 28", "cutoff 25"} <= set(said(figure))
    assert set(drawn["caregiver cutoff"].y) == {28.0}
    assert drawn["ORS by the caregiver"].line.color not in {drawn["ORS"].line.color, drawn["SRS"].line.color}
    assert drawn["ORS by the caregiver"].line.dash not in {drawn["ORS"].line.dash, drawn["SRS"].line.dash}

    assert list(drawn["ORS by the caregiver"].y) == [15.0, 16.0]
    assert drawn["ORS by the caregiver"].line.width < drawn["ORS"].line.width
    symbols = [drawn[name].marker.symbol for name in ("ORS", "SRS", "ORS by the caregiver")]
    assert len(set(symbols)) == 3


def test_no_line_of_session_ratings_is_drawn_where_none_was_given_and_the_scale_is_that_of_the_age():
    child = course([20.0, 22.0], [None, None], age_band=AgeBand.CHILD)

    assert "SRS line" not in traces(trend(child))
    assert not any("line 36" in text for text in said(trend(child)))
    assert alliance_title(replace(child, outcome_scale=None)) == "CSRS"
    assert outcome_title(replace(child, outcome_scale=None)) == "CORS"
    assert alliance_title(replace(child, outcome_scale=scale("cors"))) == "CSRS"


def test_the_newest_ratings_are_ringed_when_the_page_comes_from_a_hand_over(one):
    ring = traces(trend(one, Overlay(newest=6)))["newest"]

    assert sorted(zip(ring.x, ring.y, strict=True)) == [(6, 24.8), (6, 35.1)]
    assert ring.marker.symbol == "circle-open"
    assert "newest" not in traces(trend(one))


def test_by_date_sessions_stand_as_far_apart_as_their_days_and_the_last_one_is_labelled(one):
    flag = Flag(kind="Note", said="n", occurred_on=date(2026, 9, 26))
    figure = trend(one, Overlay(dates=DAYS, flags=(flag,), with_dates=True))
    ors, axis = traces(figure)["ORS"], figure.layout.xaxis

    # days since 2 September; 4 and 5 have none and lie between 16 September and 6 October
    assert list(ors.x) == [0, 10, 14, pytest.approx(20.67), pytest.approx(27.33), 34]
    assert dict(zip(axis.tickvals, axis.ticktext, strict=True)) == {
        0: "1<br>2 Sep<br>2026",
        10: "2<br>12 Sep",
        14: "3<br>16 Sep",
        34: "6<br>6 Oct",
    }
    assert [note.x for note in figure.layout.annotations if note.text == "<b>A</b>"] == [pytest.approx(24, abs=0.1)]
    assert axis.range[0] < 0
    assert axis.range[1] > 34


def test_without_any_day_by_date_is_by_number(one):
    assert list(traces(trend(one, Overlay(with_dates=True)))["ORS"].x) == [1, 2, 3, 4, 5, 6]


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
