"""The document of Google Meet: `Name: text`, with a time on a line of its own every few minutes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fit.transcripts._opened import opened_cues, openings
from fit.transcripts._times import clock

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._cue import Cue
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]


def sniff(content: Content) -> float:
    """Say how surely it is Meet's: lonely times, and lines that begin with a name."""
    marks = _marks(content)
    return 0.6 if marks and openings(content, leave_out=marks) else 0


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read who says what. A lonely time stands for all turns below it, so no turn gets it, unless each has its own."""
    marks = _marks(content)
    found = openings(content, leave_out=marks)
    if found and all(row - 1 in marks for row in found):
        found = {row: replace(one, start=clock(content.lines[row - 1])) for row, one in found.items()}
    return opened_cues(content, found, leave_out=marks)


def _marks(content: Content) -> frozenset[int]:
    return frozenset(row for row, line in enumerate(content.lines) if clock(line[:20]) is not None)
