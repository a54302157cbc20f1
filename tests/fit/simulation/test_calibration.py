"""The simulated cohort meets the published group facts, whatever the seed."""

from __future__ import annotations

import pytest

from fit.simulation import population, simulate_range
from fit.simulation.calibration import measure

SEEDS = (1, 2026)
EPISODES = 40_000


@pytest.fixture(scope="module", params=SEEDS)
def facts(request: pytest.FixtureRequest):
    return {fact.target.id: fact for fact in measure(simulate_range(0, EPISODES, request.param))}


@pytest.mark.parametrize("target", [target.id for target in population().targets])
def test_a_published_group_fact_is_met(facts, target: str) -> None:
    fact = facts[target]
    assert fact.target.low <= fact.value <= fact.target.high, fact.target.about
    assert fact.met


@pytest.mark.parametrize("target", population().targets, ids=lambda target: target.id)
def test_every_target_says_where_it_comes_from(target) -> None:
    assert target.source
    assert target.about
    assert target.status in {"confirmed", "unconfirmed", "assumed"}
    assert target.low < target.high


def test_the_label_says_that_nobody_is_real() -> None:
    assert population().label == "simulated"
