"""`mendline wording-check`: which words may sound defensive, and which receive what the client said."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fit.repair import NOT_CHECKED, Step, check_wording

if TYPE_CHECKING:
    from fit.repair import WordingCheck

__all__ = ["add_to"]

WhichStep = Annotated[Step | None, typer.Option("--step", help="Where in the talk; none is heard as the beginning.")]
Language = Annotated[str, typer.Option(help="Language of the sentences. Only English is checked.")]


def add_to(cli: typer.Typer) -> None:
    """Add `wording-check`."""
    cli.command()(wording_check)


def wording_check(step: WhichStep = None, language: Language = "en") -> None:
    """Read one utterance a line from standard input and print what was heard in it, one JSON object a line."""
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        print(json.dumps(_told(check_wording(text, step=step, language=language)), ensure_ascii=False), flush=True)


def _told(heard: WordingCheck) -> dict[str, Any]:
    findings = [
        {"kind": one.kind, "start": one.start, "end": one.end, "why": one.why, "instead": one.instead}
        for one in heard.findings
    ]
    good = [{"kind": one.kind, "start": one.start, "end": one.end} for one in heard.good]
    told = {"text": heard.text, "findings": findings, "good": good}
    return {**told, NOT_CHECKED: heard.not_checked} if heard.not_checked else told
