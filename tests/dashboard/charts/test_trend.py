from __future__ import annotations

from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from dashboard.charts.overlay import Flag, Mark, Overlay, Superseded
from dashboard.charts.palette import DARK, LIGHT
from dashboard.charts.trend import trend as described
from dashboard.words import SEVERITY
from fit.scales import ScaleKind, Score
from tests.dashboard.courses import course

OUTCOME = [18.2, 19.5, 22.4, None, 21.0, 24.8]
ALLIANCE = [37.5, 38.0, 38.4, 38.1, 38.3, 35.1]


@pytest.fixture(scope="module")
def one():
    return course(OUTCOME, ALLIANCE)


def trend(*asked, **more):
    """The figure as Plotly reads it, which refuses what it does not know."""
    return go.Figure(described(*asked, **more))


def traces(figure):
    return {trace.name: trace for trace in figure.data}


def annotations(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_both_ratings_are_drawn_at_their_sessions_on_an_axis_from_0_to_40(one):
    figure = trend(one)

    assert list(traces(figure)["ORS"].x) == [1, 2, 3, 4, 5, 6]
    assert list(traces(figure)["ORS"].y) == OUTCOME
    assert list(traces(figure)["SRS"].y) == ALLIANCE
    assert list(figure.layout.yaxis.tickvals) == [0, 10, 20, 30, 40]
    assert figure.layout.yaxis.range[0] <= 0
    assert figure.layout.yaxis.range[1] >= 40


def test_the_two_ratings_differ_in_colour_marker_and_line(one):
    ors, srs = traces(trend(one))["ORS"], traces(trend(one))["SRS"]

    assert ors.marker.symbol != srs.marker.symbol
    assert ors.line.color != srs.line.color
    assert ors.line.dash != srs.line.dash


def test_a_rating_that_was_not_given_leaves_a_gap(one):
    ors = traces(trend(one))["ORS"]

    assert ors.y[3] is None
    assert ors.connectgaps is False


def test_cutoff_and_session_line_are_dashed_and_named_at_their_height(one):
    figure = trend(one)

    assert set(traces(figure)["clinical cutoff"].y) == {25.0}
    assert set(traces(figure)["SRS line"].y) == {36.0}
    assert traces(figure)["clinical cutoff"].line.dash == traces(figure)["SRS line"].line.dash == "7px,5px"
    assert {"cutoff 25", "SRS line 36"} <= set(annotations(figure))


def test_the_band_lies_one_reliable_change_round_the_first_rating(one):
    (band,) = trend(one).layout.shapes

    assert (band.y0, band.y1) == (pytest.approx(13.2), pytest.approx(23.2))


def test_the_expected_path_names_its_set_in_the_picture_and_begins_at_the_first_rating(one):
    figure = trend(one)
    path = traces(figure)["expected path"]

    assert path.y[0] == 18.2
    assert list(path.x) == sorted(set(path.x))
    assert path.x[-1] > 6
    assert "simulated reference" in figure.layout.xaxis.title.text


def test_latest_scores_and_target_are_said_beside_the_lines(one):
    said = annotations(trend(one))

    assert "<b>ORS 24.8</b>" in said
    assert "<b>SRS 35.1</b>" in said
    assert any(text.startswith("target ") for text in said)


def test_a_first_rating_above_32_has_no_path_and_no_target():
    figure = trend(course([34.0, 33.0], [38.0, 38.0]))

    assert "expected path" not in traces(figure)
    assert "target" not in traces(figure)
    assert figure.layout.xaxis.title.text == "Session"


def test_a_client_with_session_ratings_only_has_no_outcome_lines():
    figure = trend(course([None], [36.4]))

    assert "<b>SRS 36.4</b>" in annotations(figure)
    assert not figure.layout.shapes
    assert "expected path" not in traces(figure)


def test_an_alert_is_marked_below_its_point_with_the_shape_of_its_severity(one):
    mark = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="The session rating fell", look=SEVERITY["act"])

    drawn = traces(trend(one, Overlay(marks=(mark,))))["alert: talk about it next session"]

    assert drawn.marker.symbol == "triangle-up"
    assert list(drawn.x) == [6]
    assert drawn.y[0] < 35.1


