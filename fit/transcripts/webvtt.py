"""WebVTT, as Zoom, Teams, Whisper and we ourselves write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.transcripts._captions import ARROW, HEAD, captions, cues_of
from fit.transcripts._labels import with_names
from fit.transcripts._own_vtt import is_ours, transcript_of

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._cue import Cue
    from fit.transcripts._registry import Columns
    from fit.transcripts._transcript import Transcript

__all__ = ["read", "sniff"]

_TIME_LINE = re.compile(r"\s{0,9}[0-9:]{4,12}\.[0-9]{1,3}\s{1,9}-->")
LOOKED_AT = 50
# Lines within which the first cue of a file without its first line must begin to be known for one.


def sniff(content: Content) -> float:
    """Say how surely it is WebVTT: its first line says so; a lost first line is told by suffix and times."""
    if content.is_document:
        return 0
    if content.lines[0].startswith(HEAD):
        return 1
    return 0.9 if content.suffix == ".vtt" and any(map(_TIME_LINE.match, content.lines[:LOOKED_AT])) else 0


def read(content: Content, _columns: Columns) -> list[Cue] | Transcript:
    """Read cues; voices and `Name: text` become speakers. What we wrote ourselves is taken turn by turn."""
    first = content.lines[0]
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", first):
        raise content.fault(0, "the first line is not WEBVTT", "Make WEBVTT the first line, alone")
    found = captions(content, first=_after_header(content), keeps_blank_lines=False)
    if not found:
        raise content.fault(0, "there is no cue in it", "Check that the session was transcribed, and export it again")
    if is_ours(first):
        return transcript_of(content, found)
    return with_names([cue for caption in found for cue in cues_of(caption)])


def _after_header(content: Content) -> int:
    """Give the row where the header is over: a blank line, or a time line that came without one."""
    for row, line in enumerate(content.lines[1:], start=1):
        if not line.strip():
            return row
        if ARROW in line:
            return row - (row > 1 and content.lines[row - 1].strip().isdigit())
    return len(content.lines)
