"""Everything in pandas: columns, shifts and cumulative sums by group. No loop over rows."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from tests.benchmarks.peers.same_ratings import Flat

BY = Flat()
NOISE = 1e-6


def run(frame: pd.DataFrame) -> Counter:
    """Assess all strands of a frame."""
    outcome, change = _outcome(frame[frame["ors"].notna()])
    alliance, repair = _alliance(frame[frame["srs"].notna()])
    told = Counter({name: int(mask.sum()) for name, mask in {**outcome, **alliance}.items()})
    told.update(_sessions(frame, outcome, alliance))
    told.update(repair)
    told.update(change)
    only_alliance = frame["strand"].nunique() - sum(change.values())
    told["not_assessable"] += only_alliance
    return Counter({name: count for name, count in told.items() if count})


def run_by_group(frame: pd.DataFrame) -> Counter:
    """Assess strand by strand with groupby and apply, as notebooks do."""
    told = Counter()
    for counts in frame.groupby("strand")[list(frame.columns)].apply(run):
        told.update(counts)
    return told


def _outcome(rated: pd.DataFrame):
    strand, ors = rated["strand"], rated["ors"]
    group = ors.groupby(strand)
    place, intake = group.cumcount(), group.transform("first")
    back = {step: group.shift(step) for step in range(1, 6)}
    move = ors - back[1]
    lines = _lines(intake, place)
    fifth = pd.concat([ors, *(back[step] for step in range(1, 5))], axis=1)
    jump = _jumps(ors, back, place)
    tracked, red = (place > 0) & (intake <= 320), ors < lines["red"] * 10 - NOISE
    green = ors >= lines["amber"] * 10 - NOISE
    at_target = tracked & (ors >= lines["target"] * 10 - NOISE)
    mask = {
        "deterioration": group.cummax() - ors >= 50,
        "loss_since_intake": intake - ors >= 50,
        "off_track": tracked & red,
        "red": tracked & red,
        "green": tracked & green,
        "amber": tracked & ~green & ~red,
        "high_start": (place == 0) & (intake > 320),
        "no_reliable_gain": (place >= 2) & (ors - intake < 50) & (intake <= 320) & ~at_target,
        "sharp_last_fall": move <= -50,
        "target_reached": at_target,
        "plateau": (place >= 4) & (fifth.max(axis=1) - fifth.min(axis=1) < 50),
        "sawtooth": (place >= 4) & (_swings(move, strand) >= 4),
        "sudden_gain": jump > 0,
        "sudden_loss": jump < 0,
    }
    return mask, _changes(group)


def _lines(intake, place):
    x, at = intake / 10 - BY.centre, np.log1p(np.minimum(place, BY.flat))
    expected = BY.base + BY.base_x * x + (BY.slope + BY.slope_x * x) * at
    variance = BY.intercept_variance + 2 * BY.covariance * at + BY.slope_variance * at**2 + BY.residual_variance
    target = BY.base + BY.base_x * x + (BY.slope + BY.slope_x * x) * np.log1p(BY.flat)
    deviation = np.sqrt(variance)
    return {"red": expected + BY.red * deviation, "amber": expected + BY.amber * deviation, "target": target}


def _swings(move, strand):
    wide = move[move.abs() >= 60]
    owner, way = strand[wide.index], np.sign(wide)
    turns = (way != way.groupby(owner).shift()).astype(int).groupby(owner).cumsum()
    return turns.reindex(move.index).groupby(strand).ffill().fillna(0)


def _jumps(ors, back, place):
    jump = back[2] - back[3]
    after, before = [ors, back[1], back[2]], [back[3], back[4], back[5]]
    difference = sum(after) - sum(before)
    spread = sum(3 * sum(one**2 for one in three) - sum(three) ** 2 for three in (after, before))
    sure = (2 * difference**2 > 2.776445**2 * spread) & (difference * jump > 0)
    return jump.where((place >= 5) & (jump.abs() >= 50) & (4 * jump.abs() >= back[3]) & sure, 0)


def _changes(group) -> dict[str, int]:
    first, last, size = group.first(), group.last(), group.size()
    gain, was, now = last - first, first < 250, last < 250
    change = np.select(
        [size < 2, (gain >= 50) & was & ~now, gain >= 50, (gain <= -50) & ~was & now, gain <= -50],
        ["not_assessable", "recovered", "improved", "harmed", "deteriorated"],
        "unchanged",
    )
    return pd.Series(change).value_counts().to_dict()


def _alliance(met: pd.DataFrame):
    strand, srs = met["strand"], met["srs"]
    group = srs.groupby(strand)
    place, before = group.cumcount(), {step: group.shift(step) for step in range(1, 4)}
    move = srs - before[1]
    moves = move.groupby(strand)
    lower = _usual_lower(srs, move, place, strand)
    falls = move < 0
    mask = {
        "low_total": srs < 360,
        "low_item": met["lowest"] < 90,
        "drop": move <= -10,
        "below_usual_range": srs < lower - NOISE,
        "falling": falls & (moves.shift(1) < 0) & (moves.shift(2) < 0),
        "flat_40": (srs == 400) & (before[1] == 400) & (before[2] == 400),
    }
    return mask, _repairs(srs, before[1], mask, lower, group)


def _usual_lower(srs, move, place, strand):
    total = srs.groupby(strand).cumsum() - srs
    ranges = move.abs().fillna(0)
    moved = ranges.groupby(strand).cumsum() - ranges
    lower = total / place - np.maximum(2.66 * moved / (place - 1), 10)
    return lower.where(place >= 4)


def _repairs(srs, previous, mask, lower, group) -> dict[str, int]:
    usual = np.ceil(lower - NOISE)
    into = usual.where(~(mask["low_total"] & (previous >= 360)), np.minimum(usual, 360))
    back = into.where(mask["below_usual_range"], (previous - 9).where(~mask["low_total"], 360))
    dip = mask["low_total"] | mask["drop"] | mask["below_usual_range"]
    following = [group.shift(-step) for step in range(1, 4)]
    repaired = dip & np.logical_or.reduce([later >= back for later in following])
    unknown = dip & following[0].isna()
    return {
        "repaired": int(repaired.sum()),
        "unknown": int(unknown.sum()),
        "not_yet": int((dip & ~repaired & ~unknown).sum()),
    }


def _sessions(frame, outcome, alliance) -> dict[str, int]:
    rated = frame["ors"].notna()
    ever = rated.groupby(frame["strand"]).transform("any")
    no_alliance = frame["srs"].isna()
    red = outcome["off_track"].reindex(frame.index, fill_value=False)
    worse = (alliance["drop"] | alliance["falling"]).reindex(frame.index, fill_value=False)
    return {
        "rating_missing": int((~rated & ever).sum()),
        "alliance_missing": int((rated & no_alliance).sum()),
        "risk_of_unplanned_ending": int((red & (no_alliance | worse)).sum()),
    }
