"""The talks of the demo clinic: read from their files, and given the times that such words take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from fit.scales import AgeBand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = "fit.casework.demo_talks"
HEAD = re.compile(r"# (\w+): (.+)")
SILENCE = re.compile(r"\[([0-9.]+)\]")
SPOKEN = re.compile(r"([TCO]): (.+)")

WORDS_A_MINUTE = {"T": 152, "C": 168, "O": 160}
"""Everyday talk lies between 140 and 180; whoever tells speaks faster than whoever thinks along."""
OPENING_MS, BREATH_MS = 1_800, 260
"""Until the first word, and what a turn takes before its words."""
SHORTEST_GAP_MS, GAP_SPREAD_MS = 180, 620
"""Between two turns without a silence of note; people answer each other within a second."""
BACK_CHANNEL, BACK_CHANNEL_GAP_MS = 2, 120
"""[words] Up to which an answer comes almost at once."""
MINUTE_MS, SECOND_MS = 60_000, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One turn of a talk: who (T, C or O), when [ms], what."""

    who: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTalk:
    """A session as it was written, with the line of the session rating that falls in it ("none": none does)."""

    name: str
    fell: str
    band: AgeBand
    place: str
    """first, last or any: which session of an episode it can be."""
    turns: tuple[Spoken, ...]


@cache
def demo_talks() -> tuple[DemoTalk, ...]:
    """All talks in the order of their file names."""
    found = sorted((file for file in files(FOLDER).iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    return tuple(_talk(file.name.removesuffix(".txt"), file.read_text("utf-8").splitlines()) for file in found)


def _talk(name: str, lines: Sequence[str]) -> DemoTalk:
    about = {found[1]: found[2] for line in lines if (found := HEAD.fullmatch(line))}
    return DemoTalk(
        name=name,
        fell=about["fell"],
        band=AgeBand(about["band"]),
        place=about.get("session", "any"),
        turns=tuple(_timed(list(_said(lines)))),
    )


def _said(lines: Sequence[str]) -> Iterator[tuple[str, str, int | None]]:
    """Who said what, and the silence before it [ms] where one was written."""
    silence = None
    for line in lines:
        if found := SILENCE.fullmatch(line):
            silence = round(float(found[1]) * SECOND_MS)
        elif found := SPOKEN.fullmatch(line):
            yield found[1], found[2], silence
            silence = None


def _timed(said: Sequence[tuple[str, str, int | None]]) -> Iterator[Spoken]:
    now = OPENING_MS
    gaps = [*(_gap(one, after) for one, after in pairwise(said)), 0]
    for (who, text, _), gap in zip(said, gaps, strict=True):
        end = now + BREATH_MS + len(text.split()) * MINUTE_MS // WORDS_A_MINUTE[who]
        yield Spoken(who=who, start=now, end=end, text=text)
        now = end + gap


def _gap(before: tuple[str, str, int | None], after: tuple[str, str, int | None]) -> int:
    """The written silence; else a short one, the same every time, and shorter before a mere "mm-hm"."""
    if after[2] is not None:
        return after[2]
    if len(after[1].split()) <= BACK_CHANNEL:
        return BACK_CHANNEL_GAP_MS
    return SHORTEST_GAP_MS + crc32(f"{before[1]}|{after[1]}".encode()) % GAP_SPREAD_MS
