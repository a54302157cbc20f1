"""Which line of the session rating fell most: one that fell further than every other, or none."""

from __future__ import annotations

import pytest

from fit.excerpts import FallenItem
from fit.policies import policy
from fit.repair import deepest_fall, find_falls
from fit.scales import Score

LOW = policy("icce").alliance_item


def marks(relationship, goals, approach, overall):
    given = {"relationship": relationship, "goals": goals, "approach": approach, "overall": overall}
    return {item: None if mark is None else Score(mark) for item, mark in given.items()}


@pytest.mark.parametrize(
    ("before", "now", "deepest"),
    [
        ((95, 95, 95, 95), (94, 93, 95, 95), FallenItem.GOALS),
        ((95, 95, 95, 95), (93, 93, 95, 95), None),
        ((95, 95, 95, 95), (95, 96, 95, 95), None),
        ((None, 95, 95, 95), (10, 94, 95, 95), FallenItem.GOALS),
        (None, (90, 89, 88, 90), FallenItem.APPROACH),
        (None, (90, 88, 88, 90), None),
        (None, (90, 90, 90, 90), None),
    ],
)
def test_one_line_that_fell_further_than_every_other_is_what_it_may_be_about(before, now, deepest):
    was = {} if before is None else marks(*before)
    falls = find_falls({item: mark for item, mark in was.items() if mark is not None}, marks(*now), LOW)
    if before and None in before:
        falls = tuple(fall for fall in falls if fall.before is not None)
    assert deepest_fall(falls) is deepest
