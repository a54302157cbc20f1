"""The course as a file of its own, and the legend that stands below chart and file."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from urllib.parse import unquote

import pytest

from dashboard.charts.address import svg_address
from dashboard.charts.items import item_courses, item_picture
from dashboard.charts.legend import legend_of
from dashboard.charts.overlay import Flag, Mark, Overlay, Superseded
from dashboard.charts.palette import DARK, LIGHT
from dashboard.charts.svg import svg_of
from dashboard.charts.trend import trend
from dashboard.words import SEVERITY, Shape
from fit.scales import ScaleKind, Score, scale
from tests.dashboard.courses import course

SVG = "{http://www.w3.org/2000/svg}"
OVERLAY = Overlay(
    marks=(
        Mark(meeting=6, kind=ScaleKind.ALLIANCE, title="fell", look=SEVERITY["act"]),
        Mark(meeting=2, kind=ScaleKind.OUTCOME, title="rose", look=SEVERITY["good"], is_open=False),
    ),
    superseded=(Superseded(meeting=3, kind=ScaleKind.OUTCOME, total=Score.of("9.9")),),
    dates={1: date(2026, 9, 2), 6: date(2026, 10, 7)},
    flags=(Flag(kind="Medication", said="dose halved", meeting=4),),
    newest=True,
)


@pytest.fixture(scope="module")
def figure():
    return trend(course([18.2, 19.5, 22.4, None, 21.0, 24.8], [37.5, 38.0, 38.4, 38.1, 38.3, 35.1]), OVERLAY)


def words(svg):
    return [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


def test_the_legend_names_each_kind_of_line_and_shape_once_the_ratings_first(figure):
    said = [entry.said for entry in legend_of(figure)]

    assert said[:2] == ["ORS", "SRS"]
    assert len(set(said)) == len(said)
    assert {
        "expected path (simulated reference)",
        "clinical cutoff (25)",
        "line for the SRS (36)",
        "within 5 points of the first rating: may be chance",
        "alert: talk about it next session",
        "alert: good news (no longer open)",
        "ORS that was taken out: no longer counts",
        "1 SD below the client's own usual SRS (to read by: no alert comes from it)",
        "the newest rating",
    } <= set(said)


def test_every_sample_of_the_legend_is_a_drawing_of_its_own(figure):
    samples = [unquote(entry.address()) for entry in legend_of(figure)]

    assert len(set(samples)) == len(samples)
    for sample in samples:
        drawn = ET.fromstring(sample.removeprefix("data:image/svg+xml,"))  # noqa: S314
        assert len(drawn) >= 1


def test_the_file_is_well_formed_says_its_words_and_holds_no_script(figure):
    svg = svg_of(figure, LIGHT, words="ORS rose & fell", heading="A <course>")
    root = ET.fromstring(svg)  # noqa: S314

    assert root.find(f"{SVG}desc").text == "ORS rose & fell"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "desc", "rect", "path", "text", "g"}
    assert "A <course>" in words(svg)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_the_file_shows_the_same_numbers_labels_and_legend_as_the_chart(figure):
    said = words(svg_of(figure, LIGHT, words=""))

    assert {"0", "10", "20", "30", "40", "1", "9", "ORS 24.8", "cutoff 25", "A"} <= set(said)
    assert {entry.said for entry in legend_of(figure)} <= set(said)
    assert "dotted: expected path (simulated reference)" in said


def test_a_rating_lies_where_the_axis_says(figure):
    svg = svg_of(figure, LIGHT, words="")
    # the axis: -1 to 41.5 points from the bottom to the top of the ground; ORS 18.2 and the cutoff of 25 lie on it
    path = next(
        element.get("d")
        for element in ET.fromstring(svg).iter(f"{SVG}path")  # noqa: S314
        if element.get("stroke") == LIGHT.outcome and element.get("stroke-width") == "3"
    )
    x, y = (float(part) for part in path.removeprefix("M").split("L")[0].split())
    top, bottom = 10, 410 - 64
    assert y == pytest.approx(top + (41.5 - 18.2) / 42.5 * (bottom - top), abs=0.1)
    left, right = 30, 900 - 142 - 30
    assert x == pytest.approx(left + (1 - 0.5) / 9 * (right - left), abs=0.1)
    assert path.count("M") == 2, "a session without a rating breaks the line"


def test_a_dark_file_has_a_dark_ground(figure):
    assert f'fill="{DARK.ground}"' in svg_of(figure, DARK, words="")


def test_a_picture_without_legend_is_shorter(figure):
    assert len(svg_of(figure, LIGHT, words="", legend=False)) < len(svg_of(figure, LIGHT, words=""))


def test_the_address_of_a_drawing_holds_nothing_that_ends_an_attribute(figure):
    address = svg_address(svg_of(figure, LIGHT, words="\"><b>&'"))

    assert address.startswith("data:image/svg+xml,")
    assert not set(address) & {'"', "<", ">", "#"}


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_of_a_status_can_be_drawn(shape):
    from dashboard.charts._symbols import symbol_path

    closed = symbol_path(shape.value, 10, 10, 5)
    assert closed.startswith("M")
    assert closed.endswith("Z")


def test_single_lines_are_drawn_apart_with_their_last_mark_and_read_out():
    ors = scale("ors")
    answers = [(1, {"individual": Score.of("3.5"), "social": None}), (3, {"individual": Score.of("6.1")})]

    (one,) = item_courses(ors, answers, is_outcome=True)
    drawn = item_picture(one, 4, LIGHT)

    assert one.in_words == "ORS, individual: from 3.5 at session 1 to 6.1 at session 3."
    assert words(drawn) == ["0", "5", "10", "1", "4", "6.1"]


def test_a_line_marked_once_is_said_as_it_is():
    (one,) = item_courses(scale("srs"), [(2, {"goals": Score.of("8.7")})], is_outcome=False)

    assert one.in_words == "SRS, goals: 8.7 at session 2."
    assert "6.1" not in item_picture(one, 2, LIGHT)
