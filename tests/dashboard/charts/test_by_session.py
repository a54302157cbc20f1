"""One figure a session beside the own median: gaps stay gaps, few are said to be few."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from dashboard.charts.by_session import BySession, by_session_picture
from dashboard.charts.palette import LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def figure(*values, joined=True, full=None):
    labels = tuple(str(place) for place in range(1, len(values) + 1))
    return BySession(
        name="The longest silence", unit="s", values=values, labels=labels, named_by="session", joined=joined, full=full
    )


def drawn(one):
    return ET.fromstring(by_session_picture(one, LIGHT))  # noqa: S314


@pytest.mark.parametrize(("values", "middle"), [((4.0, 9.0), None), ((4.0, None, 9.0, 5.5), 5.5), ((4, 9, 5, 7), 6.0)])
def test_a_median_takes_three_known_sessions(values, middle):
    assert figure(*values).own_median == middle


def test_the_words_say_of_how_many_it_is_known_and_between_what():
    assert figure(4.0, None, 9.0, 5.5).in_words == (
        "The longest silence, known of 3 of 4 sessions: from 4.0 to 9.0 s, own median 5.5."
    )
    assert figure(None, None).in_words == "The longest silence, known of 0 of 2 sessions."


def lines(one):
    path = [each.get("d") for each in drawn(one).findall(f"{SVG}path") if each.get("stroke") == LIGHT.outcome]
    return path[0].count("L") if path else 0


def test_a_session_without_a_figure_breaks_the_line_and_sessions_of_several_clients_are_not_joined():
    assert lines(figure(4, 5, None, 6, 7, 8)) == 3
    assert lines(figure(4, 5, None, 6, 7, 8, joined=False)) == 0


def test_the_median_is_dashed_and_named_and_absent_where_there_is_none():
    assert "own median 6.0" in by_session_picture(figure(4, 9, 5, 7), LIGHT)
    assert "dasharray" not in by_session_picture(figure(4, 9), LIGHT)


def test_a_share_is_drawn_up_to_a_hundred_and_other_figures_up_to_the_next_line():
    numbers = [each.text for each in drawn(figure(23.5, full=100)).findall(f"{SVG}text")]
    assert "100" in numbers
    assert [one for one in ("0", "5", "10", "15") if one in (each.text for each in drawn(figure(13)).iter())] == [
        "0",
        "5",
        "10",
        "15",
    ]
    assert "20" not in [each.text for each in drawn(figure(13)).iter()]
