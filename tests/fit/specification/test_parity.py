"""The truth table of a well-known product's published logic; ours gives at least this.

From an intake of 20 the path by hand expects 22.25, 24.0, 25.25, 26.0 at the second to fifth rating and 26.0 from then
on; the lower boundary lies 4 points under it. The clinical cutoff is 25.
"""

from __future__ import annotations

import pytest

COLOUR = {"not_assessable": "grey", "green": "green", "amber": "orange", "red": "red"}


@pytest.mark.parametrize(
    ("ors", "colour", "above_the_cutoff"),
    [
        ("20", "grey", False),
        ("20 22.2", "orange", False),
        ("20 22.3", "green", False),
        ("20 18.3", "orange", False),
        ("20 18.2", "red", False),
        ("20 22.3 23.9", "orange", False),
        ("20 22.3 24", "green", False),
        ("20 22.3 20", "orange", False),
        ("20 22.3 19.9", "red", False),
        ("20 22.3 25", "green", True),  # at the session target, and above the cutoff: another text
        ("20 22.3 24 25.2", "orange", True),
        ("20 22.3 24 25.3", "green", True),
        ("20 22.3 24 25 26", "green", True),
        ("20 22.3 24 25 25.9", "orange", True),
        ("20 22.3 24 25 26 26", "green", True),
        ("20 22.3 24 25 26 22", "orange", False),
        ("20 22.3 24 25 26 21.9", "red", False),
    ],
)
def test_the_outcome_rating_against_the_session_target(assessed, path, ors, colour, above_the_cutoff):
    one = assessed([float(score) for score in ors.split()], curves=path)
    assert COLOUR[one.track] == colour
    assert one.in_clinical_range is not above_the_cutoff


@pytest.mark.parametrize(
    ("srs", "colour"),
    [
        ("36", "green"),
        ("35.9", "red"),
        ("40 39.1", "green"),
        ("40 39", "red"),
        ("40 38.9", "red"),
        ("37 36.1", "green"),
        ("37 36", "red"),  # not low, and a point less than last time
        ("30 36", "green"),
        ("38 -", "grey"),
        ("38 - 37", "red"),  # the last one that was given counts
    ],
)
def test_the_alliance_rating(assessed, path, srs, colour):
    marks = [None if mark == "-" else float(mark) for mark in srs.split()]
    one = assessed([20.0] * len(marks), marks, curves=path)
    now = {signal.rule.id for signal in one.signals_at(len(marks)) if signal.rule.kind == "alliance"}
    ours = "grey" if "alliance_missing" in now else "red" if now & {"low_total", "drop"} else "green"
    assert ours == colour
