"""The engine on simulated episodes, beside a plain loop over the same ratings."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from fit.alerts import rules
from fit.assessment import assess
from fit.policies import policy
from fit.series import MISSING, Series
from fit.simulation import simulate_range
from fit.trajectory import curve_set
from tests.fit import plain
from tests.fit.stories import HAND_CUBIC

EPISODES = 100_000
LOOPED = 5_000  # the plain loop is timed on these and counted up
MENDLINE = Path(sys.executable).parent / "mendline"


@pytest.fixture(scope="module")
def series():
    return Series.of(simulate_range(0, EPISODES, seed=1).ratings)


def engine(series):
    return assess(series, policy("icce"), curve_set("simulated_reference"), rules())


def loop(series, strands):
    """The plain second opinion of the tests, strand by strand; it finds eleven of the rules and no repair."""
    names = ("up_to_sessions", "flatten_at", "centre", "coefficients")
    shipped = [{name: getattr(curve, name) for name in names} for curve in HAND_CUBIC.curves]
    curves = [
        {**curve, "coefficients": [tuple(map(float, pair)) for pair in curve["coefficients"]]} for curve in shipped[:2]
    ]
    told = 0
    for first, last in pairwise(series.offsets[: strands + 1].tolist()):
        ors = [score for score in series.outcome[first:last].tolist() if score != MISSING]
        srs = [score for score in series.alliance[first:last].tolist() if score != MISSING]
        tracks = plain.tracks_of(ors, plain.expected_in_floats(curves, ors[0], len(ors))) if ors else []
        told += len(plain.outcome_signals(ors, tracks)) + len(plain.alliance_signals(srs))
        plain.change_of(ors)
    return told


def test_engine_alone(benchmark, series, cpu_seconds, say):
    benchmark.pedantic(engine, (series,), rounds=5, warmup_rounds=1)
    ours = cpu_seconds(lambda: engine(series))
    naive = cpu_seconds(lambda: loop(series, LOOPED), times=1) * series.strands / LOOPED
    rated = int((series.outcome != MISSING).sum() + (series.alliance != MISSING).sum())
    say(
        f"engine, {EPISODES:,} episodes ({rated:,} ratings): {ours:.3f} s CPU; plain Python loop with eleven of the "
        f"{len(rules())} rules: {naive:.1f} s CPU; {naive / ours:.0f} times"
    )


def test_one_episode_of_forty_sessions(benchmark):
    from tests.fit.stories import series_of, story

    chance = np.random.default_rng(2)
    one = series_of(story(chance.integers(100, 400, 40) / 10, chance.integers(300, 401, 40) / 10))
    benchmark(engine, one)


def test_whole_process_on_a_file(benchmark, tmp_path):
    file = tmp_path / "ratings.csv"
    made = [MENDLINE, "simulate", "--clients", str(EPISODES), "--seed", "1", "--no-items", "--out", file]
    subprocess.run(made, check=True, capture_output=True)
    command = [MENDLINE, "assess", file, "--out", tmp_path / "out.csv"]
    run = benchmark.pedantic(
        subprocess.run, (command,), {"check": True, "capture_output": True}, rounds=3, warmup_rounds=0
    )
    assert run.returncode == 0
