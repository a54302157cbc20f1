"""Ruptures found in the ratings of many episodes: counted once, answered by the next ratings, or not yet."""

from __future__ import annotations

import pytest

from fit.errors import InputError
from fit.ratings import Ending
from fit.service.ruptures import Care, Reading, find_ruptures
from tests.fit.stories import verdicts

OPEN, ENDED = Care(closed=False), Care(closed=True, ending=Ending.UNPLANNED)


def found(srs, care=OPEN, episode="E"):
    rows = [(episode, at, "srs", points) for at, points in enumerate(srs, start=1) if points is not None]
    return list(find_ruptures(verdicts(rows), {episode: care}))


def told(srs, care=OPEN):
    return [(one.first, one.last, str(one.answer), one.repaired_after) for one in found(srs, care)]


@pytest.mark.parametrize(
    ("srs", "ruptures"),
    [
        ((38, 38, 38.2), []),
        ((38, 34, 37, 38, 38), [(2, 2, "repaired", 1)]),
        # a dip that goes on is one rupture: back at the third rating after its first
        ((38, 34, 34, 34, 37), [(2, 4, "repaired", 3)]),
        # back only at the fourth rating
        ((38, 34, 34, 34, 34, 37), [(2, 5, "not_repaired", None)]),
        # two ruptures of one client
        ((38, 34, 37, 38, 33, 34, 34, 35), [(2, 2, "repaired", 1), (5, 8, "not_repaired", None)]),
        # low from the first session on, and growing
        ((30, 33, 36.5, 37), [(1, 2, "repaired", 2)]),
    ],
)
def test_a_rupture_is_a_run_of_dips_and_counts_once(srs, ruptures):
    assert told(srs) == ruptures


def test_sessions_without_a_rating_are_not_counted_as_ratings():
    assert told((38, 34, None, None, 37, 38, 38)) == [(2, 2, "repaired", 1)]


@pytest.mark.parametrize(
    ("srs", "while_it_goes_on", "after_the_ending"),
    [
        ((38, 34), "too_early", "unknown"),
        ((38, 34, 34), "too_early", "not_repaired"),
        ((38, 34, 37), "too_early", "repaired"),
        ((38, 34, 37, 38), "too_early", "repaired"),
        ((38, 34, 37, 38, 38), "repaired", "repaired"),
        ((38, 34, 34, 34, 34), "not_repaired", "not_repaired"),
    ],
)
def test_before_three_further_ratings_it_is_too_early_unless_the_episode_has_ended(
    srs, while_it_goes_on, after_the_ending
):
    assert [row[2] for row in told(srs)] == [while_it_goes_on]
    assert [row[2] for row in told(srs, ENDED)] == [after_the_ending]


def test_a_rupture_that_came_back_early_says_so_though_it_is_too_early_to_count():
    assert told((38, 34, 37)) == [(2, 2, "too_early", 1)]


def test_a_talk_at_any_session_of_the_run_counts_and_one_beside_it_does_not():
    falling = (38, 34, 33, 37, 38)
    talked = {at: found(falling, Care(closed=False, talked={2: False, at: True}))[0].talked for at in (1, 2, 3, 4)}
    assert talked == {1: False, 2: True, 3: True, 4: False}


def test_where_nobody_was_asked_to_talk_it_is_not_said_that_nobody_did():
    assert found((38, 34, 33, 37))[0].talked is None
    assert found((38, 34, 33, 37), Care(closed=False, talked={1: True, 4: True}))[0].talked is None


def test_whether_it_was_talked_about_is_asked_from_the_next_rated_session_on():
    talked = Care(closed=False, talked={2: True})
    assert found((38, 34), talked)[0].talked is None
    assert found((38, 34, None), talked)[0].talked is None
    assert found((38, 34, 34), talked)[0].talked is True


def test_what_a_plan_says_of_the_run_is_taken_and_nothing_else():
    reading = Reading(kind="withdrawal", dimension="breach")
    (one,) = found((38, 34, 33, 37), Care(closed=False, readings={3: reading}))
    (other,) = found((38, 34, 33, 37), Care(closed=False, readings={4: reading}))
    assert (one.reading, other.reading) == (reading, Reading())


def test_the_last_rupture_of_an_episode_is_known_as_such():
    assert [one.is_last_of_episode for one in found((38, 34, 37, 38, 33, 38), ENDED)] == [False, True]


def test_only_the_clients_own_leading_ratings_are_read_and_only_of_known_episodes():
    rows = [("E", at, "srs", points) for at, points in enumerate((38, 34, 37), start=1)]
    rows += [("F", at, "srs", points) for at, points in enumerate((38, 30, 30), start=1)]
    rows += [("E", at, "srs", points, "caregiver") for at, points in enumerate((38, 20, 20), start=1)]
    told = [(one.episode_id, one.first, one.last) for one in find_ruptures(verdicts(rows), {"E": ENDED})]
    assert told == [("E", 2, 2)]


def test_an_episode_that_goes_on_has_no_ending():
    with pytest.raises(InputError, match="goes on has no ending"):
        Care(closed=False, ending=Ending.PLANNED)
