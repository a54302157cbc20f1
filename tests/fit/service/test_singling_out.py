"""Nobody is singled out in a clinic of equals; who really differs is found the more surely the more they differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from fit.service.between_clinicians import between_clinicians
from fit.service.episodes import OPEN
from fit.service.figure import NotAssessable
from fit.service.funnel import LEVELS, mean_funnel
from fit.service.partial_pooling import Groups, adjusted_groups
from fit.service.singling_out import FAMILY_ERROR, stands_out
from tests.fit.service.made_up import plain
from tests.fit.service.test_partial_pooling import clinic

CLINICS = 500
SD_OF_GAIN = 7.5


def singled_out(*, effect=0.0, tau=0.0, seed=7, cases=(15, 90)):
    """Share of clinics in which nobody, and in which the last clinician, stands out."""
    chance = np.random.default_rng(seed)
    nobody = found = 0
    for _ in range(CLINICS):
        columns = clinic(chance, effect=effect * SD_OF_GAIN, tau=tau * SD_OF_GAIN, cases=cases)[:4]
        mask = stands_out(adjusted_groups(*columns)).mask
        nobody += not mask.any()
        found += mask[-1]
    return nobody / CLINICS, found / CLINICS


@pytest.mark.parametrize("cases", [(15, 90), (30, 31), (30, 300)])
def test_forty_equal_clinicians_are_left_alone_in_at_least_95_of_100_clinics(cases):
    assert singled_out(cases=cases)[0] >= 0.95


def test_a_page_of_forty_equal_clinicians_names_nobody_in_at_least_95_of_100_clinics():
    """From the columns of episodes to what the page marks, ratings in whole tenths and the open ones beside them."""
    chance = np.random.default_rng(11)
    nobody = 0
    for _ in range(CLINICS):
        who, intake, gain, band, _ = clinic(chance)
        first, gained = (intake * 10).round().astype(int), (gain * 10).round().astype(int)
        told = {"intake": first, "gain": gained, "latest": first + gained, "age_band": band}
        ending = np.where(chance.random(who.size) < 0.1, OPEN, 0)
        page = between_clinicians(plain(who.size, clinician=who, ending=ending, ratings=2, on_points=True, **told))
        assert page.compared
        nobody += not any(one.stands_out for one in page.clinicians)
    assert nobody / CLINICS >= 0.95


def test_the_power_to_see_one_who_differs_rises_with_the_difference():
    power = {effect: singled_out(effect=effect)[1] for effect in (0.3, 0.5, 0.8)}
    assert power[0.3] < power[0.5] < power[0.8]
    assert power[0.3] >= 0.03
    assert power[0.8] >= 0.6


def test_clinicians_who_differ_as_clinicians_usually_do_are_seldom_called_unusual():
    # 5 % of the variance between clinicians (Wampold & Brown 2005, doi:10.1037/0022-006X.73.5.914): tau = .23 SD
    assert singled_out(tau=0.23)[0] >= 0.85


def groups(mean, n=60, sd=8.0):
    mean = np.asarray(mean, float)
    return Groups(
        clinician=np.arange(mean.size),
        n=np.broadcast_to(np.asarray(n), mean.size).copy(),
        mean=mean,
        sd=sd,
        freedom=2_000,
    )


USUAL = [6.0, 6.4, 5.8, 7.1, 6.9, 6.2, 5.5, 6.6, 7.3, 6.1, 6.5]


def test_who_lies_far_above_stands_out_as_who_lies_far_below():
    found = stands_out(groups([*USUAL, 14.0, -2.0]))
    assert np.flatnonzero(found.mask).tolist() == [11, 12]


def test_a_provisional_estimate_never_stands_out():
    n = np.array([60] * 11 + [29])
    low = groups([*USUAL, -20.0], n)
    assert not stands_out(low).mask.any()
    assert np.isnan(stands_out(low).p[11])
    assert stands_out(replace(low, n=np.array([60] * 11 + [30]))).mask[11]


@pytest.mark.parametrize(("compared", "known"), [(9, False), (10, True), (11, True)])
def test_among_fewer_than_ten_nobody_is_called_unusual(compared, known):
    found = stands_out(groups([6.0] * (compared - 1) + [40.0]))
    assert isinstance(found, NotAssessable) is not known
    assert not known or found.mask[-1]


def test_the_correction_is_that_of_holm_as_statsmodels_works_it_out():
    chance = np.random.default_rng(2)
    for _ in range(30):
        found = stands_out(groups(6 + chance.normal(0, 1.2, 20) * chance.choice([1, 4], 20)))
        assert found.mask.tolist() == multipletests(found.p, FAMILY_ERROR, method="holm")[0].tolist()


def test_funnel_limits_of_a_mean_are_two_and_three_standard_errors():
    # 1.959964 and 3.090232 of the normal distribution; 8 / sqrt(16) = 2
    found = mean_funnel(6.0, 8.0, [16, 64])
    assert LEVELS == (0.95, 0.998)
    assert found.upper[:, 0] == pytest.approx([6 + 2 * 1.959964, 6 + 2 * 3.090232], abs=1e-5)
    assert found.lower[:, 1] == pytest.approx([6 - 1.959964, 6 - 3.090232], abs=1e-5)


def test_usual_differences_between_clinicians_widen_the_funnel():
    wide = mean_funnel(6.0, 8.0, [64, 10_000_000], between=2.0)
    assert wide.upper[0] == pytest.approx([6 + 1.959964 * 5**0.5, 6 + 1.959964 * 2], abs=1e-3)
