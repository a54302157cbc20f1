"""Figures of early warning against a plain count of the same simulated episodes, one by one."""

from __future__ import annotations

from statistics import median

import pytest

from fit.alerts import rules
from fit.assessment import assess
from fit.errors import InputError
from fit.policies import policy
from fit.ratings import Ending
from fit.series import Series
from fit.simulation import ENDINGS, evaluation, simulate_range
from fit.simulation.evaluation import PoorEnding, evaluate
from fit.trajectory import curve_set

CLIENTS, SEED = 600, 3
REFERENCE = curve_set("simulated_reference")
ICCE = policy("icce")


@pytest.fixture(scope="module")
def found():
    return evaluate(CLIENTS, SEED, ICCE, REFERENCE)


@pytest.fixture(scope="module")
def people():
    """Of each episode with two ratings: assessment, true change, whether it ended unplanned, last session."""
    cohort = simulate_range(0, CLIENTS, SEED)
    whole = assess(Series.of(cohort.ratings), ICCE, REFERENCE, rules())
    truth = cohort.truth
    told = []
    for strand in whole.series.leading_strands():
        one, episode = whole.episode(strand), whole.series.episode[strand]
        if sum(score is not None for score in one.outcome) > 1:
            unplanned = ENDINGS[truth.ending[episode]] == Ending.UNPLANNED
            told.append((one, truth.change[episode], unplanned, truth.last_session[episode]))
    return told


def poor(ending, change, unplanned):
    return change <= -5 if ending == PoorEnding.WORSE else unplanned and change < 5


def check(measured, people, first_flag):
    flags = [first_flag(one) for one, *_ in people]
    assert measured.flagged == pytest.approx(sum(flag is not None for flag in flags) / len(people))
    for ending, share in measured.by_ending.items():
        is_poor = [poor(ending, change, unplanned) for _, change, unplanned, _ in people]
        warning = [
            last - flag
            for bad, flag, (*_, last) in zip(is_poor, flags, people, strict=True)
            if bad and flag is not None
        ]
        alone = sum(flag is None for bad, flag in zip(is_poor, flags, strict=True) if not bad)
        assert share.sensitivity == pytest.approx(len(warning) / sum(is_poor))
        assert share.in_time == pytest.approx(sum(left > 0 for left in warning) / sum(is_poor))
        assert share.specificity == pytest.approx(alone / (len(people) - sum(is_poor)))
        assert share.sessions_of_warning == median(warning)


def named(found, name):
    return next(one for one in found.measured if one.name == name)


def first_of(*ids):
    return lambda one: min((s.session for s in one.signals if s.rule.id in ids), default=None)


def test_the_people_counted_are_those_with_two_ratings(found, people):
    assert (found.clients, found.seed, found.episodes) == (CLIENTS, SEED, len(people))
    for ending, count in found.poor.items():
        assert count == sum(poor(ending, change, unplanned) for _, change, unplanned, _ in people)


@pytest.mark.parametrize("rule_id", ["off_track", "loss_since_intake"])
def test_a_rule_is_counted_as_by_hand(found, people, rule_id):
    check(named(found, f"{rule_id} (act)"), people, first_of(rule_id))


def test_the_rule_set_is_any_of_its_rules(found, people):
    acting = [rule.id for rule in rules() if rule.kind == "outcome" and ICCE.severity(rule.id) == "act"]
    check(named(found, "set: outcome rules to act on"), people, first_of(*acting))


def test_parity_red_is_one_reliable_change_under_the_path(found, people):
    def first(one):
        rated = zip(one.meetings, one.outcome, one.expected, strict=True)
        return min((m for m, score, path in rated if score and path and score.points < path - 5), default=None)

    check(named(found, "parity: outcome red"), people, first)


def test_good_news_is_no_warning(found):
    assert not [one.name for one in found.measured if "(good)" in one.name]


def test_blocks_make_no_difference(found, monkeypatch):
    simulate = evaluation.simulate
    monkeypatch.setattr(evaluation, "simulate", lambda clients, seed: simulate(clients, seed, block=250))
    assert evaluate(CLIENTS, SEED, ICCE, REFERENCE) == found


def test_where_nobody_can_be_counted_nothing_is_claimed():
    found = evaluate(1, 1, ICCE, REFERENCE)
    shares = [share for one in found.measured for share in one.by_ending.values()]
    assert {share.sensitivity for share in shares} | {share.sessions_of_warning for share in shares} == {None}


def test_nobody_cannot_be_measured():
    with pytest.raises(InputError, match="Cannot simulate 0 clients"):
        evaluate(0, 1, ICCE, REFERENCE)
