"""The numbers behind an alert, as they are said."""

from __future__ import annotations

import pytest

from dashboard.evidence import evidence_said


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (
            {"lost since intake": "-4.5", "lost since the best": "6.1"},
            "gained since intake 4.5 · lost since the best 6.1",
        ),
        ({"lost since intake": "0.0"}, "lost since intake 0.0"),
        ({"session rating": "35.4", "usual": None}, "session rating 35.4"),
    ],
)
def test_a_loss_below_nothing_is_said_as_a_gain_and_what_is_unknown_is_left_out(evidence, said):
    assert evidence_said(evidence) == said
