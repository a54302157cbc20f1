"""Fitting expected paths, and whether the fitted path is honest: the figures of docs/decisions/0009."""

from __future__ import annotations

from fit.policies import policy
from fit.series import Series
from fit.simulation import simulate_range
from fit.simulation.honest_path import honesty_of_path
from fit.trajectory import curve_set
from fit.trajectory.growth_model import fit_growth

HELD_OUT = 16_000
SEED = 11  # the shipped set was fitted to seed 2


def test_fitting_two_thousand_episodes(benchmark):
    series = Series.of(simulate_range(0, 2_000, seed=5).ratings)
    found = benchmark.pedantic(fit_growth, (series, policy("icce")), rounds=2)
    assert len(found) == 3


def test_the_path_on_held_out_clients_who_leave_early_and_not_by_chance(benchmark, say):
    chosen = (curve_set("simulated_reference"), policy("icce"))
    rows = benchmark.pedantic(honesty_of_path, chosen, {"clients": HELD_OUT, "seed": SEED}, rounds=1)
    say(f"expected path on {HELD_OUT:,} held-out simulated clients, adults; bias in points against nobody leaving:")
    for row in rows:
        say(
            f"  session {row.session:2}: path {row.bias_of_path:+.2f}, mean of those still there "
            f"{row.bias_of_session_mean:+.2f}; under amber {row.under_amber:.1%} (16 %), under red {row.under_red:.1%} "
            f"(10 %), of those still there {row.under_red_still_there:.1%} (n {row.still_there})"
        )
