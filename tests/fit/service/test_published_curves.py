"""Curves for people who may not see the clients: near the exact ones, and made of rounded counts only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit.change import CHANGES, Change
from fit.service.dose_response import dose_response
from fit.service.figure import NotAssessable
from fit.service.published_curves import published_dose_response, published_survival
from fit.service.suppression import Withheld
from fit.service.survival import (
    survival_curve,
    times_to_improvement,
    times_to_unplanned_ending,
    to_unplanned_ending,
)
from tests.fit.service.made_up import plain

seen = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=5, max_size=200)


@given(seen)
def test_a_shown_curve_tells_only_counts_of_whole_fives(pairs):
    session, happened = (np.array(column) for column in zip(*pairs, strict=True))
    curve = published_survival("time_to_improvement", session, happened)
    assert (curve.at_risk % 5 == 0).all()
    assert (curve.events % 5 == 0).all()
    assert (curve.at_risk >= 10).all()
    assert curve.n % 5 == 0
    assert ((curve.survival >= 0) & (curve.survival <= 1)).all()


def test_of_many_episodes_the_shown_curve_is_nearly_the_exact_one():
    chance = np.random.default_rng(4)
    session, happened = chance.geometric(0.15, 3_000), chance.random(3_000) < 0.6
    exact = survival_curve("time_to_improvement", session, happened)
    shown = published_survival("time_to_improvement", session, happened)
    for when in (1, 3, 6, 10):
        at = np.searchsorted(exact.session, when), np.searchsorted(shown.session, when)
        assert shown.survival[at[1]] == pytest.approx(exact.survival[at[0]], abs=0.02)


def test_the_curves_of_both_views_are_of_the_same_episodes():
    service = plain(90, ratings=2, sessions=np.arange(90) % 7 + 2, last_rated_at=9, ending=np.arange(90) % 3 - 1)
    shown = published_survival("time_to_unplanned_ending", *times_to_unplanned_ending(service))
    assert (shown.n, to_unplanned_ending(service).n) == (90, 90)
    assert int(shown.events.sum()) == 30
    assert published_survival("time_to_improvement", *times_to_improvement(service)).events.size == 0


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_a_curve_of_fewer_than_five_is_withheld(count, shown):
    found = published_survival("time_to_improvement", np.ones(count, np.int64), np.ones(count, bool))
    assert isinstance(found, Withheld) is not shown


@pytest.mark.parametrize(("count", "rows"), [(4, []), (5, [5]), (8, [10])])
def test_numbers_of_sessions_that_few_had_are_left_out(count, rows):
    exact = dose_response(plain(count, sessions=3, ending=0, change=CHANGES.index(Change.IMPROVED)))
    assert published_dose_response(exact).n.tolist() == rows


def test_few_improved_are_told_by_the_upper_end_alone():
    change = [CHANGES.index(Change.IMPROVED)] * 4 + [CHANGES.index(Change.UNCHANGED)] * 17
    found = published_dose_response(dose_response(plain(21, sessions=3, ending=0, change=change)))
    assert found.n.tolist() == [20]
    assert np.isnan(found.share).tolist() == [True]
    assert found.lower.tolist() == [0.0]
    assert 0.2 < found.upper[0] < 0.5
    assert isinstance(published_dose_response(NotAssessable(reason="none")), NotAssessable)
