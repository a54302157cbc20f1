"""Times as files write them, in whole milliseconds."""

from __future__ import annotations

import math
import re

from fit.transcripts._transcript import LONGEST_MS

__all__ = ["CLOCK", "clock", "seconds", "shown"]

CLOCK = r"(?:[0-9]{1,2}:)?[0-9]{1,3}:[0-9]{1,2}(?:[.,][0-9]{1,9})?"
"""A time as a pattern: 1:02:13, 00:13, 75:20, 0:0:3.2, 00:00:13,250."""

_PARTS = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-9]{1,2})(?:[.,]([0-9]{1,9}))?")

SIXTY = 60
SECOND_MS = 1_000
MILLISECOND_DIGITS = 3


def clock(text: str) -> int | None:
    """Read hours, minutes and seconds [ms]; None when it is no time of a recording."""
    found = _PARTS.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, full_seconds = int(found[1] or 0), int(found[2]), int(found[3])
    if full_seconds >= SIXTY or (found[1] and minutes >= SIXTY):
        return None
    fraction = int((found[4] or "").ljust(MILLISECOND_DIGITS, "0")[:MILLISECOND_DIGITS])
    return ((hours * SIXTY + minutes) * SIXTY + full_seconds) * SECOND_MS + fraction


def seconds(value: float | str) -> int | None:
    """Read a number of seconds [ms]; None when it is none, or no time of a recording."""
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number) or number < 0 or number * SECOND_MS > LONGEST_MS:
        return None
    return round(number * SECOND_MS)


def shown(milliseconds: int) -> str:
    """Write a time as 00:00:13.250."""
    whole, rest = divmod(milliseconds, SECOND_MS)
    minutes, second = divmod(whole, SIXTY)
    return f"{minutes // SIXTY:02d}:{minutes % SIXTY:02d}:{second:02d}.{rest:03d}"
