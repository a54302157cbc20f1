"""`mendline transcribe`: a recording becomes a transcript, on this machine only."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.commands.assess import existing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fit.speech import Heard, Sound

__all__ = ["add_to", "transcribe"]

Audio = Annotated[Path, typer.Argument(help="WAV, MP3, M4A, OGG or another common recording.", metavar="AUDIO")]
Out = Annotated[
    Path, typer.Option(help="The transcript: WebVTT; with .json also how sure each word is.", metavar="FILE.vtt")
]
ModelFolder = Annotated[
    str | None,
    typer.Option(
        "--model", help="Folder of a Whisper model for CTranslate2, or the name of an installed one.", metavar="DIR"
    ),
]
Language = Annotated[str | None, typer.Option(help="Two letters such as en; else it is recognised.", metavar="CODE")]

OWNER_ONLY = 0o600
MS_A_MINUTE = 60_000


def add_to(cli: typer.Typer) -> None:
    """Add `transcribe`."""
    cli.command()(transcribe)


def transcribe(audio: Audio, *, out: Out, model: ModelFolder = None, language: Language = None) -> None:
    """Write down a recording on this machine; a run that was stopped goes on where it was."""
    from fit.casework import Settings
    from fit.speech import PartFile, Recogniser, find_model, open_sound
    from fit.speech import transcribe as write_down

    settings = Settings.from_environment()
    _check_place(out)
    recording = existing(audio)
    sound = open_sound(lambda: recording.open("rb"), recording.name)
    with _turn_on_this_machine(settings.speech_at_once):
        recogniser = Recogniser(
            find_model(model or settings.speech_model), language=language or settings.speech_language
        )
        part = PartFile(out.with_name(f"{out.name}.part"), made_for=f"{_checksum(recording)} by {recogniser.made_by}")
        with _progress(sound) as told:
            heard = write_down(sound, recogniser, finished=part, told=told)
    _write(out, heard)
    part.delete()
    typer.echo(_summary(out, heard, sound), err=True)


def _check_place(out: Path) -> None:
    from fit.errors import InputError

    if not out.parent.is_dir():
        raise InputError(f"{out.parent}: there is no such folder. Make it, or name another place for the transcript.")
    if out.is_dir():
        raise InputError(f"{out} is a folder. Name a file for the transcript, such as {out / 'session.vtt'}.")


@contextmanager
def _turn_on_this_machine(at_once: int) -> Iterator[None]:
    """Wait until no other recording is being written down: two at once take more than twice as long."""
    from fit.speech import machine_locks, wait_for_one

    lock = wait_for_one(machine_locks(at_once), waiting=_said_once("Another recording is being written down. Waiting."))
    try:
        yield
    finally:
        lock.release()


def _said_once(text: str) -> Callable[[], None]:
    left = [text]

    def say() -> None:
        while left:
            typer.echo(left.pop(), err=True)

    return say


@contextmanager
def _progress(sound: Sound) -> Iterator[Callable[[int], None]]:
    with typer.progressbar(
        length=sound.length or MS_A_MINUTE, label=sound.name, file=sys.stderr, hidden=sound.length is None
    ) as bar:
        yield lambda done: bar.update(max(0, done - bar.pos))


def _checksum(audio: Path) -> str:
    with audio.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(out: Path, heard: Heard) -> None:
    """Write the transcript whole or not at all, for its owner only."""
    text = heard.as_json() if out.suffix.lower() == ".json" else heard.as_vtt()
    fresh = out.with_name(f"{out.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(out)


def _summary(out: Path, heard: Heard, sound: Sound) -> str:
    speakers = "two speakers by their channels" if sound.channels > 1 else "speakers not told apart"
    told = len(heard.transcript.speakers)
    if sound.channels > 1 and told == 1:
        speakers = "one speaker: both channels hold the same sound, or one is silent"
    return f"{len(heard.transcript.turns)} turns, {speakers}, in {out}. Written by {heard.made_by}. Check it."
