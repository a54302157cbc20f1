"""Sealed files: what comes back, what a thief of the disk sees, and which damage is found."""

from __future__ import annotations

import io
import itertools
import os
import random
import tracemalloc

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fit.errors import InputError, SealBrokenError, WrongKeyError
from fit.sealing import drop_other_wraps, open_sealed, opens, sealed_file, unseal, wrap_for
from fit.sealing.header import CHUNK, HEAD_BYTES, PLACE, new_head

KEY, NEXT, OTHER = "ab" * 32, "cd" * 32, "ef" * 32
MARKER = b"MARKER-IN-THE-CONTENT"
WHOLE = CHUNK + 16


@pytest.fixture
def path(tmp_path):
    return tmp_path / "report.sealed"


def put(path, content, key=KEY):
    with sealed_file(path, key) as file:
        file.write(content)
    return path


def got(path, key=KEY):
    with open_sealed(path, key) as file:
        return file.read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_it_comes_back_as_it_was_written(path, size):
    content = random.Random(size).randbytes(size)
    assert got(put(path, content)) == content
    chunks = max(1, -(-size // CHUNK))
    assert path.stat().st_size == HEAD_BYTES + size + 16 * chunks
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_is_read_from_anywhere_and_written_in_any_pieces(path):
    content = random.Random(1).randbytes(2 * CHUNK + 99)
    with sealed_file(path, KEY) as file:
        for piece in itertools.batched(content, 7_001) if hasattr(itertools, "batched") else [content]:
            file.write(bytes(piece))
    with open_sealed(path, KEY) as file:
        for at in (CHUNK - 3, 0, 2 * CHUNK, CHUNK + 5):
            file.seek(at)
            assert file.read(40) == content[at : at + 40]
        file.seek(-5, os.SEEK_END)
        assert file.read() == content[-5:]


def test_the_file_tells_nothing_and_two_of_the_same_content_are_unlike(path, tmp_path):
    first, second = put(path, MARKER * 5_000), put(tmp_path / "second", MARKER * 5_000)
    raw = first.read_bytes()
    assert MARKER not in raw
    assert raw[HEAD_BYTES:] != second.read_bytes()[HEAD_BYTES:]
    assert bytes.fromhex(KEY) not in raw


def test_another_key_does_not_open_it(path):
    put(path, MARKER)
    with pytest.raises(WrongKeyError, match=r"does not open report\.sealed"):
        open_sealed(path, OTHER)


def damages():
    """Each changes the raw bytes of a file of four chunks."""
    chunk = [(HEAD_BYTES + number * WHOLE, HEAD_BYTES + (number + 1) * WHOLE) for number in range(4)]

    def part(raw, number):
        return raw[chunk[number][0] : chunk[number][1]]

    yield "a bit", lambda raw: raw[: chunk[1][0] + 9] + bytes([raw[chunk[1][0] + 9] ^ 1]) + raw[chunk[1][0] + 10 :]
    yield "cut at the edge of a chunk", lambda raw: raw[: chunk[2][1]]
    yield "cut within a chunk", lambda raw: raw[: chunk[2][0] + 100]
    yield "cut to one chunk", lambda raw: raw[: chunk[0][1]]
    yield "cut to nothing but the head", lambda raw: raw[:HEAD_BYTES]
    yield "two chunks changed places", lambda raw: raw[: chunk[0][0]] + part(raw, 1) + part(raw, 0) + raw[chunk[1][1] :]
    yield "a chunk twice", lambda raw: raw[: chunk[1][1]] + part(raw, 1) + raw[chunk[1][1] :]
    yield "a chunk left out", lambda raw: raw[: chunk[1][0]] + raw[chunk[1][1] :]
    yield "something behind", lambda raw: raw + b"more"
    yield "the id of the file", lambda raw: raw[:20] + bytes([raw[20] ^ 1]) + raw[21:]
    yield "the size of a chunk", lambda raw: raw[:15] + bytes([raw[15] ^ 1]) + raw[16:]


@pytest.mark.parametrize(("damage", "change"), damages(), ids=lambda one: one if isinstance(one, str) else "")
def test_no_damage_passes_for_content(path, damage, change):
    put(path, random.Random(2).randbytes(3 * CHUNK + 500))
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises((SealBrokenError, WrongKeyError), match=r"not as it was sealed|does not open"):
        got(path)


def test_a_chunk_of_another_file_does_not_pass(path, tmp_path):
    put(path, bytes(2 * CHUNK))
    other = put(tmp_path / "other", bytes(2 * CHUNK)).read_bytes()
    raw = path.read_bytes()
    path.write_bytes(raw[:HEAD_BYTES] + other[HEAD_BYTES : HEAD_BYTES + WHOLE] + raw[HEAD_BYTES + WHOLE :])
    with pytest.raises(SealBrokenError, match="part 1 was changed"):
        got(path)


@pytest.mark.parametrize(("content", "said"), [(b"", "no sealed file"), (b"%PDF-1.7" * 99, "no sealed file")])
def test_what_is_no_sealed_file_is_named(path, content, said):
    path.write_bytes(content)
    with pytest.raises(SealBrokenError, match=said):
        got(path)


def test_a_newer_format_is_named(path):
    raw = bytearray(put(path, MARKER).read_bytes())
    raw[8] = 9
    path.write_bytes(raw)
    with pytest.raises(SealBrokenError, match=r"newer Mendline \(format 9\)"):
        got(path)


def test_what_breaks_off_leaves_nothing(path):
    def breaks_off():
        with sealed_file(path, KEY) as file:
            file.write(MARKER * 9_999)
            raise InputError("broken off")

    with pytest.raises(InputError, match="broken off"):
        breaks_off()
    assert list(path.parent.iterdir()) == []


def test_a_long_file_is_not_held_in_memory(path):
    piece = random.Random(3).randbytes(1 << 20)
    tracemalloc.start()
    with sealed_file(path, KEY) as file:
        for _ in range(32):
            file.write(piece)
    sink = io.BytesIO()
    sink.write = len
    unseal(path, KEY, sink)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 32 << 20
    assert most < 6 << 20


def test_by_the_format_that_the_documents_tell_anybody_can_open_it(path):
    """Written from docs/data_at_rest.md alone, without the module's reader."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    content = random.Random(4).randbytes(70_000)
    raw = put(path, content).read_bytes()
    assert raw[:8] == b"MENDSEAL"
    fixed, nonce, wrapped = raw[:32], raw[40:52], raw[52:100]
    wrapping = HKDF(SHA256(), 32, None, b"mendline file keys 1").derive(bytes.fromhex(KEY))
    own = AESGCM(AESGCM(wrapping).decrypt(nonce, wrapped, fixed))
    sealed, size = raw[168:], 65_536 + 16
    first = own.decrypt(bytes(12), sealed[:size], fixed)
    last = own.decrypt((1).to_bytes(11, "big") + b"\1", sealed[size:], fixed)
    assert first + last == content


def test_a_change_of_key_rewrites_the_head_alone_and_leaves_the_old_key_useless(path):
    content = random.Random(5).randbytes(CHUNK + 5)
    put(path, content)
    sealed = path.read_bytes()[HEAD_BYTES:]
    wrap_for(path, KEY, NEXT)
    wrap_for(path, KEY, NEXT)
    assert got(path, KEY) == got(path, NEXT) == content
    drop_other_wraps(path, NEXT)
    assert got(path, NEXT) == content
    assert not opens(path, KEY)
    assert path.read_bytes()[HEAD_BYTES:] == sealed
    wrap_for(path, NEXT, OTHER)
    drop_other_wraps(path, OTHER)
    assert got(path, OTHER) == content


def test_a_change_of_key_that_was_torn_in_the_middle_of_a_write_is_done_again(path):
    put(path, MARKER)
    wrap_for(path, KEY, NEXT)
    raw = path.read_bytes()
    torn = len(new_head(KEY, bytes(32)).fixed) + PLACE.size + 30
    path.write_bytes(raw[:torn] + bytes(PLACE.size - 30) + raw[torn + PLACE.size - 30 :])
    assert not opens(path, NEXT)
    assert got(path, KEY) == MARKER
    wrap_for(path, KEY, NEXT)
    assert got(path, NEXT) == MARKER


def test_a_key_that_does_not_open_it_drops_nothing(path):
    put(path, MARKER)
    with pytest.raises(WrongKeyError):
        drop_other_wraps(path, OTHER)
    assert got(path) == MARKER
