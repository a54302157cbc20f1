"""Curves for people who may not see the clients: near the exact ones, and made of rounded counts only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit.change import CHANGES, Change
from fit.service.dose_response import dose_response
from fit.service.figure import NotAssessable
from fit.service.published_curves import (
    TOO_FEW_FOR_STEPS,
    TOO_FEW_STEPS,
    published_dose_response,
    published_so_far,
)
from fit.service.suppression import TOO_FEW, Withheld
from fit.service.survival import (
    times_to_improvement,
    times_to_unplanned_ending,
    to_unplanned_ending,
)
from tests.fit.service.made_up import plain

seen = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=8, max_size=200)


@given(seen)
def test_a_shown_course_tells_only_counts_of_whole_fives_near_the_exact_ones(pairs):
    session, happened = (np.array(column) for column in zip(*pairs, strict=True))
    told = published_so_far("time_to_improvement", session, happened, np.arange(session.size))
    if isinstance(told, Withheld):
        return
    assert (told.followed % 5 == 0).all()
    assert (told.happened % 5 == 0).all()
    assert (told.followed >= 10).all()
    assert told.n % 5 == 0
    for place, at in enumerate(told.session.tolist()):
        exact = np.count_nonzero(happened & (session <= at)) / session.size
        assert told.lower[place] <= exact <= told.upper[place]
        assert abs(told.share[place] - exact) < 0.08


def test_of_twenty_episodes_no_course_is_drawn_and_never_is_one_flat_where_few_are_hidden():
    """Ten of twenty better by session 3 were once told as all of them; five unplanned endings as none, then a third."""
    client = np.arange(120)
    small = published_so_far("time_to_improvement", client[:20] % 3 + 1, client[:20] < 18, client[:20])
    assert small == TOO_FEW_FOR_STEPS
    few = published_so_far("time_to_unplanned_ending", client % 12 + 1, client < 7, client)
    assert few == TOO_FEW_STEPS
    told = published_so_far("time_to_unplanned_ending", client % 12 + 1, client < 60, client)
    assert (told.session[0], told.happened[0]) == (2, 10)  # by session 1 there were five: not told, and not drawn


def test_the_courses_of_both_views_are_of_the_same_episodes():
    service = plain(90, ratings=2, sessions=np.arange(90) % 7 + 2, last_rated_at=9, ending=np.arange(90) % 3 - 1)
    shown = published_so_far("time_to_unplanned_ending", *times_to_unplanned_ending(service), service.client)
    assert (shown.n, to_unplanned_ending(service).n) == (90, 90)
    assert (shown.happened[-1], to_unplanned_ending(service).events.sum()) == (30, 30)
    improved = published_so_far("time_to_improvement", *times_to_improvement(service), service.client)
    assert improved == TOO_FEW_STEPS


@pytest.mark.parametrize(("count", "clients", "reason"), [(7, 7, TOO_FEW), (60, 4, TOO_FEW), (8, 8, TOO_FEW_FOR_STEPS)])
def test_a_course_of_fewer_than_eight_episodes_or_five_clients_is_withheld(count, clients, reason):
    happened, client = np.ones(count, bool), np.arange(count) % clients
    assert published_so_far("time_to_improvement", np.ones(count, np.int64), happened, client) == reason


@pytest.mark.parametrize(("count", "clients", "rows"), [(7, 7, []), (8, 8, [10]), (20, 4, []), (20, 5, [20])])
def test_numbers_of_sessions_that_few_had_are_left_out(count, clients, rows):
    whose = np.arange(count) % clients
    exact = dose_response(plain(count, client=whose, sessions=3, ending=0, change=CHANGES.index(Change.IMPROVED)))
    found = published_dose_response(exact)
    assert (found.n.tolist() if rows else found) == (rows or TOO_FEW)


def test_few_improved_are_told_by_the_upper_end_alone():
    change = [CHANGES.index(Change.IMPROVED)] * 4 + [CHANGES.index(Change.UNCHANGED)] * 17
    found = published_dose_response(dose_response(plain(21, sessions=3, ending=0, change=change)))
    assert found.n.tolist() == [20]
    assert np.isnan(found.share).tolist() == [True]
    assert found.lower.tolist() == [0.0]
    assert 0.35 < found.upper[0] < 0.65
    assert published_dose_response(NotAssessable(reason="none")) == TOO_FEW