def test_a_mark_that_is_done_is_hollow(one):
    mark = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="fell", look=SEVERITY["act"], is_open=False)

    assert (
        traces(trend(one, Overlay(marks=(mark,))))["alert: talk about it next session (no longer open)"].marker.symbol
        == "triangle-up-open"
    )


def test_of_several_findings_in_one_rating_the_first_is_drawn_and_all_are_told_on_demand(one):
    act = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="is low", look=SEVERITY["act"])
    watch = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="one line is low", look=SEVERITY["watch"])

    drawn = traces(trend(one, Overlay(marks=(act, watch))))

    assert list(drawn["alert: talk about it next session"].text) == ["is low<br>one line is low"]
    assert "alert: keep an eye on it" not in drawn


def test_a_mark_without_a_rating_to_stand_at_is_left_to_the_list_of_alerts(one):
    mark = Mark(meeting=4, kind=ScaleKind.OUTCOME, title="no rating", look=SEVERITY["note"])

    assert not [name for name in traces(trend(one, Overlay(marks=(mark,)))) if name.startswith("alert")]


def test_a_replaced_rating_is_hollow_and_not_on_the_line(one):
    replaced = Superseded(meeting=3, kind=ScaleKind.OUTCOME, total=Score.of("9.9"))

    figure = trend(one, Overlay(superseded=(replaced,)))

    assert traces(figure)["replaced outcome rating"].marker.symbol == "circle-open"
    assert traces(figure)["replaced outcome rating"].mode == "markers"
    assert 9.9 not in traces(figure)["ORS"].y


def test_the_day_of_a_session_is_told_on_demand(one):
    figure = trend(one, Overlay(dates={2: date(2026, 3, 5)}))

    assert traces(figure)["ORS"].customdata[1] == "session 2, 5 Mar 2026"
    assert traces(figure)["ORS"].customdata[0] == "session 1"


def test_a_point_tells_its_lines_and_what_was_found_and_a_form_that_was_not_given_is_marked_at_the_foot(one):
    mark = Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="The session rating fell", look=SEVERITY["act"])
    items = {(ScaleKind.ALLIANCE, 6): "goals 8.0, overall 9.1"}
    drawn = traces(trend(one, Overlay(marks=(mark,), items=items)))

    assert drawn["SRS"].customdata[5] == "session 6<br>goals 8.0, overall 9.1<br>The session rating fell"
    assert drawn["ORS"].customdata[5] == "session 6"
    assert (list(drawn["not given"].x), list(drawn["not given"].text)) == ([4], ["ORS not given<br>session 4"])
    assert "not given" not in traces(trend(course([20.0, 21.0], [38.0, 38.5])))


def test_a_dark_screen_gets_its_own_colours(one):
    assert traces(trend(one, palette=DARK))["ORS"].line.color == DARK.outcome != LIGHT.outcome


def test_forty_sessions_stay_below_100_kilobytes():
    outcome = [15 + (session * 7 % 13) for session in range(40)]
    alliance = [30 + (session * 5 % 9) for session in range(40)]
    one = course(outcome, alliance)
    marks = tuple(
        Mark(meeting=meeting, kind=ScaleKind.ALLIANCE, title="The session rating is low", look=SEVERITY["act"])
        for meeting in range(1, 41)
    )
    dates = {meeting: date(2026, 1, 1) + timedelta(days=9 * meeting) for meeting in range(1, 41)}

    flags = tuple(Flag(kind="Life event", said="x" * 200, meeting=meeting) for meeting in range(1, 41, 4))
    replaced = tuple(
        Superseded(meeting=meeting, kind=ScaleKind.OUTCOME, total=Score.of("9.9")) for meeting in range(1, 41, 3)
    )
    items = {
        (kind, meeting): "individual 5.0, interpersonal 5.0, social 5.0, overall 5.0"
        for kind in ScaleKind
        for meeting in range(1, 41)
    }
    whole = Overlay(
        items=items,
        marks=marks,
        dates=dates,
        flags=flags,
        superseded=replaced,
        others=(one, one),
        with_dates=True,
        newest=True,
    )

    assert len(trend(one, whole).to_json()) < 100_000
    assert len(described(one, whole)["data"]) < 24
