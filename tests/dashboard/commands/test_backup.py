"""`mendline backup` and `mendline restore`, as an operator says them."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from sqlalchemy import text

from dashboard.cli import main
from fit.casework import Settings, open_clinic
from tests.dashboard.serving.running import free_port
from tests.dashboard.serving.small_clinic import make_small_clinic


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The data folder of a small clinic, as the environment names it, and a folder for backups beside it."""
    make_small_clinic(tmp_path / "clinic")
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    (tmp_path / "to").mkdir()
    return tmp_path / "clinic"


def told(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    return ended.value.code or 0, capsys.readouterr()


def test_a_backup_is_made_while_the_clinic_is_open_listed_checked_and_restored_on_another_machine(
    folder, capsys, tmp_path, monkeypatch
):
    clinic = open_clinic(Settings(folder=folder))
    code, said = told(capsys, "backup", "--to", tmp_path / "to", "--keep", 2)
    clinic.close()
    assert (code, "is whole" in said.out, "it is in no backup" in said.out) == (0, True, True)
    [made] = (tmp_path / "to").glob("*.backup")
    assert str(made) in told(capsys, "backup", "list", tmp_path / "to")[1].out
    code, said = told(capsys, "backup", "check", made)
    assert (code, "is whole: made 20" in said.out) == (0, True)

    (tmp_path / "new").mkdir()
    shutil.copy2(folder / "clinic.key", tmp_path / "new" / "clinic.key")
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "new"))
    code, said = told(capsys, "restore", tmp_path / "to", "--at", "2999-01-01T12:00")
    assert (code, "the clinic is as it was at 20" in said.out, "erase them again" in said.out) == (0, True, True)
    assert told(capsys, "audit", "verify")[0] == 0


def test_a_trial_restore_beside_the_running_clinic_touches_nothing_of_it(folder, capsys, tmp_path, monkeypatch):
    told(capsys, "backup", "--to", tmp_path / "to")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    clinic = open_clinic(Settings(folder=folder))
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "trial"))
    monkeypatch.setenv("MENDLINE_KEY_FILE", str(folder / "clinic.key"))
    code, said = told(capsys, "restore", tmp_path / "to")
    assert (code, "is restored: the clinic is as it was" in said.out) == (0, True)
    assert (tmp_path / "trial").stat().st_mode & 0o777 == 0o700
    assert told(capsys, "audit", "verify")[0] == 0
    assert not (tmp_path / "trial" / "clinic.key").exists()
    clinic.close()
    assert (folder / "clinic.db").read_bytes() == before["clinic.db"]
    assert (folder / "clinic.key").read_bytes() == before["clinic.key"]


def test_damage_is_said_with_the_part_and_what_to_do_and_by_the_exit_code(folder, capsys, tmp_path):
    told(capsys, "backup", "--to", tmp_path / "to")
    [made] = (tmp_path / "to").glob("*.backup")
    raw = bytearray(made.read_bytes())
    raw[len(raw) // 2] ^= 4
    made.write_bytes(raw)
    code, said = told(capsys, "backup", "check", made)
    assert (code, "DAMAGED:\n  the database is damaged\n" in said.out, "make a new one now" in said.err) == (
        1,
        True,
        True,
    )
    code, said = told(capsys, "restore", made, "--replace")
    assert (code, said.err.startswith("mendline: "), "Nothing was changed" in said.err) == (2, True, True)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("backup",), "--to FOLDER"),
        (("backup", "--to", "/nowhere/at/all"), "see that its disk is mounted"),
        (("backup", "check", "/nowhere"), "there is no such file"),
        (("restore", "/nowhere"), "there is no such file or folder. Name it in full"),
        (("restore", "/nowhere", "--at", "yesterday"), "Write it like 2026-11-30T12:00"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(folder, capsys, words, answer):
    code, said = told(capsys, *words)
    assert (code, answer in said.err) == (2, True), said.err


def test_a_database_of_a_newer_mendline_is_refused_by_the_server_and_by_every_command(folder, capsys, tmp_path):
    clinic = open_clinic(Settings(folder=folder))
    clinic.store.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    clinic.close()
    for words in (("rebuild",), ("audit", "verify"), ("key", "rotate"), ("backup", "--to", tmp_path / "to")):
        code, said = told(capsys, *words)
        assert code != 0, words
        assert "schema 9999" in said.err, (words, said.err)
        assert "Traceback" not in said.err
    assert list((tmp_path / "to").glob("*.backup")) == []
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(free_port())]
    served = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert served.returncode == 2
    assert "mendline: The database has schema 9999; this Mendline knows up to" in served.stderr, served.stderr
    assert "Install the newer Mendline again, or restore a backup made by this version." in served.stderr
    assert "Traceback" not in served.stderr
