"""The fit finds what was put in, agrees with statsmodels' own formula, and says what it cannot fit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from statsmodels.regression.mixed_linear_model import MixedLM

from fit.policies import policy
from fit.scales import AgeBand
from fit.series import MISSING, Ratings, Series, scale_code
from fit.trajectory import Form, growth_model
from fit.trajectory.growth_model import GrowthFit, NotFitted, fit_growth, scales_of

ICCE = policy("icce")


def drawn(episodes, *, sessions=8, seed=1, mean=20.0, leaving=0.0, sds=(3.0, 2.0, -0.4, 2.5)):
    """Rows of (episode, session, tenths) with known effects: 21 + 0.8 x, slope 3 - 0.25 x, and a known spread."""
    chance = np.random.default_rng(seed)
    level_sd, slope_sd, correlation, residual_sd = sds
    joint = correlation * level_sd * slope_sd
    own = chance.multivariate_normal([0, 0], [[level_sd**2, joint], [joint, slope_sd**2]], episodes)
    intake = np.clip(chance.normal(mean, 5, episodes), 5, 32).round(1)
    rows = []
    for episode in range(episodes):
        rows.append((episode, 1, round(intake[episode] * 10)))
        x, gone = intake[episode] - 20, False
        for session in range(2, sessions + 1):
            log = np.log(session)
            fixed = 21 + 0.8 * x + (3 - 0.25 * x) * log
            score = fixed + own[episode] @ [1, log] + chance.normal(0, residual_sd)
            # Leaving depends on the rating just given: those who do well stop coming
            if not gone:
                rows.append((episode, session, round(score * 10)))
            gone = gone or chance.random() < (leaving if score > fixed else 0)
    return rows


def series_of(rows, *, band=AgeBand.ADULT, scale="ors", informant=0):
    episodes = max(row[0] for row in rows) + 1
    return Series.of(
        Ratings(
            episode_ids=[f"E{episode}" for episode in range(episodes)],
            age_band=np.full(episodes, tuple(AgeBand).index(band), np.int8),
            episode=np.array([row[0] for row in rows], np.int32),
            session=np.array([row[1] for row in rows], np.int32),
            scale=np.full(len(rows), scale_code(scale), np.int8),
            informant=np.full(len(rows), informant, np.int8),
            total=np.array([row[2] for row in rows], np.int16),
        )
    )


def fitted(rows, **more) -> GrowthFit:
    (found,) = fit_growth(series_of(rows, **more), ICCE)
    assert isinstance(found, GrowthFit)
    return found


def refused(rows, **more) -> NotFitted:
    (found,) = fit_growth(series_of(rows, **more), ICCE)
    assert isinstance(found, NotFitted)
    return found


@pytest.mark.parametrize("leaving", [0.0, 0.25])
def test_known_effects_and_a_known_spread_are_found_also_when_those_who_do_well_leave(leaving):
    found = fitted(drawn(900, leaving=leaving))
    curve, spread = found.curve, found.curve.spread
    (base, base_per_point), (slope, slope_per_point) = curve.coefficients
    assert curve.form == Form.LOG_LINEAR
    # The centre is the mean intake, so the effects at 20 are read off there
    at_20 = 20 - curve.centre
    assert base + base_per_point * at_20 == pytest.approx(21, abs=0.4)
    assert base_per_point == pytest.approx(0.8, abs=0.1)
    assert slope + slope_per_point * at_20 == pytest.approx(3, abs=0.3)
    assert slope_per_point == pytest.approx(-0.25, abs=0.06)
    assert (spread.intercept_sd, spread.slope_sd, spread.residual_sd) == pytest.approx((3, 2, 2.5), abs=0.35)
    assert spread.correlation == pytest.approx(-0.4, abs=0.15)
    assert not found.on_boundary


def test_the_mean_of_those_still_there_would_have_been_wrong():
    # What the model above is for: of the same episodes the plain mean at session 8 is far too low
    everybody = [row[2] for row in drawn(900) if row[1] == 8]
    still_there = [row[2] for row in drawn(900, leaving=0.25) if row[1] == 8]
    assert np.mean(everybody) / 10 - np.mean(still_there) / 10 > 1.5


def test_statsmodels_asked_by_its_formula_gives_the_same():
    rows = drawn(150, sessions=5, seed=3)
    found = fitted(rows)
    intake = {row[0]: row[2] / 10 for row in rows if row[1] == 1}
    table = pd.DataFrame(
        [(e, np.log(n), intake[e] - found.curve.centre, y / 10) for e, n, y in rows if n > 1],
        columns=["episode", "log", "x", "score"],
    )
    direct = smf.mixedlm("score ~ x * log", table, groups="episode", re_formula="~log").fit(reml=True)
    effects = [direct.fe_params[name] for name in ("Intercept", "x", "log", "x:log")]
    assert np.ravel(found.curve.coefficients) == pytest.approx(effects, abs=2e-3)
    errors = [direct.bse_fe[name] for name in ("Intercept", "x", "log", "x:log")]
    assert np.ravel(found.standard_errors) == pytest.approx(errors, abs=2e-3)
    assert found.curve.spread.residual_sd == pytest.approx(direct.scale**0.5, abs=5e-3)
    assert found.log_likelihood == pytest.approx(direct.llf, abs=0.1)


def test_a_single_rating_and_a_high_start_are_counted_and_left_out():
    rows = drawn(104, sessions=4, seed=2)
    rows = [row for row in rows if row[0] > 1 or row[1] == 1]  # two with one rating
    rows += [(104, 1, 321), (104, 2, 300), (105, 1, 320), (105, 2, 300), (105, 3, 310)]
    found = fitted(rows)
    assert (found.closed, found.one_rating, found.high_starts, found.episodes) == (106, 2, 1, 103)


def test_the_curve_moves_as_far_as_a_quarter_of_the_episodes_go():
    rows = [row for row in drawn(120, sessions=9, seed=4) if row[1] <= (9 if row[0] < 30 else 5)]
    found = fitted(rows)
    assert (found.curve.flatten_at, found.last_session, found.ratings) == (8, 9, 30 * 8 + 90 * 4)
    fewer = [row for row in rows if row[0] or row[1] <= 5]
    assert fitted(fewer).last_session == 5


def test_beyond_the_most_that_are_fitted_episodes_are_drawn_always_the_same(monkeypatch):
    monkeypatch.setattr(growth_model, "MOST_EPISODES", 120)
    rows = drawn(150, sessions=4)
    found = fitted(rows)
    assert (found.episodes, found.not_drawn, found.ratings) == (120, 30, 360)
    assert found == fitted(rows)


def test_one_episode_short_of_the_policys_minimum_is_refused_with_the_count():
    found = refused(drawn(99, sessions=4))
    assert (found.closed, found.usable, found.reason) == (99, 99, "the policy asks for 100")
    assert fitted(drawn(100, sessions=4)).episodes == 100


def test_two_ratings_each_show_no_growth():
    found = refused(drawn(120, sessions=2))
    assert found.reason.startswith("fewer than a quarter of them have a third rating")


def test_one_start_for_all_says_nothing_of_other_starts():
    rows = [(episode, session, 200 if session == 1 else tenths) for episode, session, tenths in drawn(110, sessions=4)]
    assert refused(rows).reason.startswith("all of them begin at the same score")


def test_clients_who_do_not_differ_are_fitted_and_it_is_said():
    rows = drawn(110, sessions=5, sds=(0.0, 0.0, 0.0, 2.0))
    found = fitted(rows)
    assert found.on_boundary
    assert found.curve.spread.residual_sd == pytest.approx(2, abs=0.25)


@pytest.mark.parametrize("wrong", [np.linalg.LinAlgError, None])
def test_a_model_that_does_not_settle_gives_no_curve(monkeypatch, wrong):
    def unsettled(self, **how):
        if wrong:
            raise wrong("Singular matrix")
        result = fit(self, **how)
        result.converged = False
        return result

    fit = MixedLM.fit
    monkeypatch.setattr(MixedLM, "fit", unsettled)
    assert refused(drawn(110, sessions=4)).reason.startswith("the model did not settle")


def test_only_the_clients_own_ratings_of_the_ors_family_are_read():
    rows = drawn(110, sessions=4)
    assert fit_growth(series_of(rows, informant=1), ICCE) == ()
    assert fit_growth(series_of(rows, scale="srs"), ICCE) == ()
    assert fit_growth(series_of(rows, scale="gad7"), ICCE) == ()
    child = series_of(rows, band=AgeBand.CHILD, scale="cors")
    assert scales_of(child) == {"cors"}
    (found,) = fit_growth(child, ICCE)
    assert found.curve.age_band == AgeBand.CHILD


def test_a_series_without_ratings_has_nothing_to_fit():
    rows = drawn(1, sessions=2)
    empty = series_of(rows).block(0, 0)
    assert fit_growth(empty, ICCE) == ()
    assert MISSING == -1
