"""Speech under a line of its own that says who and when: Otter, Teams, saved captions of Zoom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fit.transcripts._cue import Cue, label_of, spoken
from fit.transcripts._labels import LONGEST_OPENING, is_short
from fit.transcripts._times import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.transcripts._content import Content

__all__ = ["headed_cues", "headings"]

Heading = tuple[str, int]


def headings(content: Content) -> dict[int, Heading]:
    """Find the lines that say only who speaks and when.

    A sentence may end with a time too: a heading stands below a blank line, or its name recurs, or the file begins
    with one and has no blank lines at all.
    """
    read = {row: heading for row, line in enumerate(content.lines) if (heading := _heading(line))}
    counts = Counter(label for label, _ in read.values())
    anywhere = content.is_document or (0 in read and all(line.strip() for line in content.lines[:-1]))
    found: dict[int, Heading] = {}
    for row, heading in read.items():
        recurs = counts[heading[0]] > 1
        below_blank = row == 0 or not content.lines[row - 1].strip()
        if recurs or below_blank or (anywhere and row - 1 not in found):
            found[row] = heading
    return found


def headed_cues(content: Content, found: dict[int, Heading], *, leave_out: Sequence[str] = ()) -> list[Cue]:
    """Read what stands under each heading; what stands above the first is no speech.

    `leave_out`: endings of lines that the program adds and nobody says.
    """
    rows = [*found, len(content.lines)]
    return [
        Cue(speaker=speaker, start=start, text=_body(content.lines[row + 1 : after], leave_out))
        for (row, (speaker, start)), after in zip(found.items(), rows[1:], strict=True)
    ]


def _heading(line: str) -> Heading | None:
    """Split `Name  00:13`, `[Name] 00:00:13`, `00:13 Name`; None for anything else."""
    if len(line) > LONGEST_OPENING:
        return None
    words = line.split()
    for time, name in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        start = clock(time[0].strip("()[]")) if time else None
        label = label_of(" ".join(name).strip("[]-|: ")) if name else None
        if start is not None and label and is_short(label) and not label.endswith((".", "?", "!", ",")):
            return label, start
    return None


def _body(lines: Sequence[str], leave_out: Sequence[str]) -> str:
    kept = [line for line in lines if not (leave_out and line.strip().endswith(tuple(leave_out)))]
    return spoken(" ".join(kept))
