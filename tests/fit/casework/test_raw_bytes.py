"""Nothing that is kept can be read without the key: the product works, and every byte it left on the disk is searched.

The same search must find the words where there is no encryption: a copy of the database in plain is searched too.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from datetime import date
from io import BytesIO

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from fit.casework import Settings, administrator, clinician, director, machine, open_clinic
from fit.casework._clinic_key import clinic_key
from fit.casework._recording_files import files_of
from fit.errors import ConfigurationError, TranscriptError
from fit.store._sqlite import FOR_READING, FOR_WRITING
from tests.fit.casework.sounds import recorded, wav
from tests.fit.casework.whole_client import MARKERS, furnish, words
from tests.fit.casework.world import Clock, World, csv

FILE_NAME = "Ultramarine-Quillfeather-ratings.csv"
MEMORY_ALONE = "PRAGMA temp_store = MEMORY"


@pytest.fixture
def watched(founded, tmp_path, monkeypatch):
    """A clinic at work; what it keeps, its temporary folder and its log lie in one folder that is searched."""
    folder, people = founded
    for name in ("temporary", "log"):
        (tmp_path / "disk" / name).mkdir(parents=True)
    shutil.copytree(folder, tmp_path / "disk" / "clinic")
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "disk" / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    handler = logging.FileHandler(tmp_path / "disk" / "log" / "mendline.log")
    logging.getLogger().addHandler(handler)
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.INFO)
    clock = Clock()
    clinic = open_clinic(Settings(folder=tmp_path / "disk" / "clinic", keep_recordings=True), clock=clock)
    yield World(clinic, clock, people), tmp_path / "disk"
    clinic.close()
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    handler.close()
    monkeypatch.setattr(tempfile, "tempdir", None)


def found_in(folder):
    """The marked words that stand in any file of the folder or in the name of one, in the clear, however written."""
    found = set()
    for path in sorted(folder.rglob("*")):
        raw = path.name.encode().lower() + (path.read_bytes().lower() if path.is_file() else b"")
        wanted = [*words(), MARKERS["sound"].lower(), MARKERS["code"].lower(), "ultramarine"]
        for word in wanted:
            if word.encode() in raw or word.encode("utf-16-le") in raw:
                found.add(word)
    return found


def at_work(world):
    """What a clinic does with a client, a file of ratings, recordings, exports; returns what went out of Mendline."""
    episode = furnish(world)
    rows = csv("QUILLFEATHER,adult,1,ors,20.0,2026-01-05")
    administrator.import_ratings(world.clinic, world.admin, FILE_NAME, rows, clinician_sign_in_name="ann")
    place = (world.clinic, world.ann, episode)
    record = clinician.open_record(*place)
    session, transcript = record.sessions[-1], record.sessions[-1].transcripts[0].transcript_id
    recorded(*place, session.session_id, MARKERS["transcript"], sound=wav() + MARKERS["sound"].encode())
    with pytest.raises((ConfigurationError, TranscriptError)):
        files_of(world.clinic.settings).put(BytesIO(MARKERS["sound"].encode() * 99_000))
    out = [str(clinician.export_transcript(*place, transcript)), str(clinician.export_course(*place))]
    clinician.search_record(world.clinic, world.ann, "zebrafish")
    clinician.open_caseload(world.clinic, world.ann)
    director.open_overview(world.clinic, world.dan)
    pdf = director.make_service_report(world.clinic, world.dan, date(2026, 2, 1))
    folder = world.clinic.settings.folder
    machine.write_export(world.clinic.settings, folder / "report.pdf", pdf + " ".join(MARKERS.values()).encode())
    machine.write_export(world.clinic.settings, folder / "transcript.vtt", out[0].encode())
    world.page(episode)
    return episode, out


def test_no_marked_word_is_on_the_disk_and_the_search_would_find_it_in_plain(watched, tmp_path):
    world, disk = watched
    at_work(world)
    assert {path.name for path in world.clinic.settings.folder.glob("clinic.db*")} >= {
        "clinic.db",
        "clinic.db-wal",
        "clinic.db-shm",
    }
    assert (world.clinic.settings.folder / "clinic.db-wal").stat().st_size > 0
    assert found_in(disk) == set(), "while the clinic is open"
    in_plain(world, tmp_path / "plain")
    plain = found_in(tmp_path / "plain")
    assert {"zebrafish", "quillfeather", "tintinnabulate", "callipygian", "borborygmus", "klx-77341"} <= plain
    assert {"ultracrepidarian", "ultramarine", "marker-in-the-sound", "jentacular", "gnomes"} <= plain
    world.clinic.close()
    assert found_in(disk) == set(), "after it was closed"


def in_plain(world, folder):
    """The same database and sound without encryption: what the search must find."""
    folder.mkdir()
    settings = world.clinic.settings
    key = clinic_key(settings)
    connection = sqlcipher.connect(str(settings.database_file))
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(folder / "plain.db"),))
    connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    connection.close()
    for number in files_of(settings).numbers():
        with files_of(settings).listen(number) as file:
            (folder / number).write_bytes(file.read())


def test_nothing_is_left_in_the_temporary_folder(watched):
    world, disk = watched
    at_work(world)
    left = [path for path in (disk / "temporary").rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert left == []


def test_sqlite_sorts_and_joins_in_memory_alone():
    for pragmas in (FOR_READING, FOR_WRITING):
        assert MEMORY_ALONE in pragmas


def test_what_goes_into_the_data_folder_comes_out_by_the_key_alone(watched, tmp_path):
    world, _ = watched
    settings = world.clinic.settings
    written = machine.write_export(settings, settings.folder / "report.pdf", b"%PDF in plain")
    assert written == settings.folder / "report.pdf.sealed"
    machine.unseal_file(settings, written, tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes() == b"%PDF in plain"
    assert (tmp_path / "report.pdf").stat().st_mode & 0o077 == 0
    elsewhere = machine.write_export(settings, tmp_path / "open.pdf", b"%PDF")
    assert (elsewhere, elsewhere.read_bytes()) == (tmp_path / "open.pdf", b"%PDF")
    with pytest.raises(Exception, match="nothing lies open"):
        machine.unseal_file(settings, written, settings.folder / "again.pdf")


def test_an_extract_in_the_data_folder_is_sealed_file_by_file(watched, tmp_path):
    world, _ = watched
    rows = [f"E{n},adult,{m},{s},30.0,2026-02-0{m}" for n in range(12) for m in (1, 2) for s in ("ors", "srs")]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")
    settings = world.clinic.settings
    out = settings.folder / "for analysts"
    done = director.extract_records(world.clinic, world.dan, out)
    names = sorted(path.name for path in out.iterdir())
    assert names[:2] == ["alerts.csv.sealed", "alerts.parquet.sealed"]
    assert all(name.endswith(".sealed") for name in names)
    assert not any(b"episode" in path.read_bytes() or b"PAR1" in path.read_bytes() for path in out.iterdir())
    machine.unseal_file(settings, out / "ratings.csv.sealed", tmp_path / "ratings.csv")
    assert len((tmp_path / "ratings.csv").read_text().splitlines()) == done.rows["ratings"] + 1 == 49
    machine.unseal_file(settings, out / "ratings.parquet.sealed", tmp_path / "ratings.parquet")
    import pyarrow.parquet as pq

    assert pq.read_table(tmp_path / "ratings.parquet").num_rows == 48
