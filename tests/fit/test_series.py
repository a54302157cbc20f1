from __future__ import annotations

import pytest

from fit.errors import InputError
from tests.fit.stories import series_of


def test_each_informant_and_scale_is_a_strand_of_its_own_and_the_clients_own_leads(assess_rows):
    rows = [
        ("E", 1, "ors", 30, "caregiver"),
        ("E", 1, "phq9", 15),
        ("E", 1, "ors", 20),
        ("E", 1, "srs", 38),
        ("E", 2, "ors", 31, "caregiver"),
        ("E", 2, "phq9", 9),
        ("E", 2, "ors", 26),
    ]
    assessment = assess_rows(rows)
    told = [
        (one.informant.value, one.outcome_scale.id, str(one.gain))
        for one in map(assessment.episode, range(assessment.series.strands))
    ]
    assert told == [("client", "ors", "6.0"), ("client", "phq9", "6.0"), ("caregiver", "ors", "1.0")]
    assert assessment.series.leading_strands().tolist() == [0]


def test_youth_and_caregiver_who_disagree_are_told_apart(assess_rows):
    rows = [
        ("E", 1, "ors", 20),
        ("E", 2, "ors", 29),
        ("E", 1, "ors", 30, "caregiver"),
        ("E", 2, "ors", 24, "caregiver"),
    ]
    assessment = assess_rows(rows, bands={"E": "adolescent"})
    changes = [str(assessment.episode(strand).change) for strand in range(2)]
    assert changes == ["recovered", "harmed"]


def test_two_ratings_in_one_place_are_refused_by_episode_session_and_scale():
    with pytest.raises(InputError, match="Episode E, session 2: rated twice on srs"):
        series_of([("E", 1, "srs", 38), ("E", 2, "srs", 38), ("E", 2, "srs", 39)])


def test_a_session_number_below_one_is_refused():
    with pytest.raises(InputError, match="Session 0 is out of range"):
        series_of([("E", 0, "ors", 20)])


def test_blocks_hold_whole_strands_and_cover_all_of_them():
    rows = [(f"E{episode}", session, "ors", 20) for episode in range(7) for session in range(1, episode + 2)]
    series = series_of(rows)
    blocks = list(series.blocks(5))
    assert [first for first, _ in blocks[1:]] == [last for _, last in blocks[:-1]]
    assert (blocks[0][0], blocks[-1][1]) == (0, 7)
    assert series.block(2, 4).session.tolist() == [1, 2, 3, 1, 2, 3, 4]
