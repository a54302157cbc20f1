"""Otter text: `Speaker  mm:ss`, what was said, a blank line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.transcripts._headed import headed_cues, headings

if TYPE_CHECKING:
    from fit.transcripts._content import Content
    from fit.transcripts._cue import Cue
    from fit.transcripts._registry import Columns

__all__ = ["read", "sniff"]

ADDED = ("Transcribed by https://otter.ai",)
# Otter's own last line.


def sniff(content: Content) -> float:
    """Say how surely it is Otter's: lines that say only who and when."""
    return 0.7 if not content.is_document and headings(content) else 0


def read(content: Content, _columns: Columns) -> list[Cue]:
    """Read what stands under each heading; ends are unknown."""
    return headed_cues(content, headings(content), leave_out=ADDED)
