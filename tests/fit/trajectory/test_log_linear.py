"""The log-linear form: path, lines at percentiles, what its file may say. Expected values by hand or from tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fit.errors import DefinitionError, UnknownNameError
from fit.policies import load_policy, policy
from fit.trajectory import curve_file_text, curve_set, load_curve_set
from tests.fit.stories import HAND_CUBIC

CURVES = """
id = "by_log"
version = "1"
source = "made up for this test"
licence = "none"

[[curve]]
age_band = "adult"
form = "log_linear"
up_to_sessions = 4
flatten_at = 3
centre = 20
intercept = [21, 0.8]
slope = [4, -0.25]
intercept_sd = 3
slope_sd = 2
intercept_slope_correlation = -0.5
residual_sd = 4
"""
# ln 2, ln 3 and ln 4 from a printed table
LN_2, LN_3, LN_4 = 0.693147, 1.098612, 1.386294
# Percentage points of the normal distribution, from a printed table
Z_10, Z_16, Z_25 = 1.281552, 0.994458, 0.674490


@pytest.fixture
def load(tmp_path):
    def loaded(text=CURVES):
        file = tmp_path / "by_log.toml"
        file.write_text(text)
        return load_curve_set(file)

    return loaded


def spread(log):
    """9 + 2 x (-0.5) x 3 x 2 x log + 4 log^2 + 16."""
    return (25 - 6 * log + 4 * log * log) ** 0.5


def test_the_path_begins_at_the_intake_goes_by_the_log_of_the_session_and_flattens(assessed, load):
    # x = 16 - 20 = -4: intercept 21 - 3.2 = 17.8, slope 4 + 1 = 5
    expected = (16, 17.8 + 5 * LN_2, 17.8 + 5 * LN_3, 17.8 + 5 * LN_4, 17.8 + 5 * LN_4)
    one = assessed((16, 17, 18, 19, 20), curves=load())
    assert one.expected == pytest.approx(expected, abs=1e-5)
    assert one.target == pytest.approx(17.8 + 5 * LN_4, abs=1e-5)
    assert one.expected_path[:5] == pytest.approx(expected, abs=1e-5)


def test_the_lines_lie_at_the_policys_percentiles_of_the_spread(assessed, load):
    one = assessed((16, 17, 18), curves=load())
    at_3 = one.expected[2]
    assert one.band_path[0] == (16, 16)
    assert one.band_path[2] == pytest.approx((at_3 - Z_16 * spread(LN_3), at_3 - Z_10 * spread(LN_3)), abs=1e-4)
    assert len(one.band_path) == len(one.expected_path)
    assert (one.amber_below, one.red_below) == pytest.approx((Z_16 * spread(LN_3), Z_10 * spread(LN_3)), abs=1e-4)


@pytest.mark.parametrize(
    ("latest", "track"),
    # At session 2 the path is 21.265735 and the spread 4.767: amber line 16.5252, red line 15.1566
    [(16.6, "green"), (16.5, "amber"), (15.2, "amber"), (15.1, "red")],
)
def test_track_is_green_at_the_amber_line_and_red_below_the_red_line(assessed, load, latest, track):
    assert assessed((16, latest), curves=load()).track.value == track


def test_being_off_track_is_said_with_the_least_score_that_is_not(assessed, load):
    signal = next(s for s in assessed((16, 15.1), curves=load()).signals if s.rule.id == "off_track")
    assert {name: str(value) for name, value in signal.evidence.items()} == {
        "score": "15.1",
        "expected": "21.3",
        "red line": "15.2",
    }


def test_another_policy_moves_the_target_and_the_lines(assessed, load, tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(
        'based_on = "icce"\nversion = "1"\n'
        "[track]\ntarget_percentile = 75\namber_percentile = 25\nred_percentile = 10\n"
    )
    one = assessed((16, 17), curves=load(), by=load_policy(file))
    middle, sd = 17.8 + 5 * LN_2, spread(LN_2)
    assert one.expected == pytest.approx((16, middle + Z_25 * sd), abs=1e-4)
    assert one.band_path[1] == pytest.approx((middle - Z_25 * sd, middle - Z_10 * sd), abs=1e-4)


@pytest.mark.parametrize("order", ["amber_percentile = 9", "target_percentile = 15", "red_percentile = 0"])
def test_percentiles_out_of_order_are_refused(tmp_path, order):
    file = tmp_path / "ours.toml"
    file.write_text(f'based_on = "icce"\nversion = "1"\n[track]\n{order}\n')
    with pytest.raises(DefinitionError, match=r"ours.toml: red_percentile, amber_percentile and target_percentile"):
        load_policy(file)


def test_points_of_the_file_come_before_percentiles(assessed, load):
    one = assessed((16, 17), curves=load(CURVES + "red_below = -6\n"))
    assert one.red_below == pytest.approx(6)
    assert one.amber_below == pytest.approx(Z_16 * spread(LN_2), abs=1e-4)


def test_without_a_spread_the_policys_points_hold(assessed, load):
    text = CURVES[: CURVES.index("intercept_sd")]
    one = assessed((16, 17), curves=load(text))
    assert (one.amber_below, one.red_below) == (policy("icce").amber_below.points, policy("icce").red_below.points)


def test_nothing_is_drawn_after_a_high_start(assessed, load):
    one = assessed((32.1, 30), curves=load())
    assert (one.expected_path, one.band_path, one.red_below) == ((), (), 5.0)


def test_a_file_read_back_gives_the_same_set(load, tmp_path):
    for curves in (load(), replace(HAND_CUBIC, label='say "so"\\ ü', curves=HAND_CUBIC.curves[:1])):
        (tmp_path / "again.toml").write_text(
            curve_file_text(curves, {curve.age_band: "a note" for curve in curves.curves}, "heading"), "utf-8"
        )
        again = load_curve_set(tmp_path / "again.toml")
        names = ("id", "version", "label", "source", "licence", "scales", "curves")
        assert all(getattr(again, name) == getattr(curves, name) for name in names)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("slope = [4, -0.25]", "", "the key 'slope' is missing"),
        ("slope = [4, -0.25]", "slope = [4]", r"slope = \[4\] must be two numbers"),
        ("slope = [4, -0.25]", "slope = 4", "slope = 4 must be two numbers"),
        ("slope = [4, -0.25]", 'slope = [4, "x"]', "slope = 'x' is no number"),
        ("centre = 20", "centre = nan", "centre = nan is no number"),
        ("centre = 20", "centre = true", "centre = True is no number"),
        ("slope_sd = 2", "", "the key 'slope_sd' is missing"),
        ("slope_sd = 2", "slope_sd = -2", "intercept_sd, slope_sd and residual_sd must be 0 or more"),
        ("residual_sd = 4", "residual_sd = 0", "the last above 0"),
        ("correlation = -0.5", "correlation = -1.5", "intercept_slope_correlation = -1.5 must lie between"),
        ("flatten_at = 3", "flatten_at = 1001", "flatten_at of the adult curve must be 1000 or less"),
        ('"log_linear"', '"loglinear"', 'form = \'loglinear\' is not known. Use "cubic" or "log_linear"'),
    ],
)
def test_a_mistake_is_named_by_file_and_key(load, old, new, says):
    with pytest.raises(DefinitionError, match=f"by_log.toml: .*{says}"):
        load(CURVES.replace(old, new))


def test_a_file_without_a_curve_is_refused(load):
    with pytest.raises(DefinitionError, match=r"by_log.toml: there is no \[\[curve\]\]. Add one"):
        load(CURVES[: CURVES.index("[[curve]]")] + "curve = []\n")


def test_an_unknown_set_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"no curve set 'theirs'. Known: simulated_reference"):
        curve_set("theirs")
