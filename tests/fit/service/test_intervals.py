"""Intervals against printed tables and other programs."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.proportion import proportion_confint

from fit.service.intervals import clustered_share, mean_interval, median_interval, wilson


@pytest.mark.parametrize(
    ("hits", "n", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_digits_of_newcombe_1998_table_1_method_3(hits, n, lower, upper):
    assert wilson(hits / n, n) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


@pytest.mark.parametrize(("hits", "n"), [(0, 7), (7, 7), (3, 17), (399, 1_000), (1, 1)])
def test_wilson_agrees_with_statsmodels(hits, n):
    assert wilson(hits / n, n) == pytest.approx(proportion_confint(hits, n, method="wilson"))


def test_nobody_has_no_interval():
    assert np.isnan(wilson(np.nan, 0)).all()


def test_the_share_itself_always_lies_in_its_interval():
    n = np.arange(1, 400)
    for hits in (np.zeros_like(n), n, n // 3):
        lower, upper = wilson(hits / n, n)
        assert (lower <= hits / n).all()
        assert (upper >= hits / n).all()


# Student 1908, additional hours of sleep with the second drug of the Cushny & Peebles data.
SLEEP = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_the_interval_of_a_mean_is_that_of_r_for_students_sleep():
    found = mean_interval(SLEEP.mean(), SLEEP.std(ddof=1), 10)
    # t.test(extra[group == 2]): 0.8976775 to 3.7623225
    assert found == (pytest.approx(0.8976775, abs=1e-6), pytest.approx(3.7623225, abs=1e-6))
    assert mean_interval(3.0, 0.0, 1) is None


@pytest.mark.parametrize(("n", "rank"), [(6, 1), (8, 1), (9, 2), (10, 2), (20, 6), (25, 8), (50, 18)])
def test_the_interval_of_a_median_takes_the_ranks_of_the_sign_test_tables(n, rank):
    # Ranks of the 95 % interval for the median as tabled (Hahn & Meeker 1991; Conover 1999): r-th from either end.
    values = np.random.default_rng(n).permutation(np.arange(1, n + 1))
    assert median_interval(values) == (rank, n - rank + 1)


def test_five_values_give_no_interval_of_a_median():
    assert median_interval(np.arange(5)) is None
    assert median_interval(np.array([])) is None


def test_a_share_of_sessions_has_the_spread_that_a_regression_with_clustered_errors_has():
    chance = np.random.default_rng(3)
    trials = chance.integers(1, 20, 60)
    hits = chance.binomial(trials, chance.beta(2, 5, 60))
    share, lower, upper = clustered_share(hits, trials)
    client = np.repeat(np.arange(60), trials)
    marks = np.concatenate([np.arange(n) < hit for hit, n in zip(hits, trials, strict=True)]).astype(float)
    fit = sm.OLS(marks, np.ones(marks.size)).fit(
        cov_type="cluster", cov_kwds={"groups": client, "df_correction": False, "use_correction": False}
    )
    variance = fit.bse[0] ** 2 * 60 / 59
    worth = share * (1 - share) / variance
    assert share == pytest.approx(fit.params[0])
    assert worth < trials.sum()
    assert (lower, upper) == pytest.approx(proportion_confint(share * worth, worth, method="wilson"))


def test_sessions_that_all_differ_are_never_worth_more_than_they_are():
    trials, hits = np.full(50, 2), np.ones(50)
    assert clustered_share(hits, trials)[1:] == pytest.approx(proportion_confint(50, 100, method="wilson"))


def test_where_no_session_is_a_hit_each_client_counts_once():
    assert clustered_share(np.zeros(4), np.array([30, 10, 0, 60])) == (
        0.0,
        0.0,
        pytest.approx(proportion_confint(0, 3, method="wilson")[1]),
    )
