"""Ruptures in the ratings and whether the next ones repaired them; the client's own usual range."""

from __future__ import annotations

import pytest


def answers(one) -> list[tuple[int, str, int | None]]:
    told = zip(one.meetings, one.repairs, one.repaired_at, strict=True)
    return [(meeting, str(repair), at) for meeting, repair, at in told if repair != "none_needed"]


@pytest.mark.parametrize(
    ("srs", "told"),
    [
        ((38, 38.2, 34, 36), [(3, "repaired", 4)]),  # back above the line it had been above
        ((38, 38.2, 34, 35.9, 35.9, 36), [(3, "repaired", 6), (4, "repaired", 6), (5, "repaired", 6)]),
        ((38, 34, 34, 34, 34, 38), [(2, "not_yet", None), (3, "repaired", 6), (4, "repaired", 6), (5, "repaired", 6)]),
        ((38, 38.2, 34), [(3, "unknown", None)]),  # no rating since
        ((39, 37.5, 38.0), [(2, "not_yet", None)]),  # a drop above the line: back near the level before
        ((39, 37.5, 38.1), [(2, "repaired", 3)]),
        ((30, 33, 36.5), [(1, "repaired", 3), (2, "repaired", 3)]),  # low at first and growing
        ((40, 40, 40), []),
    ],
)
def test_a_dip_is_answered_by_the_next_three_ratings(assessed, srs, told):
    assert answers(assessed(srs=srs)) == told


@pytest.mark.parametrize(
    ("srs", "below"),
    [
        ((40, 40, 40, 40, 39.1), False),  # within one point of a flat 40
        ((40, 40, 40, 40, 39.0), False),  # at the floor, not below it
        ((40, 40, 40, 40, 38.9), True),
        ((40, 40, 40, 38.9), False),  # three earlier ratings are too few
        # mean 38.5, moving ranges 1 1 1: lower limit 38.5 - 2.66 = 35.84
        ((38, 39, 38, 39, 35.9), False),
        ((38, 39, 38, 39, 35.8), True),
        # mean 38.5; ranges 2 1 2, mean 5/3: lower limit 38.5 - 4.4333 = 34.0667
        ((38, 40, 39, 37, 34.1), False),
        ((38, 40, 39, 37, 34.0), True),
    ],
)
def test_the_own_usual_range_is_an_individuals_chart_with_a_floor(assessed, spoken, srs, below):
    assert ("below_usual_range" in spoken(assessed(srs=srs)).get(5, set())) is below


def test_three_falls_in_a_row_are_a_slow_slide_though_every_rating_is_above_the_line(assessed, spoken):
    told = spoken(assessed(srs=(39.5, 39.0, 38.4, 37.8)))
    assert told == {4: {"falling"}}


def test_a_perfect_rating_every_time_is_a_prompt_at_the_third(assessed, spoken):
    assert spoken(assessed(srs=(40, 40, 40, 40))) == {3: {"flat_40"}, 4: {"flat_40"}}


def test_a_drop_that_was_repaired_says_at_which_session(assessed):
    drop = next(signal for signal in assessed(srs=(39, 36.5, 39)).signals if signal.rule.id == "drop")
    assert (drop.session, drop.repair, drop.repaired_at) == (2, "repaired", 3)
