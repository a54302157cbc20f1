"""The supervision packet: taking identities out of long texts, and drawing, beside naive ways in the same run."""

from __future__ import annotations

import re
from itertools import cycle, islice

import pytest

from fit.deidentify import find_identities, in_text, replaced
from fit.reports.deidentified import deidentified
from fit.reports.supervision_packet import supervision_packet
from tests.fit.deidentify import measure
from tests.fit.reports.packets import KNOWN, TALK, excerpt, packet

MOST_SECONDS = 0.5
# Of processor time for finding and drawing together (task: under half a second for one packet).

SENTENCES = 1_000
# About as many as a session of an hour has.


@pytest.fixture(scope="module")
def long_packet():
    """Three excerpts of a hundred turns each: more than fits, so that shortening is measured too."""
    turns = tuple(islice(cycle(TALK), 100))
    return packet(excerpts=(excerpt(turns, focus=50, memory=" ".join(text for _, text in turns[:30])),) * 3)


def test_packet(benchmark, cpu_seconds, say, long_packet):
    def whole():
        return supervision_packet(deidentified(long_packet, KNOWN))

    assert benchmark.pedantic(whole, rounds=5, warmup_rounds=1).startswith(b"%PDF")
    ready = deidentified(long_packet, KNOWN)
    finding, drawing = (
        cpu_seconds(lambda: deidentified(long_packet, KNOWN)),
        cpu_seconds(lambda: supervision_packet(ready)),
    )
    say(f"supervision packet of 300 turns: identities {finding * 1_000:.0f} ms, drawing {drawing * 1_000:.0f} ms")
    assert finding + drawing < MOST_SECONDS


def test_finding_identities(benchmark, cpu_seconds, say):
    texts = [one.text for one in islice(cycle(measure.sentences("development")), SENTENCES)]
    known = measure.known_of("A")
    found = benchmark.pedantic(lambda: find_identities(texts, known), rounds=3, warmup_rounds=1)
    assert all(replaced(text, in_text(found, number)) for number, text in enumerate(texts))
    ours = cpu_seconds(lambda: find_identities(texts, known))
    naive = cpu_seconds(lambda: by_searching_each_name(texts, known))
    told = f"{ours * 1_000:.0f} ms; each known name as a search of its own {naive * 1_000:.0f} ms"
    say(f"identities in {SENTENCES:,} sentences: {told}")


def by_searching_each_name(texts, known):
    """The naive way: every part of every known name as a search of its own, no other form, nothing else."""
    names = {
        part for name in (*known.client, *known.people, *known.clinicians, *known.supervisors) for part in name.split()
    }
    return [re.sub(rf"\b{re.escape(name)}\b", "[X]", text, flags=re.IGNORECASE) for text in texts for name in names]
