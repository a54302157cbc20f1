"""The same verdicts worked out rating by rating in plain Python: a second opinion and the naive way to compare with.

Written from the domain document alone, in exact fractions, for adults on ORS and SRS by the ICCE lines.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import ceil, log, sqrt


def change_of(ors: list[int]) -> str:
    if len(ors) < 2:
        return "not_assessable"
    gain = ors[-1] - ors[0]
    was, now = ors[0] < 250, ors[-1] < 250
    if gain >= 50:
        return "recovered" if was and not now else "improved"
    if gain <= -50:
        return "harmed" if now and not was else "deteriorated"
    return "unchanged"


def expected_of(curves: list[dict], intake: int, rated: int) -> list[Fraction | None]:
    if intake > 320:
        return [None] * rated
    curve = next((one for one in curves if rated <= one["up_to_sessions"]), curves[-1])
    x = Fraction(intake, 10) - Fraction(str(curve["centre"]))
    terms = [Fraction(str(base)) + Fraction(str(slope)) * x for base, slope in curve["coefficients"]]
    path: list[Fraction | None] = [Fraction(intake, 10)]
    for n in range(1, rated):
        t = min(n, curve["flatten_at"])
        path.append(sum((term * t**power for power, term in enumerate(terms)), Fraction(0)))
    return path


def expected_in_floats(curves: list[dict], intake: int, rated: int) -> list[float | None]:
    """As `expected_of`, fast: for comparing times, not verdicts."""
    if intake > 320:
        return [None] * rated
    curve = next((one for one in curves if rated <= one["up_to_sessions"]), curves[-1])
    x = intake / 10 - curve["centre"]
    b0, b1, b2, b3 = (base + slope * x for base, slope in curve["coefficients"])
    times = (min(n, curve["flatten_at"]) for n in range(1, rated))
    return [intake / 10, *(b0 + t * (b1 + t * (b2 + t * b3)) for t in times)]


def tracks_of(ors: list[int], expected: list, red_below: int = 50) -> list[str]:
    tracks = []
    for n, (score, line) in enumerate(zip(ors, expected, strict=True)):
        if n == 0 or line is None:
            tracks.append("not_assessable")
        else:
            green, red = ceil(line * 10), ceil(line * 10 - red_below)
            tracks.append("green" if score >= green else "red" if score < red else "amber")
    return tracks


# Standard normal quantiles from printed tables: 10 % and 16 %
Z_RED, Z_AMBER = -1.2815515655, -0.9944578832


def lines_of(curve, intake: int, rated: int) -> list[tuple[float, float] | None]:
    """Amber and red line of a log-linear curve at each rated session; nothing at the first or after a high start."""
    if intake > 320:
        return [None] * rated
    x, spread = intake / 10 - curve.centre, curve.spread
    (base, base_slope), (slope, slope_slope) = curve.coefficients
    found: list[tuple[float, float] | None] = [None]
    for session in range(2, rated + 1):
        at = log(min(session, curve.flatten_at + 1))
        expected = base + base_slope * x + (slope + slope_slope * x) * at
        covariance = spread.correlation * spread.intercept_sd * spread.slope_sd
        variance = spread.intercept_sd**2 + 2 * covariance * at + spread.slope_sd**2 * at**2 + spread.residual_sd**2
        found.append((expected + Z_AMBER * sqrt(variance), expected + Z_RED * sqrt(variance)))
    return found


def tracks_by_percentile(ors: list[int], lines: list[tuple[float, float] | None]) -> list[str]:
    tracks = []
    for score, line in zip(ors, lines, strict=True):
        if line is None:
            tracks.append("not_assessable")
        else:
            tracks.append("green" if score >= line[0] * 10 else "red" if score < line[1] * 10 else "amber")
    return tracks


def outcome_signals(ors: list[int], tracks: list[str]) -> list[set[str]]:
    told: list[set[str]] = []
    for n, score in enumerate(ors):
        here = set()
        if max(ors[: n + 1]) - score >= 50:
            here.add("deterioration")
        if ors[0] - score >= 50:
            here.add("loss_since_intake")
        if tracks[n] == "red":
            here.add("off_track")
        if n + 1 >= 3 and score - ors[0] < 50 and ors[0] <= 320:
            here.add("no_reliable_gain")
        if n >= 1 and ors[n - 1] - score >= 50:
            here.add("sharp_last_fall")
        if n + 1 >= 5 and max(ors[n - 4 : n + 1]) - min(ors[n - 4 : n + 1]) < 50:
            here.add("plateau")
        if n + 1 >= 5 and swings(ors[: n + 1]) >= 4:
            here.add("sawtooth")
        told.append(here)
    return told


def swings(ors: list[int]) -> int:
    count, last = 0, 0
    for before, now in itertools.pairwise(ors):
        if abs(now - before) >= 60:
            up = 1 if now > before else -1
            count += up != last
            last = up
    return count


def below_usual(earlier: list[int], now: int) -> bool:
    if len(earlier) < 4:
        return False
    mean = Fraction(sum(earlier), len(earlier))
    moves = [abs(b - a) for a, b in itertools.pairwise(earlier)]
    width = max(Fraction(266, 100) * Fraction(sum(moves), len(moves)), Fraction(10))
    return now < mean - width


def alliance_signals(srs: list[int]) -> list[set[str]]:
    told: list[set[str]] = []
    for n, total in enumerate(srs):
        here = set()
        if total < 360:
            here.add("low_total")
        if n and srs[n - 1] - total >= 10:
            here.add("drop")
        if below_usual(srs[:n], total):
            here.add("below_usual_range")
        if n >= 3 and srs[n - 3] > srs[n - 2] > srs[n - 1] > total:
            here.add("falling")
        if n >= 2 and srs[n - 2 : n + 1] == [400] * 3:
            here.add("flat_40")
        told.append(here)
    return told


COMPARED = {
    "deterioration",
    "loss_since_intake",
    "off_track",
    "no_reliable_gain",
    "sharp_last_fall",
    "plateau",
    "sawtooth",
    "low_total",
    "drop",
    "below_usual_range",
    "falling",
    "flat_40",
}
