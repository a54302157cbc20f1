"""A disk that is full, read-only, broken or slow: who waits is told, nothing is lost, all goes on by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from itertools import count
from queue import SimpleQueue
from time import monotonic, sleep

import pytest
from sqlalchemy import text

from fit.errors import StoreUnavailableError
from fit.store.database import open_sqlite
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.running import ROOT
from tests.dashboard.serving.small_clinic import CLINICIAN, PASSPHRASE
from tests.faults.checks import look
from tests.faults.clinicians import FIRST_FIELD, press
from tests.faults.killer import servers
from tests.faults.ledger import Gate, Ledger
from tests.faults.small_disk import fill, small_disk
from tests.faults.tablets import Tablet

WORDS = {
    "full": "data is full",
    "read-only": "cannot be written just now|does not answer as it should",  # which of them, SQLite alone knows
    "broken": "does not answer as it should",
}
NOTHING_SAVED = "Nothing was saved just now."
SAVE = "Save this note"


@pytest.fixture(scope="module")
def served(ground, faulty_disk):
    faulty_disk.is_("")
    with servers(ground, **faulty_disk.environment(ground.settings.folder)) as made:
        made.begin()
        made.wait_until_it_answers()
        yield made.server


@pytest.fixture(autouse=True)
def well_again(faulty_disk):
    yield
    faulty_disk.is_("")


@pytest.fixture(scope="module")
def ledger():
    return Ledger()


@pytest.fixture
def tablet(served, ledger, numbers):
    """A tablet that is asked step by step instead of going its way; none has the marks and the key of another."""
    return Tablet(next(numbers), served.port, SimpleQueue(), Gate(), ledger, 1)


@pytest.fixture(scope="module")
def numbers():
    return count()


class Rating:
    """One part of one form, sent as often as one likes under one key."""

    def __init__(self, tablet, form, place=0):
        self.tablet, self.form, self.place = tablet, form, place
        self.body, self.key, self.tenths = tablet.marked(place, form.scales[place])
        assert tablet._begin(form.token)

    def send(self):
        return self.tablet._send(self.form.token, self.key, self.tenths, self.body)


@pytest.mark.parametrize("word", WORDS)
def test_a_tablet_keeps_its_marks_and_sends_them_when_the_disk_is_well(
    word, ground, served, ledger, tablet, faulty_disk
):
    form = ground.forms[list(WORDS).index(word)]
    rating = Rating(tablet, form)
    faulty_disk.is_(word)
    assert [rating.send() for _ in range(3)] == [False] * 3
    assert ledger.answers["tablet: 503"] >= 3
    faulty_disk.is_("")
    assert any(rating.send() for _ in range(5))
    found = look(ground.settings, ledger)
    assert (found.problems, rating.key in ledger.acknowledged) == ([], True)


@pytest.mark.parametrize("word", WORDS)
def test_a_clinician_is_told_that_nothing_was_saved_and_saves_it_later(word, ground, served, ledger, faulty_disk):
    case = [one for one in ground.cases if one.holder is CLINICIAN][list(WORDS).index(word)]
    query, words = f"episode={case.episode}&session={case.session}", f"Written on a disk that was {word}."
    with open_page(served, served.token(CLINICIAN)) as page:
        drawn = page.run("note", query)
        faulty_disk.is_(word)
        refused = press(page, drawn, SAVE, "note", query, {FIRST_FIELD: words})
        assert re.search(WORDS[word], refused.raw)
        assert NOTHING_SAVED in refused.raw
        assert words in refused.raw, "what was typed stays in its field"
        faulty_disk.is_("")
        saved = [press(page, refused, SAVE, "note", query, {FIRST_FIELD: words}).raw for _ in range(2)]
        assert any("The note is saved." in one for one in saved)
    assert look(ground.settings, ledger).problems == []


@pytest.mark.parametrize("word", WORDS)
def test_whoever_signs_in_is_told_in_words(word, served, faulty_disk):
    faulty_disk.is_(word)
    fields = {"name": CLINICIAN.sign_in_name, "passphrase": PASSPHRASE}
    refused = served.post("/session/sign-in", fields, address=f"127.77.0.{len(word)}")
    assert (refused.status, refused.headers["retry-after"]) == (503, "10")
    assert NOTHING_SAVED in refused.body.decode()
    assert "content-security-policy" in refused.headers
    faulty_disk.is_("")
    tries = [served.post("/session/sign-in", fields, address=f"127.77.1.{len(word)}").status for _ in range(3)]
    assert tries[-1] == 303


SEND = (
    "import io, os, sys; from pathlib import Path; from fit.speech.recordings import Recordings; "
    "from tests.fit.casework.sounds import wav; "
    "Path(os.environ['FAULTY_NOW']).write_text(sys.argv[2]); "
    "Recordings(Path(sys.argv[1]), '00' * 32).put(io.BytesIO(wav()))"
)


@pytest.mark.parametrize("word", ["full", "read-only", "broken"])
def test_of_a_recording_that_has_no_room_nothing_is_kept(word, tmp_path, faulty_disk):
    folder = tmp_path / "recordings"
    folder.mkdir()
    sending = subprocess.run(
        [sys.executable, "-c", SEND, str(folder), word],
        cwd=ROOT,
        env=os.environ | faulty_disk.environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "StoreUnavailableError: The disk is full or cannot be written. Nothing of the recording" in sending.stderr
    assert [file.name for file in folder.iterdir() if file.suffix == ".recording"] == []


def test_on_a_slow_disk_who_reads_does_not_wait_for_who_writes(ground, served, tablet, faulty_disk):
    token = served.token(CLINICIAN)
    rating, took = Rating(tablet, ground.forms[4]), []
    faulty_disk.is_("slow 3000")

    def send():
        begun = monotonic()
        assert rating.send()
        took.append(monotonic() - begun)

    writing = threading.Thread(target=send)
    writing.start()
    sleep(0.3)
    begun = monotonic()
    assert served.fetch("/session/state", token=token).status == 200
    read_s = monotonic() - begun
    writing.join()
    assert took[0] > 3
    assert read_s < 1.5


def test_an_answer_that_comes_too_late_on_a_slow_disk_is_asked_for_again_and_stored_once(
    ground, served, ledger, tablet, faulty_disk
):
    rating = Rating(tablet, ground.forms[5])
    tablet.answer_within_s = 1.5
    faulty_disk.is_("slow 3000")
    assert not rating.send()
    faulty_disk.is_("")
    tablet.answer_within_s = 10
    assert rating.send()
    found = look(ground.settings, ledger)
    assert (found.problems, rating.key in ledger.resent) == ([], True)


@pytest.fixture
def eight_megabytes(tmp_path):
    with small_disk(tmp_path / "disk", 8) as folder:
        yield folder


def test_a_real_disk_that_is_full_takes_nothing_by_half_and_goes_on_when_there_is_room(eight_megabytes, tmp_path):
    database = open_sqlite(eight_megabytes / "clinic.db", tmp_path / "clinic.key")
    filler, acknowledged = eight_megabytes / "filler", []
    try:
        fill(filler)
        with pytest.raises(StoreUnavailableError, match="data is full"):
            write_on(database, acknowledged)
        with pytest.raises(StoreUnavailableError, match="Nothing was saved just now"):
            database.write(add("while it is full"))
        filler.unlink()
        database.write(add("with room again"))
        with database.read() as connection:
            there = connection.execute(text("SELECT subject FROM attempt")).scalars().all()
    finally:
        database.close()
    assert sorted(there) == sorted([*acknowledged, "with room again"])


def write_on(database, acknowledged):
    for number in range(5_000):
        database.write(add(f"{number}"))
        acknowledged.append(f"{number}")


def add(subject):
    row = {"subject": subject, "first_at": "2026-01-01 00:00:00.000000"}
    return lambda connection: connection.execute(ADD, row)


ADD = text("INSERT INTO attempt (kind, subject, failures, first_at) VALUES ('full', :subject, 1, :first_at)")
