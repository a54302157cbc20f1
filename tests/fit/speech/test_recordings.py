"""Recordings at rest: encrypted, looked into, read piece by piece, and gone when they are erased."""

from __future__ import annotations

import os
import stat
from io import BytesIO

import numpy as np
import pytest

pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")

from fit.errors import ConflictError, NotFoundError, TranscriptError, WrongKeyError
from fit.speech._heard import HeardStretch, HeardWord, Voice
from fit.speech._sealed import CHUNK
from fit.speech.recordings import Recordings, State
from fit.speech.spoken import wav_of

KEY, OTHER_KEY = "ab" * 32, "cd" * 32
MARKER = b"MARKER-IN-THE-SOUND"
STRETCH = HeardStretch(
    until=16_000,
    shared=False,
    sure=True,
    language="en",
    voices=(Voice(channel=1, start=5, end=9, words=(HeardWord(text=" pebble", start=5, end=8, confidence=0.5),)),),
)


def a_wav(seconds=3):
    sound = np.random.default_rng(5).normal(0, 0.1, (2, seconds * 16_000))
    return wav_of(sound) + MARKER


@pytest.fixture
def recordings(tmp_path):
    return Recordings(tmp_path / "recordings", KEY)


def on_disk(recordings):
    return b"".join(file.read_bytes() for file in sorted(recordings.folder.rglob("*")))


def test_it_comes_back_as_it_was_uploaded(recordings):
    raw = a_wav(40)
    assert len(raw) > 2 * CHUNK
    number = recordings.put(BytesIO(raw))
    with recordings.listen(number) as file:
        assert file.read() == raw
        file.seek(CHUNK - 3)
        assert file.read(7) == raw[CHUNK - 3 : CHUNK + 4]
        file.seek(-5, os.SEEK_END)
        assert file.read(10) == raw[-5:]
    assert recordings.kind(number) == "audio/wav"
    assert recordings.progress(number).length == 40_000
    assert recordings.sound(number).channels == 2


def test_it_lies_encrypted_and_only_its_owner_reads_it(recordings):
    number = recordings.put(BytesIO(a_wav()))
    recordings.add_stretch(number, STRETCH)
    found = on_disk(recordings)
    assert len(found) > 3 * 16_000 * 4
    assert not [word for word in (MARKER, b"RIFF", b"pebble", b"SQLite format") if word in found]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in recordings.folder.iterdir()}
    assert (modes, stat.S_IMODE(recordings.folder.stat().st_mode)) == ({0o600}, 0o700)


def test_another_key_does_not_open_it(recordings):
    number = recordings.put(BytesIO(a_wav()))
    with pytest.raises(WrongKeyError, match="Use the key that it was made with"):
        Recordings(recordings.folder, OTHER_KEY).progress(number)


def test_a_changed_file_is_not_read(recordings):
    number = recordings.put(BytesIO(a_wav(10)))
    file = recordings.folder / f"{number}.recording"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    with pytest.raises(Exception, match="disk image is malformed"), recordings.listen(number) as changed:
        changed.read()


@pytest.mark.parametrize(
    "raw",
    [b"", b"hello", b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/a.wav\n", b"ffconcat version 1.0\nfile /etc/passwd\n"],
)
def test_what_is_no_recording_is_refused_and_leaves_nothing(recordings, raw):
    with pytest.raises(TranscriptError, match="this is no recording that can be read"):
        recordings.put(BytesIO(raw))
    assert list(recordings.folder.iterdir()) == []


def test_what_is_too_large_is_refused_and_leaves_nothing(recordings):
    raw = a_wav(40)
    with pytest.raises(ConflictError, match="larger than 2 MB"):
        recordings.put(BytesIO(raw), largest=2 << 20)
    assert list(recordings.folder.iterdir()) == []


def test_erased_it_is_gone_at_once_whatever_its_state(recordings):
    number = recordings.put(BytesIO(a_wav()))
    kept = recordings.put(BytesIO(a_wav()))
    recordings.begun(number, "a model")
    recordings.add_stretch(number, STRETCH)
    recordings.erase(number)
    recordings.erase(number)
    assert recordings.numbers() == (kept,)
    assert sorted(path.name for path in recordings.folder.iterdir()) == [f"{kept}.key", f"{kept}.recording"]
    for look in (recordings.progress, recordings.listen, recordings.heard, recordings.stretches):
        with pytest.raises(NotFoundError):
            look(number)
    with pytest.raises(NotFoundError):
        recordings.add_stretch(number, STRETCH)
    assert sorted(path.name for path in recordings.folder.iterdir()) == [f"{kept}.key", f"{kept}.recording"]


@pytest.mark.parametrize("number", ["", "../clinic", "a" * 31, "A" * 32])
def test_a_number_is_no_path(recordings, number):
    with pytest.raises(NotFoundError):
        recordings.progress(number)


def test_the_oldest_waits_first_and_each_is_claimed_once(recordings):
    first, second = (recordings.put(BytesIO(a_wav())) for _ in range(2))
    claimed, lock = recordings.claim()
    other, _held = recordings.claim()
    assert (claimed, other, recordings.claim()) == (first, second, None)
    lock.release()
    assert recordings.claim()[0] == first


def test_cancelled_it_waits_no_longer_until_it_is_tried_again(recordings):
    number = recordings.put(BytesIO(a_wav()))
    recordings.begun(number, "a model")
    assert recordings.reached(number, 1_500)
    recordings.cancel(number)
    assert not recordings.reached(number, 2_500)
    assert (recordings.progress(number).state, recordings.progress(number).done) == (State.CANCELLED, 1_500)
    assert not recordings.waits()
    recordings.again(number)
    assert recordings.waits()


def test_stretches_of_another_model_are_not_used(recordings):
    number = recordings.put(BytesIO(a_wav()))
    recordings.begun(number, "a model")
    recordings.add_stretch(number, STRETCH)
    recordings.begun(number, "a model")
    assert recordings.stretches(number) == [STRETCH]
    recordings.begun(number, "another model")
    assert recordings.stretches(number) == []


def test_no_transcript_is_given_before_it_is_written(recordings):
    number = recordings.put(BytesIO(a_wav()))
    with pytest.raises(ConflictError, match="not written down"):
        recordings.heard(number)
