"""Opening a session of 8,000 words that was read before, beside reading it anew each time."""

from __future__ import annotations

from datetime import date

import pytest

from fit.casework import Settings, clinician, open_clinic
from fit.casework._demo_talks import demo_talks
from fit.casework.views import ConsentKind
from fit.dialogue import read_dialogue
from tests.fit.casework.talks import ROLES, vtt
from tests.fit.casework.world import Clock, World, found

WORDS = 8_000


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """A client's session with a transcript of 8,000 words: the demo's talks, one after the other."""
    clinic = open_clinic(Settings(folder=tmp_path_factory.mktemp("read") / "clinic"), clock=Clock())
    world = World(clinic=clinic, clock=clinic.clock, people=found(clinic))
    episode = world.begin("C-1")
    world.session(episode, 18, 38)
    clinician.record_consent(clinic, world.ann, episode, kind=ConsentKind.TRANSCRIPT, given_on=date(2026, 3, 2))
    where = (clinic, world.ann, episode, world.page(episode).sessions[0].session_id)
    clinician.import_transcript(*where[:3], session_id=where[3], content=vtt(*long_talk()), roles=ROLES)
    yield where
    clinic.close()


def long_talk():
    said, words = [], 0
    for turn in (turn for talk in demo_talks() for turn in talk.turns):
        said.append(turn.text)
        words += len(turn.text.split())
        if words >= WORDS:
            break
    return said


@pytest.mark.benchmark(group="open a session of 8,000 words")
def test_open_what_was_read_before(benchmark, session):
    page = benchmark(clinician.open_reading, *session)
    assert page.facts.words >= WORDS
    assert page.dialogue.talk


@pytest.mark.benchmark(group="open a session of 8,000 words")
def test_the_naive_way_reads_it_anew(benchmark, session):
    transcript = clinician.open_reading(*session).dialogue.transcript
    dialogue = benchmark.pedantic(read_dialogue, args=(transcript,), rounds=5, warmup_rounds=1)
    assert dialogue.talk
