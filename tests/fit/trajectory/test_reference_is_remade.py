"""The shipped reference is what the two commands make of the simulator, to the digits that an optimiser gives."""

from __future__ import annotations

import re
import shlex
from importlib.resources import files
from pathlib import Path

import pytest

from dashboard.cli import main
from fit.simulation import simulate_range
from fit.simulation.calibration import measure

SIMULATE = "simulate --clients 8000 --seed 2 --no-items --no-alliance --out simulated.csv"
FIT = (
    "fit-trajectory simulated.csv --out simulated_reference.toml --version 2026-11.2 --licence Apache-2.0 "
    "--label 'simulated reference' --source "
    "'Fitted to 8000 simulated episodes (mendline simulate, seed 2), not to clients; replace by your own'"
)
DIGITS = 0.003  # points; the fourth decimal may differ from one build of LAPACK to another
DECISION = Path(__file__).parents[3] / "docs" / "decisions" / "0009-fitted-path-is-honest.md"
NUMBER = re.compile(r"-?\d+\.\d+")


def run(arguments):
    with pytest.raises(SystemExit) as done:
        main(arguments)
    assert done.value.code == 0


def test_the_two_commands_make_the_shipped_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(SIMULATE.split())
    run(shlex.split(FIT))
    made = (tmp_path / "simulated_reference.toml").read_text("utf-8")
    shipped = (files("fit.trajectory") / "simulated_reference.toml").read_text("utf-8")
    assert NUMBER.sub("#", made) == NUMBER.sub("#", shipped)
    numbers = [float(one) for one in NUMBER.findall(made)]
    assert numbers == pytest.approx([float(one) for one in NUMBER.findall(shipped)], abs=DIGITS)


def test_the_commands_stand_in_the_decision():
    text = DECISION.read_text("utf-8")
    assert f"mendline {SIMULATE}" in text
    assert f"mendline {FIT}" in " ".join(text.replace("\\\n", " ").split())


def test_the_cohort_meets_every_published_fact_and_the_decision_says_how():
    text = DECISION.read_text("utf-8")
    for fact in measure(simulate_range(0, 8000, seed=2)):
        assert fact.met, fact.target.about
        assert f"| `{fact.target.id}` | {fact.target.low:g} to {fact.target.high:g} | {fact.value:.3f} |" in text
