"""Speech whose first line says who speaks, and perhaps when; further lines go on with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.transcripts._cue import Cue, label_of, spoken
from fit.transcripts._labels import LONGEST_OPENING, candidate, is_short, names
from fit.transcripts._times import CLOCK, clock

if TYPE_CHECKING:
    from collections.abc import Collection

    from fit.transcripts._content import Content

__all__ = ["Opening", "opened_cues", "openings"]

_RANGE = rf"({CLOCK})(?:\s{{0,3}}(?:-->|[-\u2013\u2014])\s{{0,3}}({CLOCK}))?"
_NAME_THEN_TIME = re.compile(
    rf"([^\[\](){{}}:<>]{{1,60}}(?:\([^()\d]{{1,30}}\))?)\s{{0,3}}[\[(]{_RANGE}[\])]\s{{0,3}}(:?)"
)
_TIME_THEN_ANY = re.compile(rf"(?:[\[(]{_RANGE}[\])]|{_RANGE}(?=\s))\s{{0,3}}(?:[-\u2013\u2014|]\s)?\s{{0,3}}")
_BARE = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The beginning of a turn: who, when [ms], and what follows on the same line."""

    speaker: str | None
    text: str
    start: int | None = None
    end: int | None = None


def openings(content: Content, *, leave_out: Collection[int] = ()) -> dict[int, Opening]:
    """Find the lines with which turns begin, by row. `leave_out`: rows that nobody says."""
    lines = {row: line.strip() for row, line in enumerate(content.lines) if row not in leave_out}
    said = {row: _read(line) for row, line in lines.items() if line}
    for row in _heading(said):
        del said[row]
    labels = [one.label for one in said.values()]
    known = names(labels) | {one.label for one in said.values() if one.label and one.surely}
    found = {row: one.opening(known) for row, one in said.items()}
    return {row: one for row, one in found.items() if one}


def opened_cues(content: Content, found: dict[int, Opening], *, leave_out: Collection[int] = ()) -> list[Cue]:
    """Read from each opening to the next; lines above the first are a heading. `leave_out`: rows that nobody says.

    Raises
    ------
    TranscriptError
        when a turn ends before it starts.
    """
    rows = [*found, len(content.lines)]
    return [
        _cue(content, row, after, opening, leave_out)
        for (row, opening), after in zip(found.items(), rows[1:], strict=True)
    ]


def _cue(content: Content, row: int, after: int, opening: Opening, leave_out: Collection[int]) -> Cue:
    if opening.start is not None and opening.end is not None and opening.end < opening.start:
        raise content.fault(row, "the turn ends before it starts", "Correct the two times of the line")
    more = (content.lines[place] for place in range(row + 1, after) if place not in leave_out)
    text = spoken(" ".join((opening.text, *more)))
    return Cue(speaker=opening.speaker, text=text, start=opening.start, end=opening.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line with the time it opens with and the label that may be a speaker; `surely`: name and time together."""

    label: str | None
    text: str
    whole: str
    start: int | None = None
    end: int | None = None
    surely: bool = False
    bare: bool = False

    def opening(self, known: Collection[str]) -> Opening | None:
        if self.label in known:
            return Opening(speaker=self.label, text=self.text, start=self.start, end=self.end)
        if self.start is None or self.bare:
            return None
        return Opening(speaker=None, text=self.whole, start=self.start, end=self.end)


def _heading(said: dict[int, _Line]) -> list[int]:
    """Give the rows of a heading such as `Date: 2 March`: a first block of its own, of labels that never come again.

    One line alone is a heading only where the turns below stand close together.
    """
    rows = list(said)
    blocks = _blocks(rows)
    counts = Counter(one.label for one in said.values() if one.label)
    first = blocks[0] if len(blocks) > 1 else []
    once = all(counts[said[row].label or ""] == 1 and said[row].start is None for row in first)
    recurs = any(count > 1 for count in counts.values())
    return first if first and once and recurs and max(map(len, blocks[:2])) > 1 else []


def _blocks(rows: list[int]) -> list[list[int]]:
    """Part rows where blank lines lie between; the first two blocks are enough."""
    ends = [place for place in range(1, len(rows)) if rows[place] > rows[place - 1] + 1][:2]
    return [rows[here:there] for here, there in zip([0, *ends], [*ends, len(rows)], strict=True)]


def _read(line: str) -> _Line:
    opening = line[:LONGEST_OPENING]
    return _name_then_time(opening, line) or _time_then_any(opening, line) or _labelled(line)


def _labelled(line: str) -> _Line:
    label, text = candidate(line) or (None, line)
    return _Line(label=label, text=text, whole=line)


def _name_then_time(opening: str, line: str) -> _Line | None:
    found = _NAME_THEN_TIME.match(opening)
    label = label_of(found[1]) if found else None
    start = clock(found[2]) if found else None
    if not found or not label or start is None or not is_short(label):
        return None
    text = line[found.end() :].strip()
    end = clock(found[3]) if found[3] else None
    return _Line(label=label, text=text, whole=line, start=start, end=end, surely=bool(found[4]), bare=True)


def _time_then_any(opening: str, line: str) -> _Line | None:
    found = _TIME_THEN_ANY.match(opening)
    start = clock(found[1] or found[3]) if found else None
    if not found or start is None:
        return None
    end = found[2] or found[4]
    rest = line[found.end() :].strip()
    label, text = candidate(rest) or (None, rest)
    bare = bool(_BARE.match(line))
    return _Line(label=label, text=text, whole=rest, start=start, end=clock(end) if end else None, bare=bare)
