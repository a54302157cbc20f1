"""Writing down a spoken talk: seconds of work for a second of sound, with the finding of voices beside it."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")

from fit.casework._demo_sound import spoken_demo_talk
from fit.speech import Recogniser, find_model, installed_models, transcribe
from fit.speech._voice import voiced
from tests.fit.speech.speech import Stretches, sound_of

LINES = 16


@pytest.fixture(scope="module")
def sound():
    spoken = spoken_demo_talk(most_lines=LINES)
    if spoken is None:
        pytest.skip("neither flite nor espeak-ng is installed")
    return sound_of(spoken.wav)


def per_second(benchmark, sound):
    benchmark.extra_info["seconds of sound"] = round(sound.length / 1_000, 1)
    benchmark.extra_info["seconds per second of sound"] = round(benchmark.stats.stats.median / sound.length * 1_000, 4)


def test_voices_are_found(benchmark, sound):
    channel = np.concatenate(list(sound.blocks()), axis=1)[0]
    assert benchmark(voiced, channel)
    per_second(benchmark, sound)


@pytest.mark.parametrize("name", ["tiny.en", "base"])
def test_a_talk_of_two_channels_is_written_down(benchmark, sound, name):
    if name not in installed_models():
        pytest.skip(f"the model {name} is not installed")
    recogniser = Recogniser(find_model(name), language="en", threads=2)
    heard = benchmark.pedantic(lambda: transcribe(sound, recogniser, finished=Stretches()), rounds=3, warmup_rounds=0)
    assert len(heard.transcript.turns) == LINES
    per_second(benchmark, sound)
