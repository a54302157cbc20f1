"""Plain text: `Speaker [00:00:13]: text`, `[00:13] Speaker: text` or `Speaker: text`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.transcripts._opened import opened_cues, openings

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._cue import Cue
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]


def sniff(content: Content) -> float:
    """Say how surely it is such text: lines that open with a time, or with a name that recurs.

    Where most have nothing on the same line they are headings, which another format may know better.
    """
    found = openings(content).values()
    if not found:
        return 0
    if sum(not one.text for one in found) > len(found) / 2:
        return 0.65
    return 0.75 if any(one.start is not None for one in found) else 0.5


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read from opening to opening; lines without one go on with the turn above."""
    found = openings(content)
    if not found:
        raise content.fault(0, "no line begins with a speaker", "Begin every turn with 'Speaker: '")
    return opened_cues(content, found)
