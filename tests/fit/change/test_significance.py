"""Worked examples to their printed digits, with unequal inputs so that a swapped one would show.

Origins: Jacobson & Truax 1991 (toy case); vignettes and tests of the R package clinicalsignificance 2.1 (the index
families); the HA and unequal-SD figures were worked out from the papers' formulas by hand and in R.
"""

from __future__ import annotations

import numpy as np
import pytest

from fit.change import Change
from fit.change import significance as sig
from fit.errors import InputError

PRE = (30, 20, 10, 8, 6, 4, 2)


def test_the_toy_case_of_jacobson_and_truax():
    assert sig.standard_error(7.5, 0.80) == pytest.approx(3.3541, abs=5e-5)
    assert sig.standard_error_of_difference(7.5, 0.80) == pytest.approx(4.7434, abs=5e-5)
    assert sig.jacobson_truax([32.5], [47.5], sd=7.5, reliability=0.80)[0] == pytest.approx(3.1623, abs=5e-5)
    assert sig.reliable_change_points(7.5, 0.80) == pytest.approx(9.297, abs=5e-4)
    assert sig.cutoff_a(40, 7.5, functional_mean=60) == 55
    assert sig.cutoff_b(60, 7.5, clinical_mean=40) == 45
    assert sig.cutoff_c(40, 7.5, 60, 7.5) == 50


def test_unequal_sds_show_which_one_is_used():
    assert sig.cutoff_a(40, 6, functional_mean=60) == 52
    assert sig.cutoff_b(60, 9, clinical_mean=40) == 42  # the functional SD, not the clinical one
    assert sig.cutoff_c(68.35, 22.33, 50, 22) == pytest.approx(59.1067, abs=5e-5)
    assert sig.cutoff_c(19.6, 8.7, 28.0, 6.8) == pytest.approx(24.31, abs=5e-3)


def test_where_lower_is_better_the_cutoffs_turn_round():
    assert sig.cutoff_a(60, 6, functional_mean=40) == 48
    assert sig.cutoff_b(40, 9, clinical_mean=60) == 58


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (
            sig.jacobson_truax(np.zeros(5), [-8, -4, 0, 4, 8], sd=5, reliability=0.80),
            [-2.529822, -1.264911, 0, 1.264911, 2.529822],
        ),
        (
            sig.gulliksen_lord_novick(PRE, [2] * 7, mean_pre=5, sd=7, reliability=0.8),
            [-5.476190, -3.571429, -1.666667, -1.285714, -0.904762, -0.523810, -0.142857],
        ),
        (
            sig.hsu_linn_lord(PRE, [3, 2, 2, 2, 2, 2, 1], mean_pre=10, mean_post=7, sd=5, reliability=0.8),
            [-6.666667, -4.333333, -1.666667, -1.133333, -0.6, -0.066667, 0.133333],
        ),
        (
            sig.edwards_nunnally(PRE, [2] * 7, mean_pre=10, sd=5, reliability=0.8),
            [-10.733126, -7.155418, -3.577709, -2.862167, -2.146625, -1.431084, -0.715542],
        ),
        (
            sig.nunnally_kotsch(PRE, [2] * 7, mean_pre=10, sd=5, reliability=0.8, reliability_post=0.8),
            [-8.381164, -5.587442, -2.793721, -2.234977, -1.676233, -1.117488, -0.558744],
        ),
    ],
    ids=["JT", "GLN", "HLL", "EN", "NK"],
)
def test_each_index_holds_to_the_printed_digits(index, expected):
    assert index == pytest.approx(expected, abs=5e-7)


def test_nk_tells_the_two_reliabilities_apart():
    # -24 / sqrt(0.64 x 25 x 0.2 + 25 x 0.1) = -24 / sqrt(5.7)
    index = sig.nunnally_kotsch([30], [2], mean_pre=10, sd=5, reliability=0.8, reliability_post=0.9)
    assert index[0] == pytest.approx(-24 / 5.7**0.5)


def test_ha_corrects_for_the_unreliability_of_differences():
    # SE^2 = 25 x 0.2 = 5; of difference 25 + 36 - 2 x 5 x 6 x 0.5 = 31; r_dd = (31 - 10) / 31
    assert sig.reliability_of_difference(5, 6, 0.5, 0.8) == pytest.approx(21 / 31)
    index = sig.hageman_arrindell(
        [30, 10], [20, 12], mean_pre=15, mean_post=11, sd_pre=5, sd_post=6, correlation=0.5, reliability=0.8
    )
    # (-10 x 21/31 - 4 x 10/31) / (sqrt(21/31) x sqrt(10)) and (2 x 21/31 - 4 x 10/31) / the same
    assert index == pytest.approx([-250 / 31 / (21 * 10 / 31) ** 0.5, 2 / 31 / (21 * 10 / 31) ** 0.5])


def test_ha_is_refused_where_differences_are_all_error():
    with pytest.raises(InputError, match="no more than measurement error"):
        sig.reliability_of_difference(5, 5, 0.81, 0.8)


def test_hlm_measures_deviation_from_the_mean_slope():
    chance = np.random.default_rng(7)
    people, meetings = 25, 8
    sessions = np.tile(np.arange(1, meetings + 1), people)
    names = np.repeat(np.arange(people), meetings)
    slope = np.linspace(0, 4, people)
    intake = chance.normal(18, 4, people)
    scores = intake[names] + slope[names] * sessions + chance.normal(0, 1.5, people * meetings)
    index = sig.growth_model(names.tolist(), sessions, scores)
    assert abs(index[people // 2]) < sig.CRITICAL_95  # the mean slope itself
    assert index[0] < -sig.CRITICAL_95
    assert index[people - 1] > sig.CRITICAL_95


def test_hlm_needs_two_persons_with_two_scores():
    with pytest.raises(InputError, match="at least two persons"):
        sig.growth_model(["a", "a", "b"], [1, 2, 1], [10, 12, 9])


def test_hlm_is_refused_where_nobody_moves():
    with pytest.raises(InputError, match="does not settle"):
        sig.growth_model(np.repeat(np.arange(5), 6).tolist(), list(range(1, 7)) * 5, [10.0] * 30)


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (-1, 0.8), (5, 0), (5, 1), (5, 1.2), (float("nan"), 0.8)])
def test_statistics_that_cannot_be_are_refused(sd, reliability):
    with pytest.raises(InputError, match="standard deviation" if reliability == 0.8 else "reliability"):
        sig.standard_error(sd, reliability)


@pytest.mark.parametrize(
    ("pre", "post", "index", "change"),
    [
        (18, 30, 1.97, Change.RECOVERED),
        (18, 30, 1.96, Change.UNCHANGED),  # exactly critical is not beyond it
        (18, 25, 1.97, Change.IMPROVED),  # exactly at the cutoff is not across it
        (25, 30, 1.97, Change.IMPROVED),  # nor was it below
        (30, 18, -1.97, Change.HARMED),
        (25, 18, -1.97, Change.DETERIORATED),
        (30, 25, -1.97, Change.DETERIORATED),
        (18, 12, -1.97, Change.DETERIORATED),
        (18, 26, 1.0, Change.UNCHANGED),  # crossing alone is no recovery
        (18, float("nan"), float("nan"), Change.NOT_ASSESSABLE),
    ],
)
def test_computed_lines_are_strict_in_both_directions(pre, post, index, change):
    kept = {"cutoff": 25.0, "critical": 1.96}
    assert sig.classify([pre], [post], [index], **kept, lower_is_better=False) == (change,)
    turned = sig.classify([50 - pre], [50 - post], [-index], **kept, lower_is_better=True)
    assert turned == (change,)
