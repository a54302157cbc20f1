"""`mendline audit` on a clinic of its own."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import text

from dashboard.cli import main
from fit.casework import Settings, open_clinic
from tests.dashboard.serving.small_clinic import make_small_clinic


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The data folder of a small clinic, as the environment names it."""
    make_small_clinic(tmp_path / "clinic")
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    return tmp_path / "clinic"


def told(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["audit", *arguments])
    return ended.value.code or 0, capsys.readouterr()


def changed(folder, *statements):
    clinic = open_clinic(Settings(folder=folder))
    for statement in statements:
        clinic.store.write(lambda connection, statement=statement: connection.execute(text(statement)))
    clinic.close()


def test_a_whole_audit_is_well_also_while_the_server_has_the_clinic_open(folder, capsys):
    clinic = open_clinic(Settings(folder=folder))
    code, said = told(capsys, "verify")
    clinic.close()
    assert code == 0
    assert said.out.endswith("all as they were written.\n")


def test_a_changed_line_is_named_with_what_to_do(folder, capsys):
    changed(folder, "DROP TRIGGER audit_UPDATE", "UPDATE audit SET action = 'x' WHERE sequence = 3")
    code, said = told(capsys, "verify")
    assert code == 1
    assert "BROKEN at line 3: row 3 was changed." in said.out
    assert "docs/audit.md" in said.err


def test_a_note_that_was_kept_holds_and_finds_an_audit_that_was_cut(folder, capsys, tmp_path):
    code, noted = told(capsys, "anchor")
    assert code == 0
    (tmp_path / "notes").write_text(noted.out, "utf-8")
    code, said = told(capsys, "verify", "--note", str(tmp_path / "notes"))
    assert (code, "1 of 1 kept notes hold" in said.out) == (0, True)

    changed(
        folder,
        "DROP TRIGGER audit_DELETE",
        "DROP TRIGGER audit_head_UPDATE",
        "DELETE FROM audit WHERE sequence > 5",
        "UPDATE audit_head SET sequence = 5, hash = (SELECT hash FROM audit WHERE sequence = 5)",
    )
    assert told(capsys, "verify")[0] == 0  # the chain alone cannot tell
    code, said = told(capsys, "verify", "--note", noted.out.strip())
    assert code == 1
    assert "BROKEN at line 6: rows 6 to" in said.out


def test_the_audit_is_written_into_a_file_and_that_is_in_it(folder, capsys, tmp_path):
    code, _ = told(capsys, "export", "--out", str(tmp_path / "audit.csv"))
    assert code == 0
    with (tmp_path / "audit.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["action"] == "export_audit"
    assert rows[-1]["number"] == "1"


def test_what_is_no_note_is_refused(folder, capsys):
    code, said = told(capsys, "verify", "--note", "the moon")
    assert code == 2
    assert "no note of the audit" in said.err


def test_without_a_clinic_nothing_is_made(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "nothing"))
    code, said = told(capsys, "verify")
    assert code == 2
    assert "There is no database" in said.err
    assert not (tmp_path / "nothing").exists()
