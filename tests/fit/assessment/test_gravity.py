"""Which of several alerts stands first: the places that docs/decisions/0010 says."""

from __future__ import annotations

import pytest

from fit.alerts import rules
from fit.assessment import RELIABLE_LOSSES, gravity, weight
from fit.assessment._gravity import RULES


def test_every_rule_has_its_place_once():
    assert sorted(RULES) == sorted(rule.id for rule in rules())
    assert len(set(RULES)) == len(RULES)


def test_a_reliable_loss_is_one_of_the_outcome():
    assert {rule.axis.value for rule in rules() if rule.id in RELIABLE_LOSSES} == {"outcome"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("loss_since_intake", "act", 2), ("drop", "act", 3)),
        (("loss_since_intake", "act", 2), ("low_total", "act", 2)),
        (("deterioration", "watch", 2), ("low_item", "watch", 4)),
        (("deterioration", "watch", 2), ("no_reliable_gain", "watch", 4)),
        (("drop", "act", 2), ("deterioration", "watch", 4)),
        (("low_total", "act", 2), ("off_track", "act", 4)),
        (("risk_answer", "urgent", 1), ("loss_since_intake", "act", 9)),
        (("drop", "act", 5), ("low_total", "act", 4)),
        (("low_total", "act", 4), ("drop", "act", 4)),
        (("no_reliable_gain", "watch", 3), ("target_reached", "good", 9)),
    ],
)
def test_by_severity_then_a_reliable_loss_then_the_alliance_then_the_newest(first, second):
    assert gravity(*first) < gravity(*second)


def test_after_a_sharp_fall_to_the_lowest_so_far_what_says_so_stands_before_a_higher_severity():
    assert weight("sharp_last_fall", "watch", fallen=True) < weight("drop", "act", fallen=True)
    assert weight("sharp_last_fall", "watch") > weight("drop", "act")
    assert weight("loss_since_intake", "act", fallen=True) < weight("sharp_last_fall", "watch", fallen=True)
    assert weight("risk_answer", "urgent", fallen=True) < weight("loss_since_intake", "act", fallen=True)


def test_what_rests_stands_behind_what_waits():
    assert gravity("loss_since_intake", "act", 5, waits=False) > gravity("low_item", "watch", 2)
