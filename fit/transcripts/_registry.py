"""Finds the formats: every <id>.py in this folder holds two functions, `sniff` and `read`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from fit.errors import DefinitionError, TranscriptError, UnknownNameError
from fit.transcripts._content import Content, open_content
from fit.transcripts._cue import Cue, turns_of
from fit.transcripts._transcript import Transcript
from fit.transcripts.table_csv import columns_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Columns", "Format", "formats", "read_transcript", "table_columns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns of a table say what, by name or by number from 1; None: guess from the first line."""

    speaker: str | None = None
    text: str | None = None
    start: str | None = None
    end: str | None = None

    @property
    def named(self) -> bool:
        """Whether any column was named, so that the file must be a table."""
        return any((self.speaker, self.text, self.start, self.end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way in which programs write transcripts."""

    id: str
    title: str
    sniff: Callable[[Content], float]
    """How surely the content is of this format, 0 to 1; the name of the file is a hint only."""
    read: Callable[[Content, Columns], list[Cue] | Transcript]
    """The cues in the order of the file, or the transcript itself where the format knows its turns."""


@cache
def formats() -> Mapping[str, Format]:
    """All formats that Mendline reads, by id.

    Raises
    ------
    DefinitionError
        when a file lacks `sniff`, `read` or a docstring.
    """
    package = import_module(__package__)
    ids = sorted(module.name for module in iter_modules(package.__path__) if not module.name.startswith("_"))
    return {one: _format(one, import_module(f"{__package__}.{one}")) for one in ids}


def read_transcript(
    raw: bytes, name: str, *, format_id: str | None = None, columns: Columns | None = None
) -> Transcript:
    """Read what was said from a file of any known format; `name` is what its errors call it.

    Raises
    ------
    TranscriptError
        when it is of no known format, or broken: file, line, what, remedy. Nothing is read by half.
    UnknownNameError
        when a format is asked for that does not exist.
    """
    content = open_content(raw, name)
    asked = columns or Columns()
    chosen = _chosen("table_csv" if asked.named and not format_id else format_id) or _recognised(content)
    found = chosen.read(content, asked)
    if isinstance(found, Transcript):
        return found
    turns = turns_of(found)
    if not turns:
        raise content.fault(0, "nothing is said in it", "Check that the session was transcribed, and export it again")
    return Transcript(turns=turns, format=chosen.id)


def table_columns(raw: bytes, name: str) -> tuple[str, ...]:
    """Give the columns of a file if it were a table: the cells of its first line, in order.

    Raises
    ------
    TranscriptError
        when it is no text that we can read.
    """
    return columns_in(open_content(raw, name))


def _chosen(format_id: str | None) -> Format | None:
    if format_id is None:
        return None
    if format_id not in formats():
        raise UnknownNameError(f"There is no format {format_id!r}. Known: {', '.join(formats())}.")
    return formats()[format_id]


def _recognised(content: Content) -> Format:
    surely, chosen = max(((one.sniff(content), one) for one in formats().values()), key=lambda pair: pair[0])
    if surely > 0:
        return chosen
    raise TranscriptError(
        content.name,
        where="line 1",
        what="this looks like no transcript we know",
        remedy="Give WebVTT, SRT, a Teams or Meet document, Otter or Zoom text, lines of 'Speaker: text', Whisper JSON "
        "or a CSV table",
    )


def _format(one: str, module: Any) -> Format:
    if not (module.__doc__ and hasattr(module, "sniff") and hasattr(module, "read")):
        raise DefinitionError(f"fit/transcripts/{one}.py: sniff, read or the docstring is missing. Add it.")
    return Format(id=one, title=module.__doc__.splitlines()[0].rstrip("."), sniff=module.sniff, read=module.read)
