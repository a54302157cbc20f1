"""Cues with time lines, as WebVTT and SRT have them: checked line by line here, read by webvtt-py.

webvtt-py drops what it cannot read without a word, so every line is judged first, and its captions must be exactly the
time lines that were found. The `srt` package is not used: its pattern takes time that grows with the square of a run of
blank lines or digits (8,000 blank lines: 1.7 s).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

import webvtt

from fit.transcripts._cue import Cue, label_of, spoken
from fit.transcripts._times import clock, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.transcripts._content import Content

__all__ = ["ARROW", "Caption", "captions", "cues_of"]

ARROW = "-->"
ASIDES = ("NOTE", "STYLE", "REGION")
HEAD = "WEBVTT"

_VOICE = re.compile(r"<v((?:\.[^\s.<>]+)*)[ \t]+([^<>]*)>")
_TAG = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<[0-9:.]+>", re.IGNORECASE)
# Only tags that the formats define: "x < 3" and "<laughs>" are text. No pattern here reaches past the next "<".

TIMES_REMEDY = "Write it as 00:01:02.500 --> 00:01:04.000, or export the transcript again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A cue as it stands in the file: times [ms], id, and text with its tags; an end may be unknown."""

    id: str
    start: int
    end: int | None
    raw: str


def captions(content: Content, *, first: int, keeps_blank_lines: bool) -> list[Caption]:
    """Read all cues from line `first` on.

    `keeps_blank_lines`: a blank line inside a cue does not end it (SRT), instead of being a fault (WebVTT).

    Raises
    ------
    TranscriptError
        when a time line is broken, or text stands without one.
    """
    scan = _Scan(content=content, lenient=keeps_blank_lines)
    for row in range(first, len(content.lines)):
        scan.take(row, content.lines[row])
    scan.block_ends()
    found = webvtt.from_string("\n".join([HEAD, "", *scan.out])).captions
    read = [
        Caption(id=one.identifier or "", start=start, end=end, raw=one.raw_text)
        for (start, end), one in zip(_forward(content, scan), found, strict=False)
    ]
    if len(found) != len(scan.times):
        row = scan.rows[min(len(found), len(scan.rows) - 1)]
        raise content.fault(row, "a cue cannot be told from its neighbours", "Put a blank line before every cue")
    return read


def _forward(content: Content, scan: _Scan) -> Iterator[tuple[int, int | None]]:
    """Give the times of every cue.

    Where the clock of the file itself goes back, as in recordings put together, a cue may end at the next one's start
    and so before its own: that end is unknown. Any other end before its start is a slip.
    """
    afters = [start for start, _ in scan.times[1:]]
    for row, (start, end), after in zip_longest(scan.rows, scan.times, afters):
        if end >= start:
            yield start, end
        elif after is not None and after <= end:
            yield start, None
        else:
            raise content.fault(row, "the cue ends before it starts", "Correct the two times of the line")


def cues_of(caption: Caption) -> Iterator[Cue]:
    """Give what each voice says in a cue, without tags and entities."""
    pieces = _VOICE.split(caption.raw)
    voiced = [(None, pieces[0]), *zip(pieces[2::3], pieces[3::3], strict=True)]
    for voice, text in voiced:
        yield Cue(
            speaker=label_of(html.unescape(voice)) if voice else None,
            text=spoken(html.unescape(_TAG.sub("", text))),
            start=caption.start,
            end=caption.end,
        )


@dataclass(slots=True, kw_only=True)
class _Scan:
    """Walks over the lines, judges each, and writes them down as every reader of WebVTT understands them."""

    content: Content
    lenient: bool
    out: list[str] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    """Rows of this block that no time line has claimed yet."""
    in_cue: bool = False

    def take(self, row: int, line: str) -> None:
        if not (line.strip() if self.lenient else line):
            self.block_ends()
        elif self._in_aside(line):
            self.waiting.append(row)
        elif self._is_time_line(line):
            self._cue_begins(row, line)
        else:
            self._text(row, line)

    def block_ends(self) -> None:
        """Judge what the block leaves over: text that belongs to no time would be lost."""
        if self.waiting and not self._is_harmless(self.waiting):
            raise self.content.fault(
                self.waiting[0], "there is text without a time line above it", "Add its time line, or delete the text"
            )
        self.waiting = []
        self.in_cue = False
        self.out.append("")

    def _in_aside(self, line: str) -> bool:
        """Whether the line is of a comment or a style: nobody says it."""
        first = self.content.lines[self.waiting[0]] if self.waiting else line
        return not self.lenient and not self.in_cue and first.startswith(ASIDES)

    def _is_harmless(self, rows: list[int]) -> bool:
        first = self.content.lines[rows[0]]
        return (not self.lenient and first.startswith(ASIDES)) or (len(rows) == 1 and first.strip().isdigit())

    def _is_time_line(self, line: str) -> bool:
        return ARROW in line and (not self.in_cue or line.lstrip()[:1].isdigit())

    def _cue_begins(self, row: int, line: str) -> None:
        if len(self.waiting) > 1:
            self.block_ends()
        elif self.in_cue:
            self._blank_line_was_left_out()
        start, end = self._span(row, line)
        self.out.append(f"{shown(start)} {ARROW} {shown(end)}")
        self.times.append((start, end))
        self.rows.append(row)
        self.waiting = []
        self.in_cue = True

    def _blank_line_was_left_out(self) -> None:
        is_number = self.out[-1].strip().isdigit()
        self.out.insert(len(self.out) - is_number, "")

    def _span(self, row: int, line: str) -> tuple[int, int]:
        left, _, right = line.partition(ARROW)
        start, end = clock(left), clock((right.split(maxsplit=1) or [""])[0])
        if start is None or end is None:
            raise self.content.fault(row, "the time line is broken", TIMES_REMEDY)
        return start, end

    def _text(self, row: int, line: str) -> None:
        if self.lenient and not self.in_cue and self.times and not (self.waiting or line.strip().isdigit()):
            self._cue_goes_on()
        if not self.in_cue:
            self.waiting.append(row)
        self.out.append(line.replace(ARROW, "--&gt;") if line.strip() else "&nbsp;")

    def _cue_goes_on(self) -> None:
        while not self.out[-1]:
            self.out.pop()
        self.in_cue = True
