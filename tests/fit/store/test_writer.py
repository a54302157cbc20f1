"""One thread writes, in the order of asking, and answers only what is safe on disk."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from fit.errors import StoreError
from fit.store.database import open_sqlite

ADD = text("INSERT INTO attempt (kind, subject, failures, first_at) VALUES ('test', :subject, 0, '2026-01-01')")


def add(subject):
    return lambda connection: connection.execute(ADD, {"subject": subject}).rowcount


def subjects(database):
    with database.read() as connection:
        return [row[0] for row in connection.execute(text("SELECT subject FROM attempt ORDER BY rowid"))]


def test_what_is_answered_can_be_read(sqlite):
    assert sqlite.write(add("one")) == 1
    assert subjects(sqlite) == ["one"]


def test_a_failed_write_is_undone_and_told_to_whoever_asked(sqlite):
    def half(connection):
        connection.execute(ADD, {"subject": "half"})
        raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        sqlite.write(half)
    assert subjects(sqlite) == []


def test_a_failed_write_disturbs_none_of_those_that_share_its_commit(sqlite):
    together = threading.Event()

    def first(connection):
        together.wait(10)

    def bad(connection):
        connection.execute(ADD, {"subject": "bad"})
        raise ValueError

    def fails():
        with pytest.raises(ValueError):  # noqa: PT011
            sqlite.write(bad)

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(sqlite.write, first), pool.submit(fails)]
        waiting += [pool.submit(sqlite.write, add(f"good {number}")) for number in range(6)]
        together.set()
        for one in waiting:
            one.result(10)
    assert sorted(subjects(sqlite)) == [f"good {number}" for number in range(6)]


def test_writes_are_done_in_the_order_of_asking(sqlite):
    for number in range(100):
        sqlite.write_soon(add(f"{number:03}"))
    sqlite.write(add("last"))
    assert subjects(sqlite) == [*(f"{number:03}" for number in range(100)), "last"]


def test_many_threads_are_all_served(sqlite):
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: sqlite.write(add(f"{number}")), range(320)))
    assert len(subjects(sqlite)) == 320


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_ever(sqlite):
    with pytest.raises(StoreError, match="Do both in one"):
        sqlite.write(lambda _: sqlite.write(add("inner")))


def test_closing_finishes_what_waits(place):
    database = open_sqlite(*place)
    for number in range(50):
        database.write_soon(add(f"{number}"))
    database.close()
    again = open_sqlite(*place)
    assert len(subjects(again)) == 50
    again.close()


def test_a_closed_database_takes_no_more_writes(place):
    database = open_sqlite(*place)
    database.close()
    with pytest.raises(StoreError, match="closed"):
        database.write(add("late"))


def test_a_failure_that_nobody_waits_for_is_logged_without_its_text(sqlite, caplog):
    def secret(connection):
        raise ValueError("NAME OF A CLIENT")

    sqlite.write_soon(secret)
    sqlite.write(add("after"))
    assert "ValueError" in caplog.text
    assert "NAME OF A CLIENT" not in caplog.text


def test_readers_cannot_write(sqlite):
    with pytest.raises(StoreError, match="read-only"), sqlite.read() as connection:
        connection.execute(ADD, {"subject": "sneaked"})


def test_a_reader_sees_one_moment(sqlite):
    counted = text("SELECT count(*) FROM attempt")
    with sqlite.read() as connection:
        before = connection.execute(counted).scalar()
        sqlite.write(add("meanwhile"))
        assert connection.execute(counted).scalar() == before


def test_the_thread_that_waits_can_do_something_meanwhile(sqlite):
    released = threading.Event()

    def slow(connection):
        assert released.wait(10)
        return threading.current_thread().name

    seen = []

    def meanwhile():
        seen.append(threading.current_thread().name)
        released.set()

    assert sqlite.write(slow, meanwhile=meanwhile) == "mendline-writer"
    assert set(seen) == {threading.current_thread().name}


def test_every_answered_write_survives_a_kill(place):
    file, key = place
    open_sqlite(file, key).close()
    program = textwrap.dedent(f"""
        import threading
        from pathlib import Path
        from fit.store.database import open_sqlite
        from tests.fit.store.test_writer import add
        database = open_sqlite(Path({str(file)!r}), Path({str(key)!r}))
        def work(who):
            for number in range(100_000):
                database.write(add(f"{{who}}-{{number}}"))
                print(f"{{who}}-{{number}}", flush=True)
        for who in range(4):
            threading.Thread(target=work, args=(who,)).start()
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as other:
        answered = [other.stdout.readline().strip() for _ in range(200)]
        other.kill()
        answered += [line.strip() for line in other.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    database = open_sqlite(file, key)
    kept = set(subjects(database))
    database.close()
    assert len(answered) >= 200
    assert {line for line in answered if line.count("-") == 1} <= kept


def test_when_the_commit_fails_nothing_is_kept_and_everybody_is_told(sqlite):
    together = threading.Event()

    def broken_link(connection):
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("INSERT INTO supervision VALUES (1, 2, 3)")

    def told(work):
        with pytest.raises(IntegrityError, match="FOREIGN KEY"):
            sqlite.write(work)

    started = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(sqlite.write, lambda _: (started.set(), together.wait(10)))
        started.wait(10)
        rest = [pool.submit(told, work) for work in (broken_link, add("beside"))]
        while sqlite._writes._writer._queue.qsize() < 2:
            time.sleep(0.001)
        together.set()
        for one in (first, *rest):
            one.result(10)
    assert subjects(sqlite) == []
    sqlite.write(add("afterwards"))
    assert subjects(sqlite) == ["afterwards"]
