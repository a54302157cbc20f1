"""The client's own line: which way it runs, what stands out, and that nothing judges."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from dashboard.charts.own_line import HEIGHT, MARGIN, WIDTH, own_line_svg
from fit.casework.views import Move, OwnLine

SVG = "{http://www.w3.org/2000/svg}"


def line(*shares, cutoff=None):
    return OwnLine(shares=shares, move=Move.SAME, is_todays=True, cutoff=cutoff)


def drawn(*shares, right_to_left=False, cutoff=None):
    svg = own_line_svg(line(*shares, cutoff=cutoff), right_to_left=right_to_left)
    return ET.fromstring(svg)  # noqa: S314  of our own making


def newest(tree):
    (mark,) = [each for each in tree.iter(f"{SVG}circle") if each.get("class") == "newest"]
    return float(mark.get("cx")), float(mark.get("cy"))


def test_the_best_is_on_top_and_the_worst_below():
    assert newest(drawn(0.5, 1.0))[1] == MARGIN
    assert newest(drawn(0.5, 0.0))[1] == HEIGHT - MARGIN


def test_time_runs_as_the_writing_does():
    assert newest(drawn(0.2))[0] == MARGIN
    assert newest(drawn(0.2, right_to_left=True))[0] == WIDTH - MARGIN
    assert newest(drawn(*[0.5] * 6))[0] == WIDTH - MARGIN
    assert newest(drawn(*[0.5] * 6, right_to_left=True))[0] == MARGIN


def test_a_young_line_leaves_room_for_what_is_to_come():
    assert newest(drawn(0.2, 0.3))[0] == pytest.approx(MARGIN + (WIDTH - 2 * MARGIN) / 5, abs=0.1)


def test_a_session_without_a_mark_leaves_a_gap():
    whole, broken = own_line_svg(line(0.2, 0.3, 0.4)), own_line_svg(line(0.2, None, 0.4))
    path = re.compile(r"<path d='(M[^']*)' stroke='#0f6b6b'")
    assert path.search(whole)[1].count("L") == 2
    assert path.search(broken)[1].count("L") == 0


def test_the_newest_mark_is_the_last_that_was_given():
    assert newest(drawn(0.2, 0.8, None)) == newest(drawn(0.2, 0.8))


def test_it_holds_no_word_and_no_number_to_read():
    assert "".join(drawn(0.2, 0.8, cutoff=0.5).itertext()) == ""


def test_the_cutoff_is_drawn_only_when_it_is_given():
    assert "cutoff" not in own_line_svg(line(0.2, 0.8))
    assert "class='cutoff' d='M8 160H" in own_line_svg(line(0.2, 0.8, cutoff=0.5))


@pytest.mark.parametrize("shares", [(0.9, 0.1), (0.1, 0.9)])
def test_falling_is_drawn_in_the_same_colours_as_rising(shares):
    colours = set(re.findall("#[0-9a-f]{6}", own_line_svg(line(*shares))))
    assert colours == {"#0f6b6b", "#d9ebe8", "#e7e0d6", "#fffefb"}
