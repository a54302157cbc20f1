from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree as ET

from dashboard.charts.palette import LIGHT
from dashboard.charts.sparkline import HEIGHT, WIDTH, sparkline, sparkline_address
from fit.scales import Score

SVG = "{http://www.w3.org/2000/svg}"


def scores(*points):
    return tuple(None if point is None else Score.of(point) for point in points)


def test_the_picture_is_a_drawing_with_a_line_and_an_end_for_each_scale():
    drawn = ET.fromstring(sparkline(scores(18.2, 20.0), scores(38.0, 36.0), LIGHT))  # noqa: S314

    assert len(drawn.findall(f"{SVG}circle")) == 1
    assert len(drawn.findall(f"{SVG}path")) == 4
    assert {path.get("stroke") for path in drawn.findall(f"{SVG}path")} >= {LIGHT.outcome, LIGHT.alliance}


def test_a_higher_score_is_drawn_higher():
    drawn = ET.fromstring(sparkline(scores(10, 30), (), LIGHT))  # noqa: S314
    circle = drawn.find(f"{SVG}circle")
    line = next(path.get("d") for path in drawn.findall(f"{SVG}path") if path.get("stroke") == LIGHT.outcome)

    assert float(circle.get("cy")) < float(line.split("L")[0].split(" ")[1])


def test_a_missing_rating_breaks_the_line():
    drawn = sparkline(scores(18, None, 20, 21), (), LIGHT)

    assert drawn.count("L") == 1


def test_only_the_last_twelve_sessions_are_drawn_and_they_stay_inside():
    drawn = ET.fromstring(sparkline(scores(*range(1, 31)), (), LIGHT))  # noqa: S314

    assert float(drawn.find(f"{SVG}circle").get("cx")) < WIDTH


def test_a_short_course_fills_its_picture_and_is_read_against_the_cutoff():
    drawn = ET.fromstring(sparkline(scores(18, 19, 20, 31), (), LIGHT, Score.of(25)))  # noqa: S314
    cutoff = next(path for path in drawn.findall(f"{SVG}path") if path.get("stroke") == LIGHT.expected)
    circle = drawn.find(f"{SVG}circle")

    assert float(circle.get("cx")) == WIDTH - 5
    # from 10 to 40 points over 50 pixels: 25 in the middle, 31 a fifth of them above
    assert cutoff.get("d").startswith("M0 30H")
    assert float(circle.get("cy")) == 20


def test_a_score_below_ten_is_drawn_inside():
    drawn = ET.fromstring(sparkline(scores(9, 4.0), (), LIGHT))  # noqa: S314

    assert float(drawn.find(f"{SVG}circle").get("cy")) == HEIGHT - 5


def test_no_rating_at_all_is_an_empty_picture():
    drawn = ET.fromstring(sparkline((), (), LIGHT))  # noqa: S314

    assert drawn.find(f"{SVG}circle") is None


def test_the_address_can_stand_in_double_quotes_and_says_the_same_drawing():
    address = sparkline_address(scores(18.2), scores(38.0), LIGHT)

    assert address.startswith("data:image/svg+xml,")
    assert not set('"<>#') & set(address)
    assert unquote(address).removeprefix("data:image/svg+xml,") == sparkline(scores(18.2), scores(38.0), LIGHT)
