"""The restricted view counts the same episodes as the whole one and gives no exact figure away."""

from __future__ import annotations

import numpy as np
import pytest

from fit.scales import AgeBand, Informant
from fit.service.effect_sizes import Reference
from fit.service.episodes import State
from fit.service.outcomes import service_outcomes
from fit.service.published_outcomes import published_service_outcomes
from fit.service.suppression import Few, Rounded, Withheld, clinic_sd
from tests.fit.service.made_up import plain


def clinic(count=407):
    chance = np.random.default_rng(3)
    intake = chance.integers(50, 320, count)
    gain = chance.integers(-60, 160, count)
    return plain(
        count,
        intake=intake,
        latest=np.clip(intake + gain, 0, 400),
        gain=gain,
        ratings=2,
        on_points=True,
        clinical_at_intake=intake < 250,
        change=chance.integers(1, 6, count),
        ending=chance.integers(-1, 4, count),
        age_band=np.arange(count) % 201 == 0,
        informants=np.where(np.arange(count) < 3, 3, 1),
        sessions=chance.integers(1, 20, count),
        days=chance.integers(1, 300, count),
    )


def both_views():
    episodes = clinic()
    reference = Reference.of(episodes)
    shown = published_service_outcomes(episodes, reference, clinic_sd(episodes.intake / 10), filters=0)
    return service_outcomes(episodes, reference), shown


def test_every_figure_has_its_restricted_twin_near_it():
    exact, shown = both_views()
    for state in State:
        assert set(exact[state].figures) == set(shown[state].figures)
        for name, one in shown[state].figures.items():
            if isinstance(one, Rounded) and one.lower is not None:
                assert one.lower - 0.2 <= exact[state].figures[name].value <= one.upper + 0.2, name


def test_every_count_that_is_told_is_a_whole_five():
    _, shown = both_views()
    told = [one for state in State for one in shown[state].figures.values() if isinstance(one, Rounded | Few)]
    assert len(told) > 50
    assert {one.n % 5 for one in told} == {0}


def test_three_adolescents_and_three_caregivers_are_not_told_of():
    _, shown = both_views()
    whole = shown[State.ALL]
    assert isinstance(whole.by_age_band[AgeBand.ADOLESCENT]["clients"], Withheld)
    assert isinstance(whole.by_age_band[AgeBand.ADOLESCENT]["intake_mean"], Withheld)
    assert isinstance(whole.informants[Informant.CAREGIVER], Withheld)
    assert whole.by_age_band[AgeBand.ADULT]["clients"].value == pytest.approx(405)
    assert whole.informants[Informant.CLIENT].value == 405
