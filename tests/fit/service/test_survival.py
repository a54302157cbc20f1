"""Survival against the best known published example, statsmodels and scipy; dose and response against a plain count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from fit.change import CHANGES, Change
from fit.service.dose_response import LONGEST, dose_response
from fit.service.figure import NotAssessable
from fit.service.followed import while_followed
from fit.service.survival import (
    cumulative_incidence,
    survival_curve,
    to_reliable_improvement,
    to_unplanned_ending,
    unplanned_beside_other_endings,
)
from tests.fit.service.made_up import episodes, plain
from tests.fit.service.test_outcomes import told

# Weeks in remission with 6-mercaptopurine: Freireich et al. 1963, as in Kalbfleisch & Prentice 2002.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def remission():
    return survival_curve("time_to_improvement", np.array(WEEKS), np.array(RELAPSED, bool))


def test_the_curve_of_the_leukaemia_trial_is_the_published_one():
    curve = remission()
    assert curve.session.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.events.tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert curve.survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    assert curve.standard_error == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5)
    assert (curve.n, curve.censored, curve.median) == (21, 12, 23)


def test_its_log_log_interval_is_the_one_that_stata_prints():
    curve = remission()
    lower = [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881]
    upper = [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801]
    assert curve.lower == pytest.approx(lower, abs=5e-5)
    assert curve.upper == pytest.approx(upper, abs=5e-5)


seen = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=40)


@given(seen)
def test_it_agrees_with_statsmodels_and_scipy(pairs):
    session, happened = (np.array(column) for column in zip(*pairs, strict=True))
    curve = survival_curve("time_to_improvement", session, happened)
    other = SurvfuncRight(session.astype(float), happened.astype(int))
    died = np.asarray(other.n_events) > 0
    assert curve.survival == pytest.approx(np.asarray(other.surv_prob)[died])
    assert curve.at_risk.tolist() == np.asarray(other.n_risk)[died].tolist()
    going_on = curve.survival > 0
    assert curve.standard_error[going_on] == pytest.approx(np.asarray(other.surv_prob_se)[died][going_on])
    data = CensoredData(uncensored=session[happened], right=session[~happened])
    steps = ecdf(data).sf
    for when, share in zip(curve.session, curve.survival, strict=True):
        assert steps.evaluate(when) == pytest.approx(share)


def test_the_interval_is_open_where_nobody_is_left():
    curve = survival_curve("time_to_improvement", np.array([1, 2]), np.array([True, True]))
    assert curve.survival.tolist() == [0.5, 0.0]
    assert np.isnan([curve.lower[1], curve.upper[1]]).all()


def test_half_is_reached_at_half_and_not_before():
    below = survival_curve("time_to_improvement", np.array([1, 2, 3, 3]), np.array([True, False, False, False]))
    at = survival_curve("time_to_improvement", np.array([1, 2, 3, 3]), np.array([True, True, False, False]))
    assert isinstance(below.median, NotAssessable)
    assert at.median == 2


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=1, max_size=40))
def test_competing_endings_agree_with_statsmodels(pairs):
    session, ending = (np.array(column) for column in zip(*pairs, strict=True))
    if not {1, 2} <= set(ending.tolist()):
        return
    found = cumulative_incidence("time_to_unplanned_ending", session, ending == 1, ending == 2)
    with np.errstate(divide="ignore", invalid="ignore"):  # its standard errors, where everybody ends at once
        other = CumIncidenceRight(session.astype(float), ending)
    at = np.searchsorted(other.times, found.session)
    assert found.share == pytest.approx(np.asarray(other.cinc[0])[at])


def test_planned_endings_are_not_taken_for_clients_who_might_still_leave():
    service = plain(4, sessions=[1, 1, 2, 3], ending=[0, 0, 1, -1])
    assert to_unplanned_ending(service).survival.tolist() == [0.5]
    assert unplanned_beside_other_endings(service).share.tolist() == [0.25]


def test_open_and_referred_episodes_are_followed_as_long_as_they_lasted():
    curve = to_unplanned_ending(plain(6, sessions=[3, 5, 5, 8, 0, 2], ending=[1, -1, 2, 1, 1, 3]))
    assert curve.session.tolist() == [3, 8]
    assert curve.at_risk.tolist() == [4, 1]
    assert (curve.n, curve.censored) == (5, 3)


def test_improvement_is_dated_by_the_first_reliable_gain_of_the_episode():
    service = [
        told(ors=[200, 249, 250, 180]),
        told(ors=[200, None, 249, 249]),
        told(ors=[200]),
        told(ors=[None, 100, 150, 90]),
    ]
    columns = episodes(service)
    assert columns.improved_at.tolist() == [3, 0, 0, 3]
    assert columns.last_rated_at.tolist() == [4, 4, 1, 4]
    curve = to_reliable_improvement(columns)
    assert (curve.session.tolist(), curve.at_risk.tolist(), curve.events.tolist()) == ([3], [3], [2])


def test_reliable_change_of_six_points_by_the_other_policy_is_dated_by_its_own_line():
    service = [told(ors=[200, 259, 260])]
    assert episodes(service, by="icce").improved_at.tolist() == [2]
    assert episodes(service, by="pcoms").improved_at.tolist() == [3]


def test_a_curve_ends_where_fewer_than_ten_are_still_followed():
    """The trial's patients: 11 are followed to week 16, ten to week 17; 7 and 6, at weeks 22 and 23, are too few."""
    weeks = np.array(WEEKS)
    curve = while_followed(remission(), weeks)
    assert (curve.session.tolist(), curve.until) == ([6, 7, 10, 13, 16], 17)
    assert curve.survival[-1] == pytest.approx(0.627, abs=5e-4)
    assert (curve.n, curve.censored) == (21, 14)
    share = cumulative_incidence("time_to_unplanned_ending", weeks, np.array(RELAPSED, bool), weeks < 0)
    assert while_followed(share, weeks).share == pytest.approx(1 - curve.survival)
    assert while_followed(share, weeks).events.tolist() == [3, 1, 1, 1, 1]
    assert isinstance(while_followed(remission(), weeks[:9]), NotAssessable)


