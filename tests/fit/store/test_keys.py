"""The encrypted file, its key, and who else has it open."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from sqlalchemy import text

from fit.errors import KeyMissingError, StoreLockedError, WrongKeyError
from fit.store.database import open_sqlite


def test_the_first_start_makes_database_and_key_for_the_owner_alone(place):
    file, key = place
    open_sqlite(file, key).close()
    assert key.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert len(key.read_text().strip()) == 64


def test_the_raw_bytes_tell_nothing(place):
    file, key = place
    database = open_sqlite(file, key)
    row = {"id": 1, "name": "MARKER-IN-THE-FILE", "at": "2026-01-01 00:00:00"}
    database.write(lambda c: c.execute(text("INSERT INTO clinic (id, name, created_at) VALUES (:id, :name, :at)"), row))
    everything = b"".join(part.read_bytes() for part in file.parent.iterdir())
    database.close()
    assert b"MARKER-IN-THE-FILE" not in everything
    assert b"SQLite format 3" not in file.read_bytes()


def test_a_database_without_its_key_file_says_so(place):
    file, key = place
    open_sqlite(file, key).close()
    key.unlink()
    with pytest.raises(KeyMissingError, match=r"clinic\.key is not there.*MENDLINE_KEY_FILE"):
        open_sqlite(file, key)
    assert not key.exists()


def test_a_wrong_key_does_not_open_it(place):
    file, key = place
    open_sqlite(file, key).close()
    key.write_text("ab" * 32)
    with pytest.raises(WrongKeyError, match="does not open"):
        open_sqlite(file, key)


@pytest.mark.parametrize("content", ["", "secret", "zz" * 32, "ab" * 31])
def test_a_key_file_that_holds_no_key_is_named(place, content):
    file, key = place
    open_sqlite(file, key).close()
    key.write_text(content)
    with pytest.raises(WrongKeyError, match="holds no key of 32 bytes"):
        open_sqlite(file, key)


def test_a_file_that_is_no_database_is_a_wrong_key(place):
    file, key = place
    open_sqlite(file, key).close()
    file.write_bytes(os.urandom(8192))
    with pytest.raises(WrongKeyError, match="restore the database from a backup"):
        open_sqlite(file, key)


def test_data_and_key_open_again(place):
    for _ in range(2):
        open_sqlite(*place).close()


def test_a_second_opening_in_the_same_process_is_refused(sqlite, place):
    with pytest.raises(StoreLockedError, match=f"process {os.getpid()}"):
        open_sqlite(*place)


def test_a_second_server_is_refused_until_the_first_stops(place):
    file, key = place
    program = textwrap.dedent(f"""
        from pathlib import Path
        from fit.store.database import open_sqlite
        database = open_sqlite(Path({str(file)!r}), Path({str(key)!r}))
        print("open", flush=True)
        input()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreLockedError, match=f"process {other.pid}"):
            open_sqlite(file, key)
        other.kill()
    open_sqlite(file, key).close()


def test_a_wrong_key_does_not_leave_the_file_locked(place):
    file, key = place
    open_sqlite(file, key).close()
    right = key.read_text()
    key.write_text("ab" * 32)
    with pytest.raises(WrongKeyError):
        open_sqlite(file, key)
    key.write_text(right)
    open_sqlite(file, key).close()
