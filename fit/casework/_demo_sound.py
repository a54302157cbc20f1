"""One talk of the demo clinic as a recording, so that the way from sound to transcript can be shown.

It is spoken by a program and made when it is needed: no recording comes with Mendline. Nobody in it is real. What
`mendline transcribe` heard in it lies beside the talk, mistakes and all, so that a demo without a recogniser shows it.
"""

from __future__ import annotations

import random
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from fit.speech.spoken import Line, speak, speaking_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.speech.spoken import Spoken

__all__ = ["HEARD_SPEAKERS", "SPOKEN_TALK", "heard_demo_talk", "spoken_demo_talk"]

SPOKEN_TALK = "27-last-stop"
HEARD_SPEAKERS = ("Speaker 1", "Speaker 2")
CLINICIAN_FIRST = "TC"
# The clinician's microphone is the first channel.

SILENCES_MS = (200, 300, 400, 600, 900, 1_400, 2_500)
SEED = 27
# Silences before an answer as they are in talks; the same ones each time.

_LINE = re.compile(r"([TC]): (.+)")


def spoken_demo_talk(name: str = SPOKEN_TALK, *, most_lines: int | None = None) -> Spoken | None:
    """Speak the talk, a channel for each; None when no program that speaks is installed (flite or espeak-ng).

    `most_lines`: only so many from the beginning.
    """
    if speaking_program() is None:
        return None
    return speak(list(_lines(name))[:most_lines])


def heard_demo_talk() -> bytes:
    """Give what was heard in the whole talk: WebVTT that says by what it was made."""
    return files("fit.casework").joinpath(f"demo_talks/{SPOKEN_TALK}.vtt").read_bytes()


def _lines(name: str) -> Iterator[Line]:
    chance = random.Random(SEED)  # noqa: S311 - silences, no secrets
    for row in files("fit.casework").joinpath(f"demo_talks/{name}.txt").read_text("utf-8").splitlines():
        if found := _LINE.fullmatch(row):
            yield Line(speaker=CLINICIAN_FIRST.index(found[1]), text=found[2], silence=chance.choice(SILENCES_MS))
