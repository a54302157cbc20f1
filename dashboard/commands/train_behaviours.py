"""`mendline train-behaviours`: learns a clinic's own way of labelling what a clinician does in a turn."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.commands.assess import existing

__all__ = ["add_to", "train_behaviours"]

File = Annotated[Path, typer.Argument(help="CSV with kind,before,text; before may be missing.", metavar="LABELS.csv")]
Out = Annotated[Path, typer.Option(help="Where the weights go; for `dialogue --behaviours`.", metavar="FILE")]


def add_to(cli: typer.Typer) -> None:
    """Add `train-behaviours`."""
    cli.command()(train_behaviours)


def train_behaviours(file: File, *, out: Out = Path("behaviours.txt")) -> None:
    """Learn question, reflection, input and other from labelled turns of clinicians. Nothing leaves the machine."""
    from dashboard.commands.transcript import bytes_of
    from fit import dialogue
    from fit.errors import InputError

    try:
        text = bytes_of(existing(file)).decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise InputError(f"{file.name}: byte {wrong.start} is not UTF-8. Save the table as UTF-8.") from None
    labelled = dialogue.read_labelled(text, file.name)
    out.write_text(dialogue.written(dialogue.train_behaviours(labelled)), "utf-8")
    typer.echo(f"Learned from {len(labelled)} turns: {out}. Use it with mendline dialogue --behaviours {out}.")
