"""A constant added to every score and to every line changes no verdict: only distances count."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from fit.assessment import _lines
from fit.policies import policy
from fit.scales import Score, scale, scales
from fit.trajectory import load_curve_set
from tests.fit.stories import story, verdicts

CURVES = """
id = "by_hand"
version = "1"
source = "made for this test"
licence = "none"
[[curve]]
age_band = "adult"
form = "cubic"
up_to_sessions = 30
flatten_at = 5
centre = {centre}
intercept = [{centre}, 1]
linear = [2.5, -0.1]
quadratic = [-0.25, 0.01]
cubic = [0, 0]
"""
# A share of the level before (sudden changes) and the top of the scale (flat 40) are no distances.
NOT_DISTANCES = {"sudden_gain", "sudden_loss", "flat_40"}


def moved(line, tenths):
    return replace(line, score=Score(line.score.tenths + tenths))


@contextmanager
def cutoffs_moved(tenths):
    own = scale("ors")
    known = {**scales(), "ors": replace(own, cutoffs=tuple(moved(line, tenths) for line in own.cutoffs))}
    _lines.scale_lines.cache_clear()
    with patch.object(_lines, "scales", lambda: known):
        yield
    _lines.scale_lines.cache_clear()


def said(one):
    signals = [(signal.rule.id, signal.session) for signal in one.signals if signal.rule.id not in NOT_DISTANCES]
    return one.change, one.gain, one.tracks, one.sawtooth, one.high_start, one.repairs, one.repaired_at, signals


@settings(deadline=None, max_examples=60)
@given(
    ors=st.lists(st.integers(0, 340), min_size=1, max_size=12),
    srs=st.lists(st.integers(300, 370), min_size=1, max_size=12),
    shift=st.integers(0, 30),
)
def test_only_distances_count(tmp_path_factory, ors, srs, shift):
    folder = tmp_path_factory.mktemp("curves")
    (folder / "here.toml").write_text(CURVES.format(centre=20))
    (folder / "moved.toml").write_text(CURVES.format(centre=20 + shift / 10))
    icce = policy("icce")
    elsewhere = replace(
        icce, high_start=moved(icce.high_start, shift), alliance_total=moved(icce.alliance_total, shift)
    )

    def told(tenths, **by):
        marks = [[(score + tenths) / 10 for score in scores] for scores in (ors, srs)]
        return said(verdicts(story(*marks), **by).episode(0))

    here = told(0, curves=load_curve_set(folder / "here.toml"))
    with cutoffs_moved(shift):
        there = told(shift, by=elsewhere, curves=load_curve_set(folder / "moved.toml"))
    assert here == there