def test_nobody_has_no_curve():
    assert isinstance(to_reliable_improvement(plain(3)), NotAssessable)
    assert isinstance(to_unplanned_ending(plain(0)), NotAssessable)
    assert isinstance(unplanned_beside_other_endings(plain(0)), NotAssessable)
    assert isinstance(dose_response(plain(2)), NotAssessable)


CODES = {change: CHANGES.index(change) for change in Change}


def test_dose_and_response_count_closed_episodes_by_the_sessions_they_had():
    service = plain(
        7,
        sessions=[2, 2, 5, 5, 5, 2, 5],
        ending=[0, 1, 0, 0, 1, -1, 0],
        change=[
            CODES[one]
            for one in (
                Change.RECOVERED,
                Change.UNCHANGED,
                Change.IMPROVED,
                Change.RECOVERED,
                Change.HARMED,
                Change.RECOVERED,
                Change.NOT_ASSESSABLE,
            )
        ],
    )
    found = dose_response(service)
    assert found.sessions.tolist() == [2, 5]
    assert found.n.tolist() == [2, 3]
    assert found.share == pytest.approx([1 / 2, 2 / 3])
    # Wilson, 1 of 2 and 2 of 3, statsmodels
    assert found.lower == pytest.approx([0.09453121, 0.20765960])
    assert found.upper == pytest.approx([0.90546879, 0.93850820])


def test_the_longest_episodes_are_put_together():
    held = [LONGEST - 1, LONGEST, LONGEST + 1, 60]
    found = dose_response(plain(4, sessions=held, ending=0, change=CODES[Change.IMPROVED]))
    assert found.sessions.tolist() == [LONGEST - 1, LONGEST]
    assert found.n.tolist() == [1, 3]
