"""Talks as a test writes them: `T:` the clinician, `C:` the client, `O:` somebody else, [3.0] a silence in seconds."""

from __future__ import annotations

import re

import pytest

from fit.dialogue._said import heard_turns
from fit.transcripts import Role, Transcript, Turn

ROLES = {"T": Role.CLINICIAN, "C": Role.CLIENT, "O": Role.OTHER}
SILENCE = re.compile(r"\[([\d.]+)\]")


@pytest.fixture(scope="session")
def talk():
    return transcript_of


@pytest.fixture(scope="session")
def heard():
    def turns(lines, **more):
        return heard_turns(transcript_of(lines, **more))

    return turns


def transcript_of(lines, *, seconds=None, from_audio=False):
    """`seconds`: how long every turn lasts; None: the file has no times."""
    clock, turns = 0, []
    for line in filter(None, map(str.strip, lines.splitlines())):
        if silence := SILENCE.fullmatch(line):
            clock += round(float(silence[1]) * 1000)
            continue
        speaker, text = line.split(": ", 1)
        times = {} if seconds is None else {"start": clock, "end": clock + round(seconds * 1000)}
        turns.append(Turn(index=len(turns), speaker=speaker, text=text, **times))
        clock += 0 if seconds is None else round(seconds * 1000)
    speakers = {turn.speaker for turn in turns}
    roles = {label: role for label, role in ROLES.items() if label in speakers}
    return Transcript(turns=tuple(turns), roles=roles, from_audio=from_audio)
