"""The Word document of Teams: old (time range, name, text in lines) and new (name and time, then text)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.transcripts._captions import ARROW
from fit.transcripts._cue import Cue, label_of, spoken
from fit.transcripts._headed import headed_cues, headings
from fit.transcripts._times import clock

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]

ADDED = ("started transcription", "stopped transcription")
# Teams notes in the document who did so.


def sniff(content: Content) -> float:
    """Say how surely it is the document of Teams: time ranges, or lines of name and time."""
    if not content.is_document:
        return 0
    if any(_range(line) for line in content.lines):
        return 1
    return 0.9 if headings(content) else 0


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read the older form with starts and ends, or the newer with starts only."""
    if any(_range(line) for line in content.lines):
        return _ranges(content)
    return headed_cues(content, headings(content), leave_out=ADDED)


def _ranges(content: Content) -> list[Cue]:
    rows = [row for row, line in enumerate(content.lines) if ARROW in line]
    return [_cue(content, row, after) for row, after in zip(rows, [*rows[1:], len(content.lines)], strict=True)]


def _cue(content: Content, row: int, after: int) -> Cue:
    times = _range(content.lines[row])
    if times is None or times[1] < times[0]:
        raise content.fault(row, "the times are broken", "Write them as 0:0:1.5 --> 0:0:4.0, or export it again")
    below = [line for line in content.lines[row + 1 : after] if line.strip()]
    if not below:
        return Cue(text="", start=times[0], end=times[1])
    return Cue(speaker=label_of(below[0]), text=spoken(" ".join(below[1:])), start=times[0], end=times[1])


def _range(line: str) -> tuple[int, int] | None:
    left, arrow, right = line.partition(ARROW)
    start, end = clock(left), clock(right)
    return (start, end) if arrow and start is not None and end is not None else None
