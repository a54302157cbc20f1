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
    return f"{benchmark.stats.stats.median / sound.length * 1_000:.3f} s for a second of sound"


def test_voices_are_found(benchmark, sound, say):
    channel = np.concatenate(list(sound.blocks()), axis=1)[0]
    assert benchmark(voiced, channel)
    say(f"voices of one channel: {per_second(benchmark, sound)}")


@pytest.mark.parametrize("name", ["tiny.en", "base"])
def test_a_talk_of_two_channels_is_written_down(benchmark, sound, name, say):
    if name not in installed_models():
        pytest.skip(f"the model {name} is not installed")
    recogniser = Recogniser(find_model(name), language="en", threads=2)
    heard = benchmark.pedantic(lambda: transcribe(sound, recogniser, finished=Stretches()), rounds=2, warmup_rounds=0)
    assert len(heard.transcript.turns) == LINES
    say(f"two channels written down by {name}: {per_second(benchmark, sound)}")
