"""Reading a dialogue of 8,000 words, beside splitting it into words alone in the same run."""

from __future__ import annotations

import csv
from itertools import cycle, islice

import pytest

from fit.dialogue import read_dialogue
from fit.excerpts import find_excerpts
from fit.transcripts import Role, Transcript, Turn
from tests.fit.dialogue.train_shipped import SENTENCES, complaints

WORDS = 8_000
MOST_SECONDS = 0.5
# Of processor time, for a transcript of 8,000 words on a small machine.


@pytest.fixture(scope="module")
def long_talk():
    """Clinician and client in turn, from sentences of our own, until 8,000 words are said."""
    with (SENTENCES / "behaviours.csv").open(encoding="utf-8", newline="") as file:
        clinician = [row["text"] for row in csv.DictReader(file)]
    client = [row["text"] for row in complaints()]
    said = islice(cycle(pair for pairs in zip(cycle(clinician), client, strict=False) for pair in pairs), 2_000)
    turns, words = [], 0
    for index, text in enumerate(said):
        turns.append(
            Turn(index=index, speaker="TC"[index % 2], text=text, start=index * 4_000, end=index * 4_000 + 3_000)
        )
        words += len(text.split())
        if words >= WORDS:
            break
    return Transcript(turns=tuple(turns), roles={"T": Role.CLINICIAN, "C": Role.CLIENT})


def test_reading(benchmark, cpu_seconds, say, long_talk):
    found = benchmark.pedantic(lambda: read_dialogue(long_talk), rounds=3, warmup_rounds=1)
    assert sum(one.words for one in found.talk.values()) >= WORDS * 0.95
    ours = cpu_seconds(lambda: read_dialogue(long_talk))
    splitting = cpu_seconds(lambda: [turn.text.lower().split() for turn in long_talk.turns])
    say(f"read a dialogue of {WORDS:,} words {ours:8.4f} s, {WORDS / ours:,.0f} words/s; split {splitting:8.4f} s")
    assert ours < MOST_SECONDS


def test_finding_excerpts(benchmark, long_talk):
    found = read_dialogue(long_talk)
    assert 2 <= len(benchmark(lambda: find_excerpts(found))) <= 3
