"""A file as lines of text: encoding settled, limits kept, faults told by line."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import PurePath

from fit.errors import TranscriptError
from fit.transcripts._docx import is_zip, paragraphs

__all__ = ["LARGEST_BYTES", "Content", "open_content"]

LARGEST_BYTES = 32 << 20
# Two hours of speech with a time for every word are about 6 MB of JSON; audio is far larger.

MOST_LINES = 1_000_000
# Two hours of speech with every word on lines of its own are about 200,000.

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The longer mark first: that of UTF-32 begins with that of UTF-16.

BREAK = re.compile(r"\r\n|\r|\n")
# The line breaks of WebVTT; str.splitlines breaks at eight more, which may stand inside a sentence.

AS_UTF8 = "Save it as UTF-8 and try again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The text of a file, line by line."""

    name: str
    text: str
    lines: tuple[str, ...]
    paragraphs: tuple[int, ...] = field(default=())
    """Number of the paragraph of each line, where the file is a Word document; empty otherwise."""

    @property
    def is_document(self) -> bool:
        """Whether it is a Word document."""
        return bool(self.paragraphs)

    @property
    def suffix(self) -> str:
        """What the name ends with, in small letters: a hint only."""
        return PurePath(self.name).suffix.lower()

    def fault(self, row: int, what: str, remedy: str) -> TranscriptError:
        """Make the error for the line at `row` (counted from 0)."""
        where = f"paragraph {self.paragraphs[row]}" if self.paragraphs else f"line {row + 1}"
        return TranscriptError(self.name, where=where, what=what, remedy=remedy)


def open_content(raw: bytes, name: str) -> Content:
    """Turn the bytes of a file into lines of text.

    Raises
    ------
    TranscriptError
        when the file is empty, too large, no text, or broken.
    """
    if len(raw) > LARGEST_BYTES:
        raise _unreadable(
            name, "the file is larger than 32 MB", "Give the transcript of one session, not its recording"
        )
    if is_zip(raw):
        return _document(raw, name)
    text = _decoded(raw, name)
    if not text.strip():
        raise _unreadable(name, "the file is empty", "Export the transcript again")
    if "\0" in text:
        line = 1 + len(BREAK.findall(text, 0, text.index("\0")))
        raise _unreadable(name, "there are NUL bytes, so this is no text", "Export the transcript as text", line)
    return _with_lines(Content(name=name, text=text, lines=tuple(BREAK.split(text))))


def _with_lines(content: Content) -> Content:
    if len(content.lines) > MOST_LINES:
        raise content.fault(MOST_LINES, "there are more lines than a session has", "Give the transcript of one session")
    return content


def _document(raw: bytes, name: str) -> Content:
    numbered = [
        (number, line)
        for number, paragraph in enumerate(paragraphs(raw, name), start=1)
        for line in paragraph.split("\n")
    ]
    lines = tuple(line for _, line in numbered)
    if not any(line.strip() for line in lines):
        raise TranscriptError(
            name, where="paragraph 1", what="the document is empty", remedy="Export the transcript again"
        )
    found = tuple(number for number, _ in numbered)
    return _with_lines(Content(name=name, text="\n".join(lines), lines=lines, paragraphs=found))


def _decoded(raw: bytes, name: str) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _strictly(raw.removeprefix(mark) if encoding == "utf-8" else raw, name, encoding)
    if b"\0" in raw[:2] and len(raw) % 2 == 0:
        return _without_mark(raw, name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return _western(raw, name, wrong.start)


def _without_mark(raw: bytes, name: str) -> str:
    """Decode UTF-16 without its mark: of its first letter one byte is NUL."""
    return _strictly(raw, name, "utf-16-be" if raw[:1] == b"\0" else "utf-16-le")


def _western(raw: bytes, name: str, broken_at: int) -> str:
    """Decode Windows-1252, but only where nothing speaks for UTF-8: a damaged file must not become wrong letters."""
    if not raw.decode("utf-8", "ignore").isascii():
        line = 1 + len(BREAK.findall(raw[:broken_at].decode("utf-8")))
        raise _unreadable(name, "a character is damaged", "Export the transcript again, as UTF-8", line)
    return _strictly(raw, name, "windows-1252")


def _strictly(raw: bytes, name: str, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        line = 1 + len(BREAK.findall(raw[: wrong.start].decode(encoding, "replace")))
        raise _unreadable(name, f"there are characters that are no {encoding}", AS_UTF8, line) from None


def _unreadable(name: str, what: str, remedy: str, line: int = 1) -> TranscriptError:
    return TranscriptError(name, where=f"line {line}", what=what, remedy=remedy)
