"""Everything rating by rating in plain Python: the second opinion of the tests."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from fit.series import MISSING
from tests.benchmarks.peers.same_ratings import CURVE
from tests.fit import plain


def run(series) -> Counter:
    told = Counter()
    outcome, alliance = series.outcome.tolist(), series.alliance.tolist()
    items = series.alliance_items[:, :4].tolist()
    for first, last in pairwise(series.offsets.tolist()):
        sessions = [_session(outcome[row], alliance[row], items[row]) for row in range(first, last)]
        told[plain.assess(sessions, _tracks, _target)] += 1
        for one in sessions:
            told.update(one.signals)
            told[one.track] += one.track != "not_assessable"
            if one.repair[0] != "none_needed":
                told[one.repair[0]] += 1
    return told


def _session(ors, srs, items):
    given = None if srs == MISSING else srs
    return plain.Session(None if ors == MISSING else ors, given, items if given is not None and items[0] >= 0 else None)


def _tracks(ors):
    return plain.tracks_by_percentile(ors, plain.lines_of(CURVE, ors[0], len(ors)))


def _target(intake):
    return plain.target_of(CURVE, intake)
