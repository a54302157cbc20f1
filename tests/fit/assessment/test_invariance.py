"""What must not change a verdict: neighbours, order, direction; and a second opinion in plain Python."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit.alerts import rules
from fit.assessment import _lines
from fit.scales import Score, scale, scales
from fit.trajectory import Form, curve_set
from tests.fit import plain
from tests.fit.stories import HAND_CUBIC, story, verdicts

scores = st.one_of(st.integers(0, 400), st.sampled_from([249, 250, 251, 200, 300, 320, 321, 359, 360, 361, 390, 400]))
ratings = st.lists(scores, min_size=1, max_size=14)


def points(tenths):
    return [one / 10 for one in tenths]


def rows_of(name, ors, srs):
    return [(name, *row[1:]) for row in story(points(ors), points(srs))]


def said(one):
    return (
        one.change,
        one.track,
        one.tracks,
        one.expected,
        one.target,
        one.sawtooth,
        one.high_start,
        one.repairs,
        tuple((signal.rule.id, signal.session, signal.onset) for signal in one.signals),
    )


def by_episode(assessment):
    return {one.episode_id: said(one) for one in map(assessment.episode, range(assessment.series.strands))}


marks = st.tuples(*[st.one_of(st.integers(0, 100), st.sampled_from([89, 90, 91, 100]))] * 4)
given_sessions = st.lists(st.tuples(st.none() | scores, st.one_of(st.none(), scores, marks)), min_size=1, max_size=14)


def plain_lines(curves):
    """Tracks and target of an adult by the second opinion, whatever the form of the curve."""
    shipped = [curve for curve in curves.curves if curve.age_band == "adult"]
    if shipped[0].form == Form.LOG_LINEAR:
        first = shipped[0]
        return (
            lambda ors: plain.tracks_by_percentile(ors, plain.lines_of(first, ors[0], len(ors))),
            lambda intake: plain.target_of(first, intake),
        )
    names = ("up_to_sessions", "flatten_at", "centre", "coefficients")
    tables = [{name: getattr(curve, name) for name in names} for curve in shipped]
    flat = tables[0]["flatten_at"] + 1
    return (
        lambda ors: plain.tracks_of(ors, plain.expected_of(tables, ors[0], len(ors))),
        lambda intake: plain.expected_of(tables[:1], intake, flat)[-1],
    )


def as_given(ors, alliance):
    """Score the items of an alliance rating where there are any."""
    items = alliance if isinstance(alliance, tuple) else None
    return plain.Session(ors, sum(items) if items else alliance, items)


def in_points(value):
    return tuple(mark / 10 for mark in value) if isinstance(value, tuple) else None if value is None else value / 10


@pytest.mark.parametrize("curves", [HAND_CUBIC, curve_set("simulated_reference")], ids=["cubic", "log_linear"])
@settings(deadline=None, max_examples=150)
@given(told=given_sessions.filter(lambda told: any(value is not None for both in told for value in both)))
def test_a_second_opinion_in_plain_python_agrees_on_every_rule_and_repair(curves, told):
    ors, srs = ([in_points(value) for value in column] for column in zip(*told, strict=True))
    one = verdicts(story(ors, srs), curves=curves).episode(0)
    second = {place: as_given(*both) for place, both in enumerate(told, start=1) if both != (None, None)}
    change = plain.assess(list(second.values()), *plain_lines(curves))
    assert one.change == change
    assert one.meetings == tuple(second)
    for meeting, track, repair, at in zip(one.meetings, one.tracks, one.repairs, one.repaired_at, strict=True):
        theirs = second[meeting]
        assert {signal.rule.id for signal in one.signals_at(meeting)} == theirs.signals
        assert (str(track), str(repair), at is not None) == (theirs.track, theirs.repair[0], theirs.repair[1] > 0)
        if at:
            met = [place for place, one in second.items() if one.srs is not None]
            assert at == met[met.index(meeting) + theirs.repair[1]]


def test_no_rule_is_without_a_second_opinion():
    of_other_scales = {"risk_answer"}  # compared in tests/fit/alerts/test_risk_answer.py
    assert {rule.id for rule in rules()} == plain.COMPARED | of_other_scales


@settings(deadline=None, max_examples=60)
@given(told=st.lists(st.tuples(ratings, ratings), min_size=2, max_size=6), chance=st.randoms(use_true_random=False))
def test_neither_order_nor_neighbours_nor_splitting_a_file_change_a_verdict(told, chance):
    rows = [rows_of(f"E{place}", ors, srs) for place, (ors, srs) in enumerate(told)]
    together = by_episode(verdicts([row for one in rows for row in one]))
    alone = {}
    for one in rows:
        alone |= by_episode(verdicts(one))
    mixed = [row for one in rows for row in one]
    chance.shuffle(mixed)
    assert together == alone == by_episode(verdicts(mixed))


@contextmanager
def mirrored_phq9():
    """The engine with a PHQ-9 that counts good days instead: better is higher, every line mirrored."""
    own = scale("phq9")
    lines = tuple(replace(line, score=Score(own.maximum.tenths - line.score.tenths)) for line in own.cutoffs)
    known = {**scales(), "phq9": replace(own, better="higher", cutoffs=lines)}
    _lines.scale_lines.cache_clear()
    with patch.object(_lines, "scales", lambda: known):
        yield
    _lines.scale_lines.cache_clear()


@settings(deadline=None, max_examples=60)
@given(phq=st.lists(st.integers(0, 27), min_size=1, max_size=12))
def test_a_scale_with_reversed_direction_gives_the_verdicts_of_its_mirror_image(phq):
    one = verdicts(story(phq9=phq)).episode(0)
    with mirrored_phq9():
        mirrored = verdicts(story(phq9=[27 - score for score in phq])).episode(0)
    same = ("change", "gain", "in_clinical_range", "crossed_cutoff")
    assert [getattr(one, name) for name in same] == [getattr(mirrored, name) for name in same]
    # Sudden changes look at a quarter of the level before, and a level has no mirror image.
    told, mirror_told = (
        [(s.rule.id, s.session) for s in each.signals if not s.rule.id.startswith("sudden")] for each in (one, mirrored)
    )
    assert told == mirror_told


@settings(deadline=None, max_examples=60)
@given(ors=ratings, srs=ratings)
def test_what_is_said_of_now_is_the_same_in_bits_and_in_words(ors, srs):
    assessment = verdicts(story(points(ors), points(srs)))
    one = assessment.episode(0)
    bits = int(assessment.outcome_signals_latest[0]) | int(assessment.alliance_signals_latest[0])
    in_bits = {rule.id for bit, rule in enumerate(assessment.rules) if bits >> bit & 1}
    assert in_bits == {signal.rule.id for signal in one.latest_signals}
