"""`mendline transcript`: the turns of a transcript as Mendline reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.assess import existing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.transcripts import Transcript, Turn

__all__ = ["add_to", "bytes_of", "transcript"]

File = Annotated[Path, typer.Argument(help="VTT, SRT, Teams or Meet .docx, text, JSON or CSV.", metavar="FILE")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the turns as JSON; times in seconds, unknown is null.")]
AsVtt = Annotated[bool, typer.Option("--vtt", help="Print a WebVTT file that reads back the same.")]
FormatId = Annotated[str | None, typer.Option("--format", help="Read it as this; default: by content.", metavar="ID")]
SpeakerColumn = Annotated[str | None, typer.Option(help="Of a table: who speaks.", metavar="NAME|NUMBER")]
TextColumn = Annotated[str | None, typer.Option(help="Of a table: what is said.", metavar="NAME|NUMBER")]
StartColumn = Annotated[str | None, typer.Option(help="Of a table: when a turn starts.", metavar="NAME|NUMBER")]
EndColumn = Annotated[str | None, typer.Option(help="Of a table: when it ends.", metavar="NAME|NUMBER")]


def add_to(cli: typer.Typer) -> None:
    """Add `transcript`."""
    cli.command()(transcript)


def transcript(
    file: File,
    *,
    json: AsJson = False,
    vtt: AsVtt = False,
    format_id: FormatId = None,
    speaker_column: SpeakerColumn = None,
    text_column: TextColumn = None,
    start_column: StartColumn = None,
    end_column: EndColumn = None,
) -> None:
    """Print the turns of a transcript as read: who, when, what."""
    from fit.errors import InputError
    from fit.transcripts import Columns, as_json, as_vtt, read_transcript

    if json and vtt:
        raise InputError("--json and --vtt are two ways to print the same. Choose one.")
    columns = Columns(speaker=speaker_column, text=text_column, start=start_column, end=end_column)
    found = read_transcript(bytes_of(file), file.name, format_id=format_id, columns=columns)
    if json:
        typer.echo(as_json(found, with_words=False))
    elif vtt:
        typer.echo(as_vtt(found), nl=False)
    else:
        typer.echo("\n".join(_lines(found)))


def bytes_of(path: Path) -> bytes:
    """Read the file, but never more than a byte beyond the limit: that is enough to refuse it."""
    from fit.transcripts import LARGEST_BYTES

    with existing(path).open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _lines(found: Transcript) -> Iterator[str]:
    names = ", ".join(speaker.label for speaker in found.speakers) or "not told apart"
    yield f"{found.format}, {len(found.turns)} turns, times: {_LEVELS[found.level]}, speakers: {names}"
    yield ""
    for turn in found.turns:
        yield _line(turn)


_LEVELS = {
    "words": "none",
    "starts": "when turns start",
    "ends": "when turns start and end",
    "audio": "measured in the sound",
}


def _line(turn: Turn) -> str:
    from fit.transcripts import shown

    times = "" if turn.start is None else f" {shown(turn.start)}{f' - {shown(turn.end)}' if turn.end else ''}"
    return f"{turn.index}{times} {turn.speaker or 'unknown'}: {turn.text}"
