"""An answer about harming oneself: said whatever the total, and never closed by the machine."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit.alerts import find_alerts, rules
from fit.assessment import assess
from fit.policies import Severity, policy
from fit.scales import Score, scale, scale_ids
from fit.series import INFORMANTS, Ratings, Series
from fit.trajectory import curve_set

SELF_HARM = 8
"""The ninth question of the PHQ-9, counted from nought."""


def verdicts(rows):
    """Assess rows of (session, scale, answers in points or a total)."""
    items = np.full((len(rows), 10), -1, np.int16)
    totals = []
    for place, (_, _, given_marks) in enumerate(rows):
        marks = given_marks if isinstance(given_marks, tuple) else ()
        items[place, : len(marks)] = [mark * 10 for mark in marks]
        totals.append(10 * (sum(marks) if marks else given_marks))
    ratings = Ratings(
        episode_ids=["E"],
        age_band=np.zeros(1, np.int8),
        episode=np.zeros(len(rows), np.int32),
        session=np.array([row[0] for row in rows], np.int32),
        scale=np.array([scale_ids().index(row[1]) for row in rows], np.int8),
        informant=np.full(len(rows), INFORMANTS.index("client"), np.int8),
        total=np.array(totals, np.int16),
        items=items,
    )
    series = Series.of(ratings)
    done = assess(series, policy("icce"), curve_set("simulated_reference"), rules())
    return [done.episode(strand) for strand in range(series.strands)]


def said_at(rows):
    return [
        (signal.session, signal.evidence["answer"])
        for one in verdicts(rows)
        for signal in one.signals
        if signal.rule.id == "risk_answer"
    ]


def phq9(ninth, other=0):
    return (other,) * SELF_HARM + (ninth,)


@pytest.mark.parametrize(("ninth", "told"), [(0, []), (1, [(1, Score(10))]), (3, [(1, Score(30))])])
def test_any_answer_above_the_lowest_is_said(ninth, told):
    assert said_at([(1, "phq9", phq9(ninth))]) == told


def test_a_high_total_without_it_says_nothing():
    assert said_at([(1, "phq9", phq9(0, other=3))]) == []


def test_a_total_alone_tells_nothing():
    assert said_at([(1, "phq9", 27)]) == []


def test_other_scales_beside_it_are_not_taken_for_it():
    rows = [(1, "ors", (5, 5, 5, 5)), (1, "srs", (9, 9, 9, 9)), (1, "gad7", (3,) * 7), (1, "phq9", phq9(2))]
    assert said_at(rows) == [(1, Score(20))]


def test_it_is_urgent_in_every_policy():
    for name in ("icce", "pcoms"):
        assert policy(name).severity("risk_answer") is Severity.URGENT
    (one,) = verdicts([(1, "phq9", phq9(1))])
    assert [alert.severity for alert in find_alerts(one) if alert.rule == "risk_answer"] == [Severity.URGENT]


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 9), min_size=1, max_size=6))
def test_it_is_what_looking_at_the_ninth_answer_gives(forms):
    rows = [(session, "phq9", marks) for session, marks in enumerate(forms, start=1)]
    place = [item.id for item in scale("phq9").items].index("self_harm")
    expected = [(session, Score(marks[place] * 10)) for session, _, marks in rows if marks[place] > 0]
    assert said_at(rows) == expected
