"""The talks of the demo clinic as the files of different programs, so that each road in is walked."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zlib import crc32

from fit.transcripts import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fit.casework._demo_talks import Spoken

SECOND_MS = 1_000
CUE_WORDS = 9
"""Teams cuts what is said into captions of about so many words."""
UNSURE_ONE_IN, LOWEST, USUAL = 61, 0.21, 0.82
"""A recogniser is unsure of one word in about so many; its confidence there, and elsewhere at least."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}
"""What every Word document holds beside its text."""
DAY_ONE = (1980, 1, 1, 0, 0, 0)
"""The same bytes every time: a package writes down when it was made."""


def zoom_vtt(turns: Sequence[Spoken], names: Mapping[str, str]) -> bytes:
    """Numbered cues with the name before what is said."""
    cues = [
        f"{place}\n{_span(turn.start, turn.end)}\n{names[turn.who]}: {html.escape(turn.text, quote=False)}\n"
        for place, turn in enumerate(turns, start=1)
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def teams_vtt(turns: Sequence[Spoken], names: Mapping[str, str]) -> bytes:
    """Several short captions a turn, with voices."""
    cues = [
        f"{number}-{piece}\n{_span(start, end)}\n<v {names[turn.who]}>{html.escape(text, quote=False)}</v>\n"
        for number, turn in enumerate(turns)
        for piece, (start, end, text) in enumerate(_captions(turn))
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def _captions(turn: Spoken) -> list[tuple[int, int, str]]:
    words = turn.text.split()
    pieces = [words[place : place + CUE_WORDS] for place in range(0, len(words), CUE_WORDS)]
    times = [turn.start + (turn.end - turn.start) * place // len(pieces) for place in range(len(pieces) + 1)]
    return [(times[place], times[place + 1], " ".join(piece)) for place, piece in enumerate(pieces)]


def srt(turns: Sequence[Spoken], names: Mapping[str, str]) -> bytes:
    """Subtitles, a comma before the milliseconds."""
    cues = [
        f"{place}\n{_span(turn.start, turn.end).replace('.', ',')}\n{names[turn.who]}: {turn.text}\n"
        for place, turn in enumerate(turns, start=1)
    ]
    return "\n".join(cues).encode()


def _span(start: int, end: int) -> str:
    return f"{shown(start)} --> {shown(end)}"


def otter(turns: Sequence[Spoken], names: Mapping[str, str]) -> bytes:
    """Name and time in a line, what is said below; whole seconds, no ends."""
    return "\n".join(f"{names[turn.who]}  {_minutes(turn.start)}\n{turn.text}\n" for turn in turns).encode()


def _minutes(time: int) -> str:
    minutes, seconds = divmod(time // SECOND_MS, 60)
    return f"{minutes}:{seconds:02d}"


def table(turns: Sequence[Spoken], names: Mapping[str, str]) -> bytes:
    """A table with a turn a row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["speaker", "start", "end", "text"])
    writer.writerows([names[turn.who], shown(turn.start), shown(turn.end), turn.text] for turn in turns)
    return text.getvalue().encode()


def word_document(turns: Sequence[Spoken], names: Mapping[str, str]) -> bytes:
    """The older document of Teams: time range, name and text in lines of one paragraph."""
    lines = ((_span(turn.start, turn.end), names[turn.who], turn.text) for turn in turns)
    body = "".join(f"<w:p><w:r>{'<w:br/>'.join(map(_text, each))}</w:r></w:p>" for each in lines)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (PARTS | {"word/document.xml": document}).items():
            package.writestr(zipfile.ZipInfo(name, DAY_ONE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _text(line: str) -> str:
    return f'<w:t xml:space="preserve">{escape(line)}</w:t>'


def recognised(turns: Sequence[Spoken], names: Mapping[str, str]) -> bytes:
    """What a recogniser gives: segments with words, each with its confidence; speakers by number."""
    numbers = {who: f"SPEAKER_{place:02d}" for place, who in enumerate(names)}
    segments = [_segment(turn, numbers[turn.who]) for turn in turns]
    return json.dumps({"segments": segments, "language": "en"}).encode()


def _segment(turn: Spoken, speaker: str) -> dict[str, Any]:
    words = turn.text.split()
    step = (turn.end - turn.start) / len(words)
    heard = [
        {
            "word": word,
            "start": round(turn.start + step * place) / SECOND_MS,
            "end": round(turn.start + step * (place + 1)) / SECOND_MS,
            "score": _confidence(f"{turn.start} {place} {word}"),
        }
        for place, word in enumerate(words)
    ]
    times = {"start": turn.start / SECOND_MS, "end": turn.end / SECOND_MS}
    return {**times, "text": turn.text, "speaker": speaker, "words": heard}


def _confidence(word: str) -> float:
    chance = crc32(word.encode())
    return round((LOWEST if chance % UNSURE_ONE_IN == 0 else USUAL) + (chance >> 8) % 170 / 1_000, 3)


FILES: tuple[Callable[[Sequence[Spoken], Mapping[str, str]], bytes], ...] = (
    zoom_vtt,
    teams_vtt,
    recognised,
    srt,
    word_document,
    table,
    otter,
)
"""Taken in turn."""
