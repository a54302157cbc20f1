"""The curve file contract: which curve, which t, which target. Expected values worked out by hand below."""

from __future__ import annotations

import pytest

from fit.errors import DefinitionError
from fit.trajectory import load_curve_set

CURVES = """
id = "hand"
version = "1"
source = "made up for this test"
licence = "none"

[[curve]]
age_band = "adult"
form = "cubic"
up_to_sessions = 6
flatten_at = 3
centre = 20
intercept = [20, 1]
linear = [4, -0.2]
quadratic = [-0.5, 0.02]
cubic = [0.01, 0]
sd = 8
red_below = 4
amber_below = 1

[[curve]]
age_band = "adult"
form = "cubic"
up_to_sessions = 3
flatten_at = 2
centre = 18
intercept = [18, 1]
linear = [3, -0.1]
quadratic = [0, 0]
cubic = [0, 0]
"""


@pytest.fixture
def curves(tmp_path):
    file = tmp_path / "hand.toml"
    file.write_text(CURVES)
    return load_curve_set(file)


def test_the_shortest_curve_that_is_long_enough_is_used(assessed, curves):
    # three ratings: the short curve. x = 16 - 18 = -2; slope 3 + 0.2 = 3.2; 16, 19.2, 22.4
    assert assessed((16, 17, 18), curves=curves).expected == pytest.approx((16, 19.2, 22.4))


def test_a_longer_episode_uses_the_longer_curve_and_the_path_flattens(assessed, curves):
    # x = -4: 16 + 4.8 t - 0.58 t^2 + 0.01 t^3; t = 1, 2, 3, 3
    expected = (16, 20.23, 23.36, 25.45, 25.45)
    assert assessed((16, 17, 18, 19, 20), curves=curves).expected == pytest.approx(expected)


def test_beyond_the_longest_curve_the_longest_is_used(assessed, curves):
    assert assessed((16,) * 8, curves=curves).expected[-1] == pytest.approx(25.45)


def test_the_target_is_the_end_of_the_shortest_curve_whatever_curve_is_used(assessed, curves):
    one = assessed((16, 17, 18, 19, 24), curves=curves)
    assert one.target == pytest.approx(22.4)
    assert one.target_met_percent == pytest.approx(100 * 8 / 6.4)  # not clamped: 125


def test_bad_news_is_not_clamped_either(assessed, curves):
    assert assessed((16, 14), curves=curves).target_met_percent == pytest.approx(-31.25)


def test_the_curve_brings_its_own_standard_deviation(assessed, curves):
    assert assessed((16, 17, 18, 19, 24), curves=curves).effect_size == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("latest", "track"),
    [
        (24.5, "green"),  # 25.45 - 1 = 24.45: the least tenth above it
        (24.4, "amber"),
        (21.5, "amber"),  # 25.45 - 4 = 21.45
        (21.4, "red"),
    ],
)
def test_track_is_green_at_the_amber_line_and_red_below_the_red_line(assessed, curves, latest, track):
    assert assessed((16, 17, 18, latest), curves=curves).track.value == track


@pytest.mark.parametrize(("latest", "track"), [(19.2, "green"), (19.1, "amber"), (14.2, "amber"), (14.1, "red")])
def test_without_offsets_of_the_file_the_policys_hold(assessed, curves, latest, track):
    assert assessed((16, latest), curves=curves).track.value == track


def test_an_age_band_without_a_curve_has_no_expected_path(assessed, curves):
    one = assessed((16, 17), curves=curves, band="child")
    assert (one.expected, one.track.value, one.target) == ((None, None), "not_assessable", None)


def test_a_session_without_rating_is_no_meeting_of_the_path(assess_rows, curves):
    rows = [("E", session, "ors", points) for session, points in ((1, 16), (4, 17), (9, 18))]
    assert assess_rows(rows, curves=curves).episode(0).expected == pytest.approx((16, 19.2, 22.4))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "hand"', "", "hand.toml: the key 'id' is missing"),
        ('form = "cubic"', 'form = "spline"', "hand.toml: form = 'spline' is not known"),
        ('age_band = "adult"', 'age_band = "old"', "hand.toml: 'old' is not a valid AgeBand"),
        ("up_to_sessions = 3", "up_to_sessions = 6", "hand.toml: two curves for"),
        ("flatten_at = 2", "flatten_at = 0", "hand.toml: up_to_sessions and flatten_at"),
        ("centre = 18", "centre = ", "hand.toml: cannot be read as a curve file"),
    ],
)
def test_a_curve_file_with_a_mistake_is_refused_by_name_and_key(tmp_path, old, new, says):
    file = tmp_path / "hand.toml"
    file.write_text(CURVES.replace(old, new))
    with pytest.raises(DefinitionError, match=says.replace("(", r"\(")):
        load_curve_set(file)
