"""mendline evaluate prints figures, and says whose they are."""

from __future__ import annotations

import pytest

from dashboard.cli import main
from fit.alerts import rules
from fit.policies import policy


@pytest.fixture
def told(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["evaluate", *arguments])
        assert ended.value.code == 0
        return capsys.readouterr().out

    return run


def test_the_first_words_are_that_nobody_in_it_is_real(told):
    text = told("--clients", "500", "--seed", "3")
    assert text.startswith("Simulated figures, of 500 made-up clients (seed 3); nobody in them is real.")
    assert "By ICCE 2026-11 and simulated reference (simulated_reference " in text


def test_every_outcome_rule_has_a_line_and_so_have_the_sets_and_parity(told):
    lines = told("--clients", "500").splitlines()
    outcome = {rule.id for rule in rules() if rule.kind == "outcome" and policy("icce").severity(rule.id) != "good"}
    assert outcome <= {line.split()[0] for line in lines if line}
    assert len([line for line in lines if line.startswith(("set: ", "parity: "))]) == 6


def test_columns_stand_under_their_titles(told):
    lines = told("--clients", "500").splitlines()
    titles = next(line for line in lines if line.lstrip().startswith("flagged"))
    rows = [line for line in lines if line.startswith(("set: ", "parity: ", "off_track"))]
    assert {len(line) for line in rows} == {len(titles)}


def test_another_policy_and_nobody_to_count(told):
    assert "By PCOMS" in told("--clients", "1", "--policy", "pcoms")
