"""In the background: one at a time, seen from pages, stopped and gone on with, nothing left after an erasure."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from io import BytesIO

import pytest

from fit.speech import background
from fit.speech._heard import HeardStretch, HeardWord, Voice
from fit.speech._locks import one_of
from fit.speech.background import SpeechOptions, begin, obstacle, worker_locks
from fit.speech.recordings import Recordings, State
from fit.speech.spoken import Line, speak

KEY = "ab" * 32
SOON_S = 120
FINISHED = HeardStretch(
    until=16_000,
    shared=False,
    sure=True,
    language="en",
    voices=(
        Voice(channel=1, start=200, end=900, words=(HeardWord(text=" Pebbles.", start=200, end=900, confidence=1),)),
    ),
)
# What an earlier run is supposed to have made of the first second, in which nobody speaks.


@pytest.fixture
def recordings(tmp_path, model, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    yield Recordings(tmp_path / "recordings", KEY)
    for process in background._running:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def short_talk(program):
    texts = ("Where did you go?", "I went down to the sea and looked at boats.")
    return speak([Line(speaker=place, text=text, silence=2_000) for place, text in enumerate(texts)]).wav


def wait_until(true):
    for _ in range(SOON_S * 20):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to pass")


def at_work(recordings):
    lock = one_of(worker_locks(recordings.folder, 1))
    if lock:
        lock.release()
    return lock is None


def state(recordings, number):
    return recordings.progress(number).state


def test_waiting_recordings_are_written_down_by_one_process_of_low_priority(recordings, model, short_talk):
    options = SpeechOptions(model=model, language="en")
    first, second = (recordings.put(BytesIO(raw)) for raw in (short_talk, short_talk))
    assert begin(recordings, options)
    wait_until(lambda: at_work(recordings))
    assert not begin(recordings, options)
    assert os.sched_getscheduler(background._running[-1].pid) == os.SCHED_IDLE
    assert os.getsid(background._running[-1].pid) == os.getsid(0)
    wait_until(lambda: state(recordings, second) is State.WRITTEN)
    heard = recordings.heard(first)
    assert len(heard.transcript.turns) == 2
    assert heard.made_by.model == model
    assert recordings.progress(first).done == recordings.progress(first).length == heard.length
    recordings.keep(first)
    assert state(recordings, first) is State.KEPT
    with recordings.listen(first) as file:
        assert file.read() == short_talk
    assert background._running[-1].wait(10) == 0


def test_why_it_failed_is_told_without_naming_a_file(recordings, model, short_talk):
    number = recordings.put(BytesIO(short_talk))
    begin(recordings, SpeechOptions(model=model, language="xx"))
    wait_until(lambda: state(recordings, number) is State.FAILED)
    assert "does not know the language 'xx'" in recordings.progress(number).reason


def test_what_stops_the_process_again_and_again_is_not_tried_for_ever(recordings, model, short_talk):
    number = recordings.put(BytesIO(short_talk))
    for _ in range(3):
        recordings.begun(number, "a model")
    begin(recordings, SpeechOptions(model=model))
    wait_until(lambda: state(recordings, number) is State.FAILED)
    assert "ended 3 times" in recordings.progress(number).reason


def test_it_ends_when_the_server_is_gone_and_goes_on_at_its_next_start(
    recordings, recogniser, model, short_talk, tmp_path
):
    number = recordings.put(BytesIO(short_talk))
    server = (
        "import sys, time; from pathlib import Path; from fit.speech.background import *; "
        "from fit.speech.recordings import Recordings; "
        f"begin(Recordings(Path({str(recordings.folder)!r}), {KEY!r}), SpeechOptions(model={model!r})); time.sleep(60)"
    )
    hold = one_of([tmp_path / f"mendline-speech-{os.getuid()}-0.lock"])
    process = subprocess.Popen([sys.executable, "-c", server])
    wait_until(lambda: at_work(recordings))
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_until(lambda: not at_work(recordings))
    assert state(recordings, number) is State.WAITING
    recordings.begun(number, str(recogniser.made_by))
    recordings.add_stretch(number, FINISHED)
    hold.release()
    assert begin(recordings, SpeechOptions(model=model, language="en"))
    wait_until(lambda: state(recordings, number) is State.WRITTEN)
    first, *rest = recordings.heard(number).transcript.turns
    assert (first.text, first.start, first.end) == ("Pebbles.", 200, 900)
    assert [turn.speaker for turn in rest] == ["Speaker 1", "Speaker 2"]


def test_erased_while_it_is_written_down_it_leaves_nothing(recordings, model, short_talk):
    number = recordings.put(BytesIO(short_talk))
    begin(recordings, SpeechOptions(model=model))
    wait_until(lambda: state(recordings, number) is State.RUNNING)
    recordings.erase(number)
    assert background._running[-1].wait(SOON_S) == 0
    assert [path.name for path in recordings.folder.iterdir()] == ["worker-0.lock"]


def test_with_all_that_is_needed_nothing_is_in_the_way(model):
    assert obstacle(SpeechOptions(model=model)) is None
    assert "The speech model nowhere is not there." in obstacle(SpeechOptions(model="nowhere"))
