"""Recordings of people who do not exist, and the model that writes them down, each made once."""

from __future__ import annotations

import pytest

from fit.speech import Recogniser, find_model, installed_models
from fit.speech.spoken import Line, speak, speaking_program
from tests.fit.speech.speech import TALK, Stretches


@pytest.fixture(scope="session")
def program():
    if speaking_program() is None:
        pytest.skip("neither flite nor espeak-ng is installed")
    return speaking_program()


@pytest.fixture(scope="session")
def talk(program):
    """Two speakers, each in a channel, with known silences."""
    return speak([Line(speaker=who, text=text, silence=silence) for who, silence, text in TALK])


@pytest.fixture(scope="session")
def one_channel(program):
    return speak([Line(speaker=who, text=text, silence=silence) for who, silence, text in TALK], channels=1)


@pytest.fixture(scope="session")
def model():
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    names = [name for name in ("tiny.en", "base") if name in installed_models()]
    if not names:
        pytest.skip("no speech model is installed")
    return names[0]


@pytest.fixture(scope="session")
def recogniser(model):
    return Recogniser(find_model(model), language="en", threads=2)


@pytest.fixture
def stretches():
    return Stretches()
