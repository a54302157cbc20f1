"""Partial pooling against published analyses and statsmodels; whom it shows; how well its intervals hold."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from fit.service.figure import NotAssessable
from fit.service.partial_pooling import SHOWINGS, Groups, adjusted_groups, between, pool, pool_episodes
from tests.fit.service.made_up import plain

# Davies & Goldsmith 1972, table 6.1: yield of dyestuff from six batches; the example of lme4's documentation.
DYESTUFF = {
    "A": [1545, 1440, 1440, 1520, 1580],
    "B": [1540, 1555, 1490, 1560, 1495],
    "C": [1595, 1550, 1605, 1510, 1560],
    "D": [1445, 1440, 1595, 1465, 1545],
    "E": [1595, 1630, 1515, 1635, 1625],
    "F": [1520, 1455, 1450, 1480, 1445],
}


def dyestuff() -> Groups:
    batch = np.repeat(np.arange(6), 5)
    gain = np.concatenate([np.array(one, float) for one in DYESTUFF.values()])
    return adjusted_groups(batch, np.full(30, 20.0), gain, np.zeros(30, np.int8))


def test_the_restricted_likelihood_finds_the_dyestuff_figures_of_lme4():
    groups = dyestuff()
    # lmer(Yield ~ 1|Batch): Batch 1764.05, Residual 2451.25, intercept 1527.50, standard error 19.38
    assert groups.sd**2 == pytest.approx(2451.25)
    assert between(groups) ** 2 == pytest.approx(1764.05, abs=0.01)
    known = pool(groups, spread=between(groups))
    assert known.clinic_mean == pytest.approx(1527.5)
    assert known.clinic_standard_error == pytest.approx(19.38, abs=0.005)


def test_with_the_spread_taken_as_known_the_estimates_are_lme4s_conditional_modes():
    groups = dyestuff()
    part = pool(groups, spread=between(groups)).estimate - 1527.5
    # ranef(fm1): Bates, lme4: Mixed-effects modeling with R, chapter 1
    assert part == pytest.approx([-17.6069, 0.3913, 28.5622, -23.0846, 56.7336, -44.9952], abs=2e-3)


def test_averaged_over_the_spread_the_eight_schools_are_those_of_gelman():
    # Rubin 1981; posterior means under a flat prior on tau as Stan and BDA3 (section 5.5) print them, from sampling.
    error = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
    groups = Groups(
        clinician=np.arange(8),
        n=1 / error**2,
        mean=np.array([28.0, 8, -3, 7, -1, 1, 18, 12]),
        sd=1.0,
        freedom=1_000,
    )
    found = pool(groups)
    assert found.estimate == pytest.approx([11.4, 7.9, 6.2, 7.7, 5.1, 6.2, 10.6, 8.5], abs=0.3)
    assert found.standard_error == pytest.approx([8.3, 6.2, 7.7, 6.5, 6.4, 6.7, 6.8, 7.9], abs=0.4)
    assert found.clinic_mean == pytest.approx(7.9, abs=0.2)
    assert found.spread == pytest.approx(6.6, abs=0.3)
    assert found.clinic_standard_error == pytest.approx(5.2, abs=0.3)


def clinic(chance, clinicians=40, *, tau=0.0, effect=0.0, cases=(15, 90), sd=7.5):
    """Gains of a made-up clinic; `tau` [points] between clinicians, `effect` [points] of the last one."""
    n = chance.integers(*cases, clinicians)
    who = np.repeat(np.arange(clinicians), n)
    intake = np.clip(chance.normal(19.6, 8.7, who.size), 0, 40)
    part = chance.normal(0, tau, clinicians)
    part[-1] += effect
    gain = 7 - 0.55 * (intake - 19.6) + part[who] + chance.normal(0, sd, who.size)
    return who, intake, gain, np.zeros(who.size, np.int8), part


def test_an_unbalanced_clinic_agrees_with_statsmodels():
    who, intake, gain, band, _ = clinic(np.random.default_rng(5), tau=2.5)
    groups = adjusted_groups(who, intake, gain, band)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = MixedLM(gain, np.column_stack([np.ones(who.size), intake - intake.mean()]), who)
        # Its default stops early on these data (bfgs: not converged); this one agrees with a full likelihood by hand.
        other = other.fit(reml=True, method="powell")
    assert other.converged
    assert groups.sd**2 == pytest.approx(other.scale, rel=2e-3)
    assert between(groups) ** 2 == pytest.approx(other.cov_re[0, 0], rel=2e-3)
    mine = pool(groups, spread=between(groups))
    theirs = np.array([other.random_effects[one].iloc[0] for one in range(40)]) + other.fe_params[0]
    assert mine.estimate == pytest.approx(theirs, abs=0.02)


def test_a_finer_grid_and_a_wider_one_change_nothing(monkeypatch):
    groups = adjusted_groups(*clinic(np.random.default_rng(6), tau=1.0)[:4])
    before = pool(groups).estimate
    monkeypatch.setattr("fit.service.partial_pooling.GRID", 481)
    assert pool(groups).estimate == pytest.approx(before, abs=1e-3)
    monkeypatch.setattr("fit.service.partial_pooling.WIDEST", 12.0)
    assert pool(groups).estimate == pytest.approx(before, abs=1e-3)


def test_few_cases_are_drawn_further_toward_the_clinic_than_many():
    groups = Groups(
        clinician=np.arange(8),
        n=np.array([15, 200, 60, 60, 60, 60, 60, 60]),
        mean=np.array([10.0, 10.0, 4.0, 5.0, 6.0, 7.0, 5.5, 6.5]),
        sd=8.0,
        freedom=500,
    )
    found = pool(groups)
    assert found.clinic_mean < found.estimate[0] < found.estimate[1] < 10
    assert found.standard_error[0] > found.standard_error[1]


def test_a_clinician_is_not_blamed_for_clients_who_begin_high():
    chance = np.random.default_rng(11)
    who = np.repeat(np.arange(10), 60)
    intake = chance.normal(19, 4, who.size) + np.where(who == 9, 8, 0)
    gain = 20 - 0.6 * intake + chance.normal(0, 4, who.size)
    groups = adjusted_groups(who, intake, gain, np.zeros(who.size, np.int8))
    raw = np.bincount(who, gain) / 60
    assert raw[9] < raw[:9].min() - 2
    assert abs(groups.mean[9] - groups.mean[:9].mean()) < 1.5


def test_each_age_band_has_its_own_line():
    chance = np.random.default_rng(12)
    who, band = np.repeat(np.arange(6), 80), np.tile([0, 2], 240).astype(np.int8)
    intake = chance.normal(20, 6, who.size)
    gain = np.where(band == 0, 16 - 0.6 * intake, 5 - 0.1 * intake) + chance.normal(0, 1, who.size)
    assert adjusted_groups(who, intake, gain, band).sd == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize(
    ("cases", "showing"), [(14, "hidden"), (15, "provisional"), (16, "provisional"), (29, "provisional"), (30, "shown")]
)
def test_estimates_are_hidden_below_15_closed_episodes_and_provisional_up_to_29(cases, showing):
    n = np.array([cases, 40, 40, 40, 40, 40])
    who = np.repeat(np.arange(6), n)
    chance = np.random.default_rng(cases)
    found = pool_episodes(
        plain(
            who.size,
            clinician=who,
            intake=chance.integers(50, 300, who.size),
            gain=chance.integers(-50, 150, who.size),
            ratings=2,
            on_points=True,
            ending=0,
        )
    )
    assert SHOWINGS[found.showing[0]] == showing
    assert found.may_show().tolist() == [cases >= 15, True, True, True, True, True]


def test_open_episodes_and_single_ratings_do_not_count():
    found = pool_episodes(
        plain(
            240,
            clinician=np.tile(np.arange(6), 40),
            intake=np.arange(240) % 200 + 50,
            gain=np.arange(240) % 130,
            ratings=np.where(np.arange(240) < 12, 1, 2),
            on_points=True,
            ending=np.where(np.arange(240) >= 228, -1, 0),
        )
    )
    assert found.groups.n.tolist() == [36] * 6


def test_four_clinicians_are_too_few_to_speak_of_a_spread():
    who = np.repeat(np.arange(4), 40)
    found = adjusted_groups(who, np.arange(160.0), np.arange(160.0) % 7, np.zeros(160, np.int8))
    assert isinstance(found, NotAssessable)
    assert "fewer than 5 clinicians" in found.reason
    assert isinstance(pool_episodes(plain(0)), NotAssessable)


def test_one_episode_each_tells_nothing_of_clients():
    found = adjusted_groups(np.arange(9), np.arange(9.0), np.arange(9.0) % 4, np.zeros(9, np.int8))
    assert isinstance(found, NotAssessable)
    assert "too few closed episodes" in found.reason


def coverage(*, clinicians, tau, clinics, known):
    """Share of intervals that hold the truth, and the error of estimates and of plain means, all against the clinic."""
    chance = np.random.default_rng(clinicians)
    inside, away, raw = [], [], []
    for _ in range(clinics):
        *columns, part = clinic(chance, clinicians, tau=tau)
        groups = adjusted_groups(*columns)
        found = pool(groups, spread=between(groups)) if known else pool(groups)
        truth, centre = part - part.mean(), found.estimate.mean()
        inside.append((found.lower - centre <= truth) & (truth <= found.upper - centre))
        away.append(found.estimate - centre - truth)
        raw.append(groups.mean - groups.mean.mean() - truth)
    return np.mean(inside), np.sqrt(np.mean(np.square(away))), np.sqrt(np.mean(np.square(raw)))


@pytest.mark.parametrize("tau", [0.0, 0.8, 1.6, 3.0])
def test_averaging_over_the_spread_keeps_its_level_with_few_clinicians_and_is_nearer_the_truth_than_plain_means(tau):
    held, away, raw = coverage(clinicians=10, tau=tau, clinics=150, known=False)
    assert held >= 0.93
    assert away <= raw * 1.02


def test_taking_the_spread_as_known_does_not_keep_it_which_is_why_it_is_averaged_over():
    assert coverage(clinicians=10, tau=0.8, clinics=150, known=True)[0] < 0.90


def test_with_the_spread_known_the_errors_are_those_of_the_joint_normal_distribution():
    n, spread, sd = np.array([15, 30, 60, 20, 45]), 2.0, 8.0
    groups = Groups(clinician=np.arange(5), n=n, mean=np.array([3.0, 9, 6, 7, 5]), sd=sd, freedom=200)
    # Unknowns: the clinic's mean (flat) and five parts; precision matrix written down, then inverted.
    weight = n / sd**2
    precision = np.diag([weight.sum(), *(weight + 1 / spread**2)])
    precision[0, 1:] = precision[1:, 0] = weight
    covariance = np.linalg.inv(precision)
    parts = covariance @ np.array([weight @ groups.mean, *(weight * groups.mean)])
    found = pool(groups, spread=spread)
    assert found.estimate == pytest.approx(parts[0] + parts[1:])
    variance = covariance[0, 0] + 2 * covariance[0, 1:] + np.diag(covariance)[1:]
    assert found.standard_error == pytest.approx(np.sqrt(variance))
