"""SubRip (SRT), as video players and recognisers write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.transcripts._captions import ARROW, captions, cues_of
from fit.transcripts._labels import with_names

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._cue import Cue
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]

_TIME_LINE = re.compile(r"\s{0,9}[0-9:]{4,12}(?:[,.][0-9]{1,3})?\s{1,9}-->")
LOOKED_AT = 50
# Lines within which the first cue must begin.


def sniff(content: Content) -> float:
    """Say how surely it is SRT: time lines, best with a comma in them and under a number."""
    if content.is_document or content.lines[0].startswith("WEBVTT"):
        return 0
    lines = [line for line in content.lines[:LOOKED_AT] if line.strip()]
    if len(lines) > 1 and lines[0].strip().isdigit() and ARROW in lines[1]:
        return 0.95 if "," in lines[1] else 0.85
    return 0.6 if any(map(_TIME_LINE.match, lines)) else 0


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read cues; `Name: text` becomes a speaker where the name recurs."""
    found = captions(content, first=0, keeps_blank_lines=True)
    return with_names([cue for caption in found for cue in cues_of(caption)])
