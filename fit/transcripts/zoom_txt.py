"""Zoom text: time, name and text, separated by tabs, one turn a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.transcripts._cue import Cue, label_of, spoken
from fit.transcripts._times import clock

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]

CELLS = 3


def sniff(content: Content) -> float:
    """Say how surely it is Zoom's text: every line that is not empty has a time, a name and a text."""
    rows = [_cells(line) for line in content.lines if line.strip()]
    return 0.85 if all(len(cells) == CELLS and clock(cells[0]) is not None for cells in rows) else 0


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read a turn a line; ends are unknown."""
    return [_cue(content, row, line) for row, line in enumerate(content.lines) if line.strip()]


def _cue(content: Content, row: int, line: str) -> Cue:
    cells = _cells(line)
    start = clock(cells[0])
    if len(cells) != CELLS or start is None:
        raise content.fault(row, "the line is not time, name and text", "Write them with a tab between each")
    return Cue(speaker=label_of(cells[1].strip().rstrip(":")), text=spoken(cells[2]), start=start)


def _cells(line: str) -> list[str]:
    return line.strip("\r\n").split("\t", CELLS - 1)
