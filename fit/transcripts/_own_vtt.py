"""Our own WebVTT: one cue a turn, so that what is written and read again is the same to the millisecond.

WebVTT has no unknown time. A turn with an unknown one gets times that players can show, and says so in its id.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from fit.errors import InputError
from fit.transcripts._captions import ARROW, Caption
from fit.transcripts._times import shown
from fit.transcripts._transcript import LONGEST_MS, Role, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.transcripts._content import Content

__all__ = ["as_vtt", "is_ours", "transcript_of"]

FIRST_LINE = "WEBVTT - Mendline transcript"
FROM_AUDIO = ", times from audio"
TURN = "turn"
NO_END = ", end unknown"
NO_TIMES = ", times unknown"

SHOWN_MS = 2_000
# How long a player shows a turn whose end nobody knows, at most until the next turn.

_CUE = re.compile(r"(?:<v(?:\.([a-z]+))? ([^<>]*)>)?([^<>]*)")


def as_vtt(transcript: Transcript) -> str:
    """Write a transcript as WebVTT: turns, times, speakers, roles and text; not the confidence of single words."""
    first = FIRST_LINE + (FROM_AUDIO if transcript.from_audio else "")
    return "\n\n".join([first, *_cues(transcript)]) + "\n"


def is_ours(first_line: str) -> bool:
    """Whether a file was written by `as_vtt`."""
    return first_line in {FIRST_LINE, FIRST_LINE + FROM_AUDIO}


def transcript_of(content: Content, found: list[Caption]) -> Transcript:
    """Read what `as_vtt` wrote.

    Raises
    ------
    TranscriptError
        when somebody changed it so that it no longer is what we write.
    """
    turns, roles = [], {}
    for index, caption in enumerate(found):
        cue = _CUE.fullmatch(caption.raw)
        try:
            turns.append(_turn(index, caption, cue))
        except InputError:
            row = _row_of(content, index)
            remedy = "Undo the change, or shorten the first line of the file to WEBVTT"
            raise content.fault(row, "the cue is not as we write it", remedy) from None
        if cue and cue[1] in set(Role) and turns[-1].speaker:
            roles[turns[-1].speaker] = Role(cue[1])
    from_audio = content.lines[0].endswith(FROM_AUDIO)
    return Transcript(turns=tuple(turns), roles=roles, from_audio=from_audio, format="webvtt")


def _cues(transcript: Transcript) -> Iterator[str]:
    for turn, after in zip(transcript.turns, (*transcript.turns[1:], None), strict=True):
        start, end, unknown = _times(turn, after)
        role = transcript.role_of(turn)
        name = html.escape(turn.speaker, quote=False) if turn.speaker else ""
        voice = f"<v{f'.{role}' if role else ''} {name}>" if name else ""
        text = html.escape(turn.text, quote=False).replace("\n", "&#10;")
        yield f"{TURN}{unknown}\n{shown(start)} {ARROW} {shown(end)}\n{voice}{text}"


def _times(turn: Turn, after: Turn | None) -> tuple[int, int, str]:
    if turn.start is None:
        return 0, 0, NO_TIMES
    if turn.end is not None:
        return turn.start, turn.end, ""
    end = min(turn.start + SHOWN_MS, LONGEST_MS)
    if after and after.start is not None and after.start > turn.start:
        end = min(end, after.start)
    return turn.start, end, NO_END


def _turn(index: int, caption: Caption, cue: re.Match[str] | None) -> Turn:
    if not cue or not caption.id.startswith(TURN):
        raise InputError("This is no cue of ours.")
    return Turn(
        index=index,
        text=html.unescape(cue[3]),
        speaker=html.unescape(cue[2]) if cue[2] is not None else None,
        start=None if caption.id.endswith(NO_TIMES) else caption.start,
        end=None if caption.id.endswith((NO_TIMES, NO_END)) else caption.end,
    )


def _row_of(content: Content, index: int) -> int:
    return [row for row, line in enumerate(content.lines) if ARROW in line][index]
