"""Clinicians beside each other: who is shown, who is provisional, and how much a director's figure gives away."""

from __future__ import annotations

import numpy as np
import pytest

from fit.ratings import Ending
from fit.service.between_clinicians import Fairness, between_clinicians, published_clinic, published_clinician
from fit.service.episodes import ENDINGS
from fit.service.figure import NotAssessable
from tests.fit.service.made_up import plain

CLOSED = ENDINGS.index(Ending.PLANNED)


def clinic(numbers, more_of_the_first=0.0, seed=5):
    """Closed episodes of clinicians 0, 1, ...: so many each, with gains around 5 points."""
    chance = np.random.default_rng(seed)
    clinician = np.repeat(np.arange(len(numbers)), numbers)
    gain = chance.normal(50, 70, clinician.size) + 10 * more_of_the_first * (clinician == 0)
    intake = chance.integers(100, 260, clinician.size)
    return plain(
        clinician.size,
        clinician=clinician,
        ending=CLOSED,
        ratings=2,
        on_points=True,
        intake=intake,
        gain=gain.round().astype(int),
        latest=intake,
    )


def test_below_fifteen_nobody_is_shown_and_to_twenty_nine_provisionally():
    found = between_clinicians(clinic([14, 15, 29, 30, 40]))
    assert isinstance(found, Fairness)
    assert [(one.clinician, one.n, one.provisional) for one in found.clinicians] == [
        (1, 15, True),
        (2, 29, True),
        (3, 30, False),
        (4, 40, False),
    ]
    assert found.hidden == 1


def test_among_fewer_than_five_clinicians_nothing_is_said():
    found = between_clinicians(clinic([40, 40, 40, 40]))
    assert isinstance(found, NotAssessable)


def test_one_who_is_truly_different_stands_out_and_the_others_do_not():
    found = between_clinicians(clinic([60] * 12, more_of_the_first=15))
    assert isinstance(found, Fairness)
    assert [one.clinician for one in found.clinicians if one.stands_out] == [0]


def test_among_fewer_than_ten_nobody_stands_out_and_why_is_said():
    found = between_clinicians(clinic([60] * 9, more_of_the_first=15))
    assert isinstance(found, Fairness)
    assert not any(one.stands_out for one in found.clinicians)
    assert (found.compared, found.reason) == (False, "fewer than 10 clinicians with 30 closed episodes")


def test_limits_are_drawn_from_fifteen_episodes_to_beyond_the_most():
    found = between_clinicians(clinic([20, 20, 20, 20, 200]))
    assert isinstance(found, Fairness)
    assert (found.funnel.n[0], found.funnel.n[-1]) == pytest.approx((15, 230))
    assert (found.funnel.upper[0] < found.funnel.upper[1]).all()


def test_a_directors_figure_holds_the_exact_interval_and_is_no_exact_figure():
    found = between_clinicians(clinic([33, 30, 30, 30, 30]))
    assert isinstance(found, Fairness)
    exact = found.clinicians[0]
    told = published_clinician(exact, with_count=False)
    assert (told.n, published_clinician(exact, with_count=True).n) == (35, 33)
    assert told.lower <= exact.lower < exact.upper <= told.upper
    assert [one % 0.5 for one in (told.mean, told.estimate, told.lower, told.upper)] == [0, 0, 0, 0]
    assert abs(told.estimate - exact.estimate) <= 0.25


def test_the_clinics_mean_spread_and_limits_are_told_in_half_points_and_limits_from_these_alone():
    """Exact ones, before and after an episode closes, would give that client's gain away."""
    found = between_clinicians(clinic([40, 33, 25, 61, 18]))
    told = published_clinic(found)
    for exact, shown in ((found.clinic_mean, told.clinic_mean), (found.spread, told.spread), (found.sd, told.sd)):
        assert shown * 2 == round(shown * 2)
        assert abs(shown - exact) <= 0.25
    # Limits at 15 episodes by the printed figures: mean +- 1.96 sqrt(sd^2 / 15 + spread^2); drawn to 1.15 x 60.
    half = 1.959964 * (told.sd**2 / 15 + told.spread**2) ** 0.5
    assert told.funnel.upper[0][0] == pytest.approx(told.clinic_mean + half, abs=1e-5)
    assert told.funnel.n[-1] == pytest.approx(69)
