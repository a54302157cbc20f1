"""A sample through each family: its own statistics go where the formula wants them."""

from __future__ import annotations

import numpy as np
import pytest

from fit.change import Change
from fit.change import significance as sig
from fit.change.sample import CutoffKind, Group, Method, Sample, change_of_sample, index_of_sample
from fit.errors import InputError

PRE = np.array([30.0, 22.0, 18.0, 27.0, 15.5])
POST = np.array([12.0, 21.0, 25.0, 10.0, 9.0])
# Worked out in R: mean and sd of both, cor(pre, post).
M_PRE, SD_PRE, M_POST, SD_POST, R_12 = 22.5, 6.041523, 15.4, 7.162402, -0.2946491


@pytest.fixture
def sample():
    return Sample.of(PRE, POST, 0.8, 0.9)


def test_statistics_are_those_of_the_sample(sample):
    told = (sample.mean_pre, sample.sd_pre, sample.mean_post, sample.sd_post, sample.correlation)
    assert told == pytest.approx((M_PRE, SD_PRE, M_POST, SD_POST, R_12), abs=1e-6)


@pytest.mark.parametrize(
    ("method", "first"),
    [
        (Method.JT, -18 / (2**0.5 * SD_PRE * 0.2**0.5)),
        (Method.GLN, ((12 - M_PRE) - 0.8 * 7.5) / (SD_PRE * 0.6)),
        (Method.HLL, ((12 - M_POST) - 0.8 * 7.5) / (SD_PRE * 0.6)),
        (Method.EN, (12 - (0.8 * 7.5 + M_PRE)) / (SD_PRE * 0.2**0.5)),
        (Method.NK, (12 - (0.8 * 7.5 + M_PRE)) / (0.64 * SD_PRE**2 * 0.2 + SD_PRE**2 * 0.1) ** 0.5),
    ],
)
def test_each_family_uses_its_statistics(sample, method, first):
    assert index_of_sample(PRE, POST, method, sample)[0] == pytest.approx(first, abs=1e-5)


def test_ha_uses_both_spreads_and_the_correlation(sample):
    r_dd = sig.reliability_of_difference(SD_PRE, SD_POST, R_12, 0.8)
    first = (-18 * r_dd + (M_POST - M_PRE) * (1 - r_dd)) / (r_dd**0.5 * 2**0.5 * SD_PRE * 0.2**0.5)
    assert index_of_sample(PRE, POST, Method.HA, sample)[0] == pytest.approx(first, abs=1e-5)


def test_the_later_reliability_is_the_first_where_none_is_given():
    assert Sample.of(PRE, POST, 0.8, None).reliability_post == 0.8


def test_ha_needs_scores_that_vary():
    flat = Sample.of(PRE, np.full(5, 2.0), 0.8, None)
    assert flat.correlation is None
    with pytest.raises(InputError, match="HA needs scores that vary"):
        index_of_sample(PRE, np.full(5, 2.0), Method.HA, flat)


def test_one_person_is_no_sample():
    with pytest.raises(InputError, match="One person is no sample"):
        Sample.of(PRE[:1], POST[:1], 0.8, None)


def test_a_group_without_spread_is_refused():
    with pytest.raises(InputError, match=r"standard deviation of 0"):
        Group(mean=8.0, sd=0)


@pytest.mark.parametrize(
    ("kind", "line"),
    [(CutoffKind.A, 22.5 - 2 * 6), (CutoffKind.B, 8 + 2 * 5), (CutoffKind.C, (6 * 8 + 5 * 22.5) / 11)],
)
def test_each_cutoff_is_held_against_the_scores(kind, line):
    told = change_of_sample(
        PRE,
        POST,
        np.array([-3.0, 0.0, 3.0, -3.0, -3.0]),
        method=Method.JT,
        cutoff=kind,
        clinical=Group(mean=22.5, sd=6),
        functional=Group(mean=8, sd=5),
        lower_is_better=True,
    )
    assert told.cutoff == pytest.approx(line)
    assert told.change[1] == Change.UNCHANGED
    assert told.change[0] == (Change.RECOVERED if line > 12 else Change.IMPROVED)


def test_ha_has_a_critical_value_of_its_own():
    kept = {"cutoff": CutoffKind.C, "clinical": Group(mean=22.5, sd=6), "functional": Group(mean=8, sd=5)}
    told = change_of_sample(PRE, POST, np.full(5, -1.7), method=Method.HA, **kept, lower_is_better=True)
    assert told.critical == 1.65
    assert told.change[0] == Change.RECOVERED
