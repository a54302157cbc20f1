"""The fitted path on clients who were not fitted, and who leave early and not by chance."""

from __future__ import annotations

import numpy as np
import pytest

from fit.policies import policy
from fit.simulation import simulate_range
from fit.simulation.honest_path import honesty_of_path
from fit.trajectory import curve_set


@pytest.fixture(scope="module")
def rows():
    return honesty_of_path(curve_set("simulated_reference"), policy("icce"), clients=8_000, seed=11)


def test_the_path_is_near_the_mean_if_nobody_left_and_the_mean_of_those_still_there_is_not(rows):
    late = [row for row in rows if row.session >= 8]
    assert all(abs(row.bias_of_path) < 1.5 for row in rows)
    assert all(row.bias_of_session_mean < -2 for row in late)
    assert all(abs(row.bias_of_path) < abs(row.bias_of_session_mean) for row in late)


def test_the_lines_have_about_as_many_under_them_as_the_policy_says(rows):
    assert all(row.under_amber == pytest.approx(0.16, abs=0.025) for row in rows)
    assert all(row.under_red == pytest.approx(0.10, abs=0.025) for row in rows)


def test_every_session_has_fewer_still_there(rows):
    assert [row.session for row in rows] == list(range(2, 13))
    assert [row.still_there for row in rows] == sorted((row.still_there for row in rows), reverse=True)


def test_the_same_population_can_go_on_as_if_nobody_left():
    stayed, left = simulate_range(0, 50, 1, everybody_stays=True), simulate_range(0, 50, 1)
    assert set(stayed.truth.last_session) == {40}
    assert left.truth.last_session.max() < 40
    assert np.array_equal(stayed.truth.first_level, left.truth.first_level)
