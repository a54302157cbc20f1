"""Simulated episodes: the same for a seed however they are asked for, and valid as ratings."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit.errors import InputError
from fit.ratings import Ending
from fit.scales import AgeBand, Informant, scale_ids
from fit.series import Series
from fit.simulation import ENDINGS, REASONS, Cohort, LeavingReason, population, simulate, simulate_range

GROUP = 8_192  # episodes that share one stream of chance
RATING_COLUMNS = ("session", "scale", "informant", "total", "items")


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return simulate_range(0, 5_000, seed=3)


def rows_of(cohort: Cohort) -> tuple:
    ratings = cohort.ratings
    episode = [ratings.episode_ids[code] for code in ratings.episode]
    ruptures, truth = cohort.truth.ruptures, cohort.truth
    return (
        episode,
        *(getattr(ratings, name).tolist() for name in RATING_COLUMNS),
        cohort.day.tolist(),
        cohort.began.tolist(),
        np.asarray(ratings.age_band).tolist(),
        truth.change.tolist(),
        truth.ending.tolist(),
        [ratings.episode_ids[code] for code in ruptures.episode],
        ruptures.session.tolist(),
        ruptures.repaired_at.tolist(),
    )


@settings(max_examples=15, deadline=None)
@given(first=st.integers(0, 2 * GROUP), length=st.integers(1, 300), seed=st.integers(0, 3))
def test_episodes_are_the_same_whether_asked_for_together_or_apart(first: int, length: int, seed: int) -> None:
    whole = rows_of(simulate_range(first, first + length, seed))
    cut = first + length // 2
    parts = [
        rows_of(simulate_range(*ends, seed)) for ends in ((first, cut), (cut, first + length)) if ends[0] < ends[1]
    ]
    assert whole == tuple([*chain(*columns)] for columns in zip(*parts, strict=True))


@pytest.mark.parametrize("block", [1_000, GROUP, 20_000])
def test_the_size_of_blocks_changes_nothing(block: int) -> None:
    blocks = [rows_of(part) for part in simulate(GROUP + 500, 11, block=block)]
    assert tuple([*chain(*columns)] for columns in zip(*blocks, strict=True)) == rows_of(
        simulate_range(0, GROUP + 500, 11)
    )


def test_another_seed_gives_other_people() -> None:
    assert rows_of(simulate_range(0, 50, 1)) != rows_of(simulate_range(0, 50, 2))


@pytest.mark.parametrize(("clients", "seed", "block"), [(0, 1, 10), (10, -1, 10), (10, 1, 0)])
def test_what_cannot_be_simulated_is_refused(clients: int, seed: int, block: int) -> None:
    with pytest.raises(InputError, match=f"{clients} clients with seed {seed}"):
        list(simulate(clients, seed, block=block))


def test_everybody_is_named_as_simulated(cohort: Cohort) -> None:
    assert cohort.ratings.episode_ids[:2] == ["SIM-000001", "SIM-000002"]
    assert simulate_range(999_999, 1_000_001, 1).ratings.episode_ids == ["SIM-1000000", "SIM-1000001"]


def test_items_add_up_to_the_total_and_stay_within_their_lines(cohort: Cohort) -> None:
    items, total = cohort.ratings.items, cohort.ratings.total
    assert items is not None
    assert (items[:, :4].sum(axis=1) == total).all()
    assert items[:, :4].min() >= 0
    assert items[:, :4].max() <= 100
    assert (items[:, 4:] == -1).all()
    assert (total >= 0).all()
    assert (total <= 400).all()


def test_rows_are_ratings_that_the_engine_takes(cohort: Cohort) -> None:
    series = Series.of(cohort.ratings)
    assert series.outcome.size == series.session.size


def test_children_rate_on_the_scales_for_children_and_some_caregivers_rate_too(cohort: Cohort) -> None:
    ratings = cohort.ratings
    band = np.asarray(ratings.age_band)[ratings.episode]
    used = {
        str(name): {scale_ids()[code] for code in np.unique(ratings.scale[band == place])}
        for place, name in enumerate(AgeBand)
    }
    assert used == {"adult": {"ors", "srs"}, "adolescent": {"ors", "srs"}, "child": {"cors", "csrs"}}
    caregiver = ratings.informant == tuple(Informant).index(Informant.CAREGIVER)
    assert not (caregiver & (band == 0)).any()
    assert caregiver[band == 2].any()


def test_every_episode_begins_with_an_outcome_rating_and_later_ones_may_be_missing(cohort: Cohort) -> None:
    ratings, last = cohort.ratings, cohort.truth.last_session
    own = np.isin(ratings.scale, [scale_ids().index(name) for name in ("ors", "cors")]) & (ratings.informant == 0)
    assert (own & (ratings.session == 1)).sum() == len(cohort)
    assert 0.02 < 1 - own.sum() / last.sum() < 0.05


def test_days_begin_at_the_first_session_and_go_up(cohort: Cohort) -> None:
    ratings = cohort.ratings
    first = ratings.session == 1
    assert (cohort.day[first] == 0).all()
    same = np.diff(ratings.episode) == 0
    later = np.diff(ratings.session) > 0
    assert (np.diff(cohort.day)[same & later] >= 7).all()
    assert (np.diff(cohort.day)[same & ~later] == 0).all()


def test_episodes_begin_on_working_days_within_two_years(cohort: Cohort) -> None:
    began = cohort.began
    assert (began % 7 < 5).all()  # day 0 is a Monday
    assert 0 <= began.min() <= began.max() < 730
    assert population().calendar.first_day.weekday() == 0


def test_no_rating_lies_beyond_the_last_session(cohort: Cohort) -> None:
    ratings, truth = cohort.ratings, cohort.truth
    assert (ratings.session <= truth.last_session[ratings.episode]).all()
    assert truth.last_session.max() <= 40


def test_the_reason_for_leaving_agrees_with_the_ending(cohort: Cohort) -> None:
    truth = cohort.truth
    unplanned = truth.ending == ENDINGS.index(Ending.UNPLANNED)
    reason = np.array([str(name) for name in REASONS])[truth.reason]
    left = {LeavingReason.LIFE, LeavingReason.RUPTURE, LeavingReason.NO_PROGRESS}
    assert set(reason[unplanned]) == {str(name) for name in left}
    assert set(reason[~unplanned]) == {"done", "referred", "transferred"}


def test_a_repair_comes_one_to_three_sessions_after_its_rupture_and_never_after_the_end(cohort: Cohort) -> None:
    ruptures = cohort.truth.ruptures
    repaired = ruptures.repaired_at > 0
    delay = (ruptures.repaired_at - ruptures.session)[repaired]
    assert set(delay.tolist()) == {1, 2, 3}
    assert (ruptures.repaired_at <= cohort.truth.last_session[ruptures.episode]).all()
    assert (np.diff(ruptures.episode) >= 0).all()


def test_a_rupture_shows_in_the_rating_unless_the_client_always_gives_forty(cohort: Cohort) -> None:
    ratings, truth = cohort.ratings, cohort.truth
    alliance = np.isin(ratings.scale, [scale_ids().index(name) for name in ("srs", "csrs")])
    flat = truth.flat_alliance[ratings.episode] & alliance
    assert (ratings.total[flat] == 400).all()
    deep = truth.ruptures.depth > 4
    at = set(zip(truth.ruptures.episode[deep].tolist(), truth.ruptures.session[deep].tolist(), strict=True))
    torn = np.array([place in at for place in zip(ratings.episode.tolist(), ratings.session.tolist(), strict=True)])
    honest = alliance & ~truth.flat_alliance[ratings.episode]
    assert ratings.total[honest & torn].mean() < ratings.total[honest & ~torn].mean() - 40


def test_mandated_clients_begin_high_and_come_down(cohort: Cohort) -> None:
    ratings = cohort.ratings
    outcome = (ratings.scale == scale_ids().index("ors")) & (ratings.informant == 0)
    mandated = cohort.truth.mandated[ratings.episode] & outcome
    first, third = (ratings.total[mandated & (ratings.session == session)].mean() for session in (1, 3))
    assert first > 280
    assert third < first - 20
