"""Figures of a service at a million episodes beside naive ways; partial pooling; how often somebody is singled out."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from fit.alerts import rules
from fit.assessment import assess
from fit.policies import policy
from fit.series import Series
from fit.service.alliance_grid import SUMS, Cells, Measure, Period, alliance_grid
from fit.service.assessed import episodes_of
from fit.service.effect_sizes import Reference
from fit.service.episodes import Care, Episodes, State
from fit.service.outcomes import service_outcomes
from fit.service.partial_pooling import between, pool, pool_episodes
from fit.service.published_grid import published_view
from fit.service.published_outcomes import published_service_outcomes
from fit.service.singling_out import stands_out
from fit.service.survival import to_reliable_improvement, to_unplanned_ending
from fit.simulation import simulate_range
from fit.trajectory import curve_set
from tests.fit.service.test_partial_pooling import adjusted_groups, clinic, coverage
from tests.fit.service.test_singling_out import singled_out

SIMULATED, MANY = 10_000, 1_000_000
SD_OF_GAIN = 7.5


@pytest.fixture(scope="module")
def assessment():
    series = Series.of(simulate_range(0, SIMULATED, seed=3).ratings)
    return assess(series, policy("icce"), curve_set("simulated_reference"), rules())


@pytest.fixture(scope="module")
def care(assessment):
    chance, count = np.random.default_rng(1), len(assessment.series.episode_ids)
    return Care(
        client=np.arange(count),
        clinician=chance.integers(0, 50, count),
        age_band=assessment.series.age_band[assessment.series.leading_strands()],
        ending=chance.choice([-1, 0, 1, 2], count, p=[0.2, 0.6, 0.16, 0.04]).astype(np.int8),
        sessions=assessment.sessions[assessment.series.leading_strands()],
        days=chance.integers(0, 300, count).astype(np.int32),
    )


@pytest.fixture(scope="module")
def many(assessment, care):
    """A million episodes: the simulated ones again and again, each time of other clients."""
    small = episodes_of(assessment, care)
    times = MANY // SIMULATED
    big = {one.name: np.tile(getattr(small, one.name), times) for one in fields(Episodes)}
    return Episodes(**big | {"client": np.arange(MANY), "clinician": big["clinician"] % 50})


def test_laying_out_the_engines_columns(benchmark, assessment, care):
    found = benchmark.pedantic(episodes_of, (assessment, care), rounds=3)
    assert found.count == SIMULATED


def one_by_one(episodes, count):
    """The means and shares of a few columns, episode by episode, as one would write it first."""
    state = {}
    columns = (episodes.ending, episodes.gain, episodes.ratings, episodes.change, episodes.below_line)
    for ending, gain, ratings, change, below in zip(*(one[:count].tolist() for one in columns), strict=True):
        for where in ("all", "closed" if ending >= 0 else "open", ending):
            sums = state.setdefault(where, {"n": 0, "gain": 0, "square": 0, "below": 0, "again": 0})
            sums["n"] += 1
            sums["below"] += below
            if ratings > 1:
                sums["again"] += 1
                sums["gain"] += gain
                sums["square"] += gain * gain
                sums[change] = sums.get(change, 0) + 1
    return state


def by_pandas(table):
    """The same shares, means and medians by pandas' groupby, without intervals or effect sizes."""
    means = ["intake", "latest", "gain", "alliance_first", "alliance_last", "sessions", "days"]
    by_state = [table.groupby("ending")[means].agg(["mean", "std", "count", "median"])]
    by_state += [table.groupby("ending")[one].value_counts(normalize=True) for one in ("change", "track")]
    sums = ["both", "below_line", "drops", "followed", "repaired", "alliance_ratings"]
    return [*by_state, table.groupby("ending")[sums].sum(), table.groupby(["ending", "age_band"])["client"].nunique()]


