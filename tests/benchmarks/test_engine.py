"""The engine and the command alone: time, memory, and whether the cost of an episode stays the same."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from fit.alerts import rules
from fit.assessment import assess
from fit.policies import policy
from fit.trajectory import curve_set

MENDLINE = Path(sys.executable).parent / "mendline"
MANY = 1_000_000

# In a process of its own, so that what it holds at most is its own. Every rating of an outcome scale, without items.
ALONE = """
import json, resource, sys
from dataclasses import replace
from time import process_time
import numpy as np
from fit.alerts import rules
from fit.assessment import assess
from fit.policies import policy
from fit.scales import ScaleKind, scales
from fit.series import Series
from fit.simulation import simulate_range
from fit.trajectory import curve_set

ratings = simulate_range(0, int(sys.argv[1]), seed=1).ratings
kept = np.array([scale.kind == ScaleKind.OUTCOME for scale in scales().values()])[ratings.scale]
kept |= sys.argv[2] == "both"
names = ("episode", "session", "scale", "informant", "total")
ratings = replace(ratings, items=None, **{name: getattr(ratings, name)[kept] for name in names})
series, count = Series.of(ratings), ratings.total.size
chosen = policy("icce"), curve_set("simulated_reference"), rules()
seconds = []
for _ in range(3):
    begun = process_time()
    assess(series, *chosen)
    seconds.append(process_time() - begun)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": min(seconds), "megabytes": peak, "ratings": count}))
"""


def alone(episodes, kinds):
    command = [sys.executable, "-c", ALONE, str(episodes), kinds]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def engine(series):
    return assess(series, policy("icce"), curve_set("simulated_reference"), rules())


@pytest.mark.parametrize("kinds", ["outcome", "both"])
def test_engine_alone_on_a_million_episodes(benchmark, say, kinds):
    few = min((alone(MANY // 10, kinds) for _ in range(2)), key=lambda told: told["seconds"])
    many = benchmark.pedantic(alone, (MANY, kinds), rounds=1)
    aim = " (aim 1,200)" if kinds == "outcome" else ""
    per_episode = many["seconds"] / few["seconds"] / 10
    say(
        f"engine, {MANY:,} episodes, {many['ratings']:,} ratings ({kinds}): {many['seconds']:.2f} s CPU (aim 3), "
        f"{many['megabytes']:,.0f} MB with the ratings made{aim}; an episode costs {per_episode:.2f} times "
        f"that at {MANY // 10:,} ({few['seconds']:.3f} s; aim 0.4 s and within 1.15 times)"
    )


def test_one_episode_of_forty_sessions(benchmark, say):
    from tests.fit.stories import series_of, story

    chance = np.random.default_rng(2)
    one = series_of(story(chance.integers(100, 400, 40) / 10, chance.integers(300, 401, 40) / 10))
    benchmark(engine, one)
    say(f"one episode of 40 sessions: {1000 * benchmark.stats.stats.median:.3f} ms (aim 0.5)")


def test_start_up(benchmark, say):
    code = "from time import process_time as t; a = t(); import fit.assessment; print(t() - a)"
    command = [sys.executable, "-c", code]
    done = benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True, text=True).stdout, rounds=3
    )
    say(f"import of fit.assessment: {float(done):.2f} s CPU (aim 0.5)")


FILES = {
    "600,000 ratings": (100_000, ("--no-items", "--no-alliance"), "aim 3 s"),
    "1,090,000 ratings": (100_000, ("--no-items",), "aim 3 s"),
    "5,760,000 ratings": (MANY, ("--no-items", "--no-alliance"), "aim 20 s, 3,000 MB"),
    "10,800,000 ratings": (MANY, ("--no-items",), "aim 20 s, 3,000 MB"),
}


@pytest.mark.parametrize("name", FILES)
def test_whole_process_on_a_file(benchmark, tmp_path, say, name):
    episodes, options, aim = FILES[name]
    file = tmp_path / "ratings.csv"
    made = [MENDLINE, "simulate", "--clients", str(episodes), "--seed", "1", *options, "--out", file]
    subprocess.run(made, check=True, capture_output=True)
    told = benchmark.pedantic(whole_process, (file, tmp_path / "out.csv"), rounds=2 if episodes < MANY else 1)
    file.unlink()
    say(
        f"mendline assess, {episodes:,} episodes, {name}: {told['wall']:.1f} s, {told['cpu']:.1f} s CPU, "
        f"{told['megabytes']:,.0f} MB ({aim})"
    )


PEAK = "import resource, subprocess, sys; print(subprocess.run(sys.argv[1:], check=True, capture_output=True) and "
PEAK += "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"


def whole_process(file, out):
    """Run the command by way of a small process, so that the peak is that of the command alone."""
    begun, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", PEAK, MENDLINE, "assess", file, "--out", out]
    peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": perf_counter() - begun, "cpu": cpu, "megabytes": int(peak) / 1024}
