"""The same verdicts worked out rating by rating in plain Python: a second opinion and the naive way to compare with.

Written from the domain document alone, in exact fractions or whole tenths, for adults on ORS and SRS by the ICCE lines.
`None` is a rating that was not given.
"""

from __future__ import annotations

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


def target_of(curve, intake: int) -> float | None:
    """Expected score of a log-linear curve where it becomes flat."""
    if intake > 320:
        return None
    (base, base_slope), (slope, slope_slope) = curve.coefficients
    x = intake / 10 - curve.centre
    return base + base_slope * x + (slope + slope_slope * x) * log(curve.flatten_at + 1)


def outcome_signals(ors: list[int], tracks: list[str], target: float | None = None) -> list[set[str]]:
    told: list[set[str]] = []
    best, swings, direction = ors[0] if ors else 0, 0, 0
    for n, score in enumerate(ors):
        here, best = set(), max(best, score)
        if best - score >= 50:
            here.add("deterioration")
        if ors[0] - score >= 50:
            here.add("loss_since_intake")
        if tracks[n] == "red":
            here.add("off_track")
        if n == 0 and score > 320:
            here.add("high_start")
        if n and abs(score - ors[n - 1]) >= 60:
            way = 1 if score > ors[n - 1] else -1
            swings, direction = swings + (way != direction), way
        if n >= 4 and swings >= 4:
            here.add("sawtooth")
        if n:
            _later_signals(here, ors, n, target)
        told.append(here)
    return told


def _later_signals(here: set[str], ors: list[int], n: int, target: float | None) -> None:
    """Signals that need an earlier rating and no memory."""
    score = ors[n]
    at_target = target is not None and score >= target * 10 - 1e-6
    if n >= 2 and score - ors[0] < 50 and ors[0] <= 320 and not at_target:
        here.add("no_reliable_gain")
    if ors[n - 1] - score >= 50:
        here.add("sharp_last_fall")
    if at_target:
        here.add("target_reached")
    if n >= 4 and max(ors[n - 4 : n + 1]) - min(ors[n - 4 : n + 1]) < 50:
        here.add("plateau")
    if n >= 5 and (jump := sudden_change(ors[n - 5 : n + 1])):
        here.add("sudden_gain" if jump > 0 else "sudden_loss")


def sudden_change(six: list[int]) -> int:
    """Jump between the third and the fourth of six ratings, zero when it is small or may be chance."""
    before, after = six[:3], six[3:]
    jump = after[0] - before[2]
    if abs(jump) < 50 or 4 * abs(jump) < before[2]:
        return 0
    difference = Fraction(sum(after) - sum(before), 3)
    spread = _variance(before) + _variance(after)
    sure = difference**2 > Fraction("2.776445") ** 2 * spread / 3 and difference * jump > 0
    return jump if sure else 0


def _variance(values: list[int]) -> Fraction:
    mean = Fraction(sum(values), len(values))
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def usual_lower(earlier: int, total: int, moved: int) -> Fraction | None:
    """Lower limit of the own usual range from the number, the sum and the moves of the earlier ratings."""
    if earlier < 4:
        return None
    return Fraction(total, earlier) - max(Fraction(266, 100) * Fraction(moved, earlier - 1), Fraction(10))


def alliance_signals(srs: list[int], items: list[tuple[int, ...] | None] | None = None) -> list[set[str]]:
    return [here for here, _lower in _alliance(srs, items)]


def _alliance(srs: list[int], items: list[tuple[int, ...] | None] | None) -> list[tuple[set[str], Fraction | None]]:
    told, total, moved = [], 0, 0
    for n, score in enumerate(srs):
        here, lower = set(), usual_lower(n, total, moved)
        if score < 360:
            here.add("low_total")
        if items and items[n] and min(items[n]) < 90:
            here.add("low_item")
        if n and srs[n - 1] - score >= 10:
            here.add("drop")
        if lower is not None and score < lower:
            here.add("below_usual_range")
        if n >= 3 and srs[n - 3] > srs[n - 2] > srs[n - 1] > score:
            here.add("falling")
        if n >= 2 and srs[n - 2 : n + 1] == [400] * 3:
            here.add("flat_40")
        total, moved = total + score, moved + (abs(score - srs[n - 1]) if n else 0)
        told.append((here, lower))
    return told


def repairs_of(srs: list[int]) -> list[tuple[str, int]]:
    """Of each rating: whether it is a dip, and after how many of the next three ratings it was repaired."""
    return [_repair(srs, n, *told) for n, told in enumerate(_alliance(srs, None))]


def _repair(srs: list[int], n: int, here: set[str], lower: Fraction | None) -> tuple[str, int]:
    if not here & {"low_total", "drop", "below_usual_range"}:
        return "none_needed", 0
    back = _back_from(srs, n, here, lower)
    following = srs[n + 1 : n + 4]
    if not following:
        return "unknown", 0
    after = next((step for step, score in enumerate(following, start=1) if score >= back), 0)
    return ("repaired" if after else "not_yet"), after


def _back_from(srs: list[int], n: int, here: set[str], lower: Fraction | None) -> int:
    """Least score that is no dip any more."""
    if "below_usual_range" in here:
        was_fine = n > 0 and srs[n - 1] >= 360
        return min(ceil(lower), 360) if "low_total" in here and was_fine else ceil(lower)
    return 360 if "low_total" in here else srs[n - 1] - 10 + 1


class Session:
    """A session as it was given, and what is said of it."""

    __slots__ = ("items", "ors", "repair", "signals", "srs", "track")

    def __init__(self, ors: int | None, srs: int | None, items: tuple[int, ...] | None = None) -> None:
        self.ors, self.srs, self.items = ors, srs, items
        self.track, self.repair, self.signals = "not_assessable", ("none_needed", 0), set()


def assess(sessions: list[Session], tracks_by, target_by) -> str:
    """Say everything of a client's sessions, and the change since intake."""
    rated, met = [one for one in sessions if one.ors is not None], [one for one in sessions if one.srs is not None]
    ors, srs = [one.ors for one in rated], [one.srs for one in met]
    tracks = tracks_by(ors) if ors else []
    said = outcome_signals(ors, tracks, target_by(ors[0]) if ors else None)
    for one, track, signals in zip(rated, tracks, said, strict=True):
        one.track = track
        one.signals |= signals
    for one, signals, repair in zip(met, alliance_signals(srs, [m.items for m in met]), repairs_of(srs), strict=True):
        one.repair = repair
        one.signals |= signals
    for one in sessions:
        one.signals |= session_signals(one, rated=bool(rated))
    return change_of(ors)


def session_signals(one: Session, *, rated: bool) -> set[str]:
    here = set()
    if one.ors is None and rated:
        here.add("rating_missing")
    if one.ors is not None and one.srs is None:
        here.add("alliance_missing")
    if "off_track" in one.signals and (one.srs is None or one.signals & {"drop", "falling"}):
        here.add("risk_of_unplanned_ending")
    return here


COMPARED = {
    "alliance_missing",
    "below_usual_range",
    "deterioration",
    "drop",
    "falling",
    "flat_40",
    "high_start",
    "loss_since_intake",
    "low_item",
    "low_total",
    "no_reliable_gain",
    "off_track",
    "plateau",
    "rating_missing",
    "risk_of_unplanned_ending",
    "sawtooth",
    "sharp_last_fall",
    "sudden_gain",
    "sudden_loss",
    "target_reached",
}
