"""`mendline dialogue`: what was said in a session and how, from one transcript or a folder of them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.assess import existing
from dashboard.commands.transcript import EndColumn, FormatId, SpeakerColumn, StartColumn, TextColumn, bytes_of
from fit.errors import InputError, MendlineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.dialogue import Dialogue
    from fit.excerpts import Excerpt, FallenItem
    from fit.transcripts import Columns

__all__ = ["add_to", "dialogue"]

Source = Annotated[Path, typer.Argument(help="A transcript, or a folder of transcripts.", metavar="FILE|FOLDER")]
Clinician = Annotated[str | None, typer.Option(help="Speaker who is the clinician; default: guessed.", metavar="NAME")]
AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON; times in seconds, unknown is null.")]
AsLines = Annotated[bool, typer.Option("--jsonl", help="Of a folder: one line of JSON a file, with its name.")]
Fell = Annotated[str, typer.Option(help="Line of the rating that fell.", metavar="relationship|goals|approach|overall")]
Trained = Annotated[Path | None, typer.Option(help="Behaviours as `train-behaviours` learned them.", metavar="FILE")]
Processes = Annotated[int | None, typer.Option(help="Processes for a folder; default: one a processor.", min=1)]

MOST_AT_ONCE = 8
# Files that a process takes at a time: the phrases are made once a process, the bar still moves.


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How every file is to be read."""

    clinician: str | None
    fell: FallenItem
    behaviours: Path | None
    format_id: str | None
    columns: Columns


def add_to(cli: typer.Typer) -> None:
    """Add `dialogue`."""
    cli.command()(dialogue)


def dialogue(
    source: Source,
    *,
    clinician: Clinician = None,
    json: AsJson = False,
    jsonl: AsLines = False,
    fell: Fell = "overall",
    behaviours: Trained = None,
    processes: Processes = None,
    format_id: FormatId = None,
    speaker_column: SpeakerColumn = None,
    text_column: TextColumn = None,
    start_column: StartColumn = None,
    end_column: EndColumn = None,
) -> None:
    """Print what was said in a session and how: talk, silences, possible moments, answers, and what cannot be told."""
    from fit.transcripts import Columns

    columns = Columns(speaker=speaker_column, text=text_column, start=start_column, end=end_column)
    asked = Asked(
        clinician=clinician, fell=_line_that_fell(fell), behaviours=behaviours, format_id=format_id, columns=columns
    )
    if source.is_dir() != jsonl:
        raise InputError("--jsonl is for a folder, --json for a file. Say --jsonl with a folder and only then.")
    if jsonl:
        _folder(source, asked, processes)
    else:
        found, excerpts = _read(source, asked)
        typer.echo(_as_json(found, excerpts) if json else "\n".join(_told(found, excerpts)))


def _line_that_fell(name: str) -> FallenItem:
    from fit.excerpts import FallenItem

    if name not in set(FallenItem):
        raise InputError(f"There is no line {name!r} of the session rating. Say one of {', '.join(FallenItem)}.")
    return FallenItem(name)


def _read(path: Path, asked: Asked) -> tuple[Dialogue, tuple[Excerpt, ...]]:
    from fit.dialogue import read_dialogue, read_weighting, with_guessed_roles
    from fit.excerpts import find_excerpts
    from fit.transcripts import read_transcript

    trained = asked.behaviours
    weighting = read_weighting(existing(trained).read_text("utf-8", "replace"), trained.name) if trained else None
    raw = read_transcript(bytes_of(path), path.name, format_id=asked.format_id, columns=asked.columns)
    found = read_dialogue(with_guessed_roles(raw, clinician=asked.clinician), weighting=weighting)
    return found, find_excerpts(found, fell=asked.fell)


def _as_json(found: Dialogue, excerpts: tuple[Excerpt, ...], name: str | None = None) -> str:
    import json

    from fit.dialogue import as_table

    table = as_table(found)
    table["excerpts"] = [
        {"first_turn": one.first_turn, "last_turn": one.last_turn, "reason": one.reason} for one in excerpts
    ]
    return json.dumps(table if name is None else {"file": name, **table}, ensure_ascii=False)


def _folder(folder: Path, asked: Asked, processes: int | None) -> None:
    """Print a line a file, in the order of names; files that cannot be read are named at the end, with exit code 2."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if not files:
        raise InputError(f"There is no file in {folder.name}. Name a folder with transcripts.")
    refused = []
    hidden = not sys.stderr.isatty()
    with (
        ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool,
        typer.progressbar(length=len(files), label=folder.name, file=sys.stderr, hidden=hidden) as bar,
    ):
        for line, wrong in pool.map(_line, files, [asked] * len(files), chunksize=_at_once(len(files), processes)):
            bar.update(1)
            if line:
                typer.echo(line)
            if wrong:
                refused.append(wrong)
    if refused:
        listed = "\n".join(f"  {one}" for one in refused)
        raise InputError(f"{len(refused)} of {len(files)} files cannot be read; the others are printed.\n{listed}")


def _at_once(files: int, processes: int | None) -> int:
    from os import cpu_count

    return max(1, min(MOST_AT_ONCE, files // (processes or cpu_count() or 1)))


def _line(path: Path, asked: Asked) -> tuple[str, str]:
    """Read one file: its line, or why it cannot be read."""
    try:
        return _as_json(*_read(path, asked), path.name), ""
    except MendlineError as wrong:
        return "", str(wrong)


def _told(found: Dialogue, excerpts: tuple[Excerpt, ...]) -> Iterator[str]:
    yield f"{len(found.transcript.turns)} turns; what the file tells: {found.transcript.level}"
    for role, one in found.talk.items():
        pace = "" if one.words_per_minute is None else f", {one.words_per_minute:.0f} words a minute"
        turns = f"{one.turns} turns ({one.back_channels} only listening)"
        yield f"{role}: {one.share:.0%} of the {one.share_by}, {one.words} words, {turns}{pace}"
    for role, wait in found.latency.items():
        often, seldom = wait.median / 1000, wait.p90 / 1000
        yield f"{role} answers after {often:.1f} s (median of {wait.n}), one time in ten after more than {seldom:.1f} s"
    yield ""
    yield "Places to look at first" if excerpts else "No place stands out."
    for excerpt in excerpts:
        yield f"turns {excerpt.first_turn} to {excerpt.last_turn}: {excerpt.reason}"
        yield f"  {excerpt.fact}"
    yield ""
    yield from (f"not assessable: {one.what}: {one.reason}" for one in found.not_assessable)
