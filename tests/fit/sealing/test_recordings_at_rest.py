"""Recordings have a format of their own: it finds what sealed files find, and its key is the recording's alone."""

from __future__ import annotations

import io
import random

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from fit.errors import WrongKeyError
from fit.speech import _sealed

KEY, OTHER = "ab" * 32, "cd" * 32
PAGE = _sealed.PAGE
SOUND = random.Random(7).randbytes(3 * _sealed.CHUNK + 77)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / f"{'1' * 32}.recording"
    _sealed.make(path, _sealed.new_key(path, KEY), io.BytesIO(SOUND), state="waiting", largest=1 << 30)
    return path


def heard(path, key=KEY):
    with _sealed.listen(path, _sealed.key_of(path, key)) as sound:
        return sound.read()


def test_each_recording_has_a_random_key_that_the_clinics_key_wraps(file, tmp_path):
    other = tmp_path / f"{'2' * 32}.recording"
    assert heard(file) == SOUND
    assert _sealed.new_key(other, KEY) != _sealed.key_of(file, KEY) != KEY
    assert bytes.fromhex(_sealed.key_of(file, KEY)) not in _sealed.key_beside(file).read_bytes()
    with pytest.raises(WrongKeyError):
        heard(file, OTHER)


@pytest.mark.parametrize(
    "damaged",
    [
        lambda raw: raw[: len(raw) // 2 // PAGE * PAGE],
        lambda raw: raw[: 10 * PAGE] + raw[11 * PAGE : 12 * PAGE] + raw[10 * PAGE : 11 * PAGE] + raw[12 * PAGE :],
        lambda raw: raw[: 10 * PAGE] + raw[11 * PAGE : 12 * PAGE] + raw[11 * PAGE :],
        lambda raw: raw[: 10 * PAGE + 9] + bytes([raw[10 * PAGE + 9] ^ 1]) + raw[10 * PAGE + 10 :],
    ],
    ids=["cut at the edge of a page", "two pages changed places", "a page twice", "a bit"],
)
def test_no_damage_passes_for_sound(file, damaged):
    file.write_bytes(damaged(file.read_bytes()))
    with pytest.raises((sqlcipher.DatabaseError, WrongKeyError)):
        heard(file)
