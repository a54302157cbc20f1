"""The document of Google Meet: `Name: text`, with a time on a line of its own every few minutes."""

from __future__ import annotations

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
    return 0.6 if _marks(content) and openings(content) else 0


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read who says what; the lonely times stand for several turns, so no turn gets one."""
    return opened_cues(content, openings(content), leave_out=_marks(content))


def _marks(content: Content) -> frozenset[int]:
    return frozenset(row for row, line in enumerate(content.lines) if clock(line[:20]) is not None)
