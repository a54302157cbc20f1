"""When somebody speaks, without any recogniser: edges, two channels, where a stretch is cut."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")

from fit.speech._channels import share_a_sound, without_the_other
from fit.speech._stretches import _cut, pieces
from fit.speech._voice import voiced
from fit.speech.spoken import Line, speak, wav_of
from tests.fit.speech.speech import TALK, gaps, sound_of

RATE = 16_000
MS = 16


def channels_of(raw):
    return np.concatenate(list(sound_of(raw).blocks()), axis=1)


@pytest.fixture(scope="module")
def channels(talk):
    return channels_of(talk.wav)


@pytest.mark.parametrize("noise", [0, 0.002, 0.01])
@pytest.mark.parametrize("spoken_by", ["flite", "espeak-ng"])
def test_silences_are_found_within_a_tenth_of_a_second(spoken_by, noise, program):
    import shutil

    if not shutil.which(spoken_by):
        pytest.skip(f"{spoken_by} is not installed")
    spoken = speak([Line(speaker=0, text=text, silence=silence) for _, silence, text in TALK], program=spoken_by)
    sound = channels_of(spoken.wav)[0]
    found = voiced((sound + np.random.default_rng(1).normal(0, noise, len(sound))).astype("f4"))
    measured = []
    for (_, end), (start, _) in zip(spoken.times, spoken.times[1:], strict=False):
        middle = (start + end) / 2 * MS
        before = max(one[1] for one in found if one[0] < middle)
        measured.append(min(one[0] for one in found if one[0] >= middle) - before)
    assert np.array(measured) / MS == pytest.approx(gaps(spoken.times), abs=100)


def test_no_voice_is_found_in_silence_and_none_in_noise():
    assert voiced(np.zeros(RATE * 5, "f4")) == []
    assert voiced(np.random.default_rng(2).normal(0, 0.02, RATE * 5).astype("f4")) == []


def test_first_words_after_exact_silence_are_not_missed(program):
    texts = ("I have. It wanted more light.", "Oh, don't. I put mascara on.", "I remember you saying it.")
    spoken = speak([Line(speaker=0, text=text, silence=2_500) for text in texts])
    found = voiced(channels_of(spoken.wav)[0])
    starts = [min((start / MS for start, _ in found), key=lambda one: abs(one - begin)) for begin, _ in spoken.times]
    assert starts == pytest.approx([begin for begin, _ in spoken.times], abs=100)


def test_two_people_do_not_share_a_sound(channels):
    assert not share_a_sound(channels[0], channels[1])


@pytest.mark.parametrize(("loudness", "late", "shared"), [(1, 0, True), (0.5, 200, True), (0.05, 100, False)])
def test_one_sound_in_both_channels_is_seen_unless_one_is_far_fainter(channels, loudness, late, shared):
    mixed = channels.sum(axis=0)
    noise = np.random.default_rng(4).normal(0, 0.001, len(mixed)).astype("f4")
    assert share_a_sound(mixed, loudness * np.roll(mixed, late) + noise) is shared


def test_what_a_microphone_hears_of_the_other_person_is_left_out(channels):
    heard_over = [
        channels[0] + 0.1 * np.roll(channels[1], 130),
        channels[1] + 0.1 * np.roll(channels[0], 130),
    ]
    clean = [voiced(one) for one in channels]
    found = without_the_other(heard_over, [voiced(one) for one in heard_over])
    for one, other in zip(clean, found, strict=True):
        busy, heard = (sum(end - start for start, end in spans) for spans in (one, other))
        assert heard == pytest.approx(busy, rel=0.05)


def test_a_quiet_person_who_speaks_at_the_same_time_stays(channels):
    length = min(len(channels[0]), 4 * RATE)
    one = channels[0][8_000 : 8_000 + length]
    start = next(at for at in range(0, channels.shape[1], 160) if abs(channels[1][at]) > 0.1)
    other = 0.15 * channels[1][start : start + length]
    found = [voiced(one), voiced(other)]
    assert found[1]
    assert without_the_other([one, other], found) == found


def test_a_stretch_is_cut_in_the_middle_of_the_longest_silence_of_both():
    left = [(0, 250), (270, 300)]
    right = [(100, 265), (310, 320), (350, 360)]
    assert _cut([left, right], 240, 360) == 335
    assert _cut([[(0, 400)]], 240, 360) == 360
    assert _cut([[], []], 240, 360) == 300


def test_stretches_together_are_the_whole_recording_and_cut_no_voice(channels, monkeypatch):
    monkeypatch.setattr("fit.speech._stretches.SHORTEST_S", 3)
    monkeypatch.setattr("fit.speech._stretches.LONGEST_S", 10)
    sound = sound_of(wav_of(channels.astype(float)))
    found = list(pieces(sound, start=0))
    assert len(found) >= 3
    assert sum(whole.shape[1] for whole, _, _ in found) == channels.shape[1]
    for whole, spans, _ in found[:-1]:
        assert all(end < whole.shape[1] for channel in spans for _, end in channel)
    again = list(pieces(sound, start=found[1][2]))
    assert [(start, spans) for _, spans, start in again] == [(start, spans) for _, spans, start in found[1:]]