def test_all_figures_of_a_million_episodes(benchmark, many, say, cpu_seconds):
    reference = Reference.of(many)
    found = benchmark.pedantic(service_outcomes, (many, reference), rounds=3)
    assert found[State.ALL].figures["episodes"].value == MANY
    table = pd.DataFrame({one.name: getattr(many, one.name) for one in fields(Episodes)})
    ours = cpu_seconds(lambda: service_outcomes(many, reference))
    grouped = cpu_seconds(lambda: by_pandas(table), times=1)
    naive = cpu_seconds(lambda: one_by_one(many, MANY // 10), times=1) * 10
    shown = cpu_seconds(lambda: published_service_outcomes(many, reference, 9.0, filters=0), times=2)
    say(
        f"all figures of {MANY:,} episodes in five states, with intervals: {ours:.2f} s CPU (as may be shown to a "
        f"director {shown:.2f} s); bare shares, means and medians of three endings by pandas {grouped:.2f} s; five "
        f"sums episode by episode {naive:.2f} s"
    )
    assert ours < naive


def test_survival_of_a_million_episodes(benchmark, many):
    curves = benchmark.pedantic(lambda: (to_reliable_improvement(many), to_unplanned_ending(many)), rounds=3)
    assert all(curve.n > MANY / 2 for curve in curves)


@pytest.mark.parametrize("clinicians", [50, 200])
def test_partial_pooling(benchmark, clinicians):
    groups = adjusted_groups(*clinic(np.random.default_rng(1), clinicians, tau=2.0)[:4])
    found = benchmark(pool, groups)
    assert found.estimate.size == clinicians


def test_partial_pooling_of_a_million_episodes(benchmark, many):
    found = benchmark.pedantic(pool_episodes, (many,), rounds=3)
    assert found.groups.clinician.size == 50


def grid_cells(rows=60, weeks=52):
    chance = np.random.default_rng(2)
    row, week = (one.ravel() for one in np.meshgrid(np.arange(rows), np.arange(weeks), indexing="ij"))
    n = chance.integers(0, 640, row.size)
    sums = {name: chance.binomial(n, 0.4) for name in SUMS}
    return Cells(row=row, week=739_676 + 7 * week, clients=np.minimum(n, 20), **sums)


def test_the_grid_of_60_rows_and_52_weeks(benchmark):
    def whole():
        grid = alliance_grid(grid_cells(), rows=60, period=Period.WEEK)
        return [grid.view(measure) for measure in Measure]

    assert benchmark(whole)[0].value.shape == (60, 52)


def test_the_grid_as_it_may_be_shown(benchmark):
    grid = alliance_grid(grid_cells(), rows=60, period=Period.WEEK)
    found = benchmark(published_view, grid, Measure.BELOW_LINE, np.arange(60) // 10)
    assert found.value.shape == (60, 52)


def test_how_often_somebody_is_singled_out(benchmark, say):
    groups = adjusted_groups(*clinic(np.random.default_rng(3))[:4])
    benchmark(stands_out, groups)
    nobody, _ = singled_out()
    say(f"40 equal clinicians, 15 to 89 closed episodes each: nobody singled out in {nobody:.1%} of 500 clinics")
    for cases in ((15, 90), (30, 31), (60, 61), (200, 201)):
        power = {effect: singled_out(effect=effect, cases=cases)[1] for effect in (0.3, 0.5, 0.8)}
        told = ", ".join(f"{effect} SD {found:.0%}" for effect, found in power.items())
        say(f"  one of 40 truly different, {cases[0]} to {cases[1] - 1} episodes each: found when it is {told}")
        assert power[0.3] < power[0.8]


def test_which_estimate_keeps_its_level(benchmark, say):
    benchmark(lambda: between(adjusted_groups(*clinic(np.random.default_rng(4), 10)[:4])))
    say("per-clinician estimates, 300 simulated clinics: coverage of the 95 % interval; error against plain means")
    for clinicians in (10, 40):
        for tau in (0.0, 0.1, 0.2, 0.4):
            rows = {}
            for known in (False, True):
                rows[known] = coverage(clinicians=clinicians, tau=tau * SD_OF_GAIN, clinics=300, known=known)
            averaged, taken = rows[False], rows[True]
            say(
                f"  {clinicians:2} clinicians, spread {tau} SD: averaged over the spread {averaged[0]:.1%}, taken as "
                f"known {taken[0]:.1%}; error {averaged[1]:.2f} and {taken[1]:.2f}, of plain means {averaged[2]:.2f} "
                "points"
            )
            assert averaged[0] >= taken[0] - 0.01
