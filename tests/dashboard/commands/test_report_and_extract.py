"""`mendline report service` and `mendline extract`, as whoever holds the machine runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from fit.casework import Role, Settings, administrator, machine, open_clinic

MENDLINE = [sys.executable, "-m", "dashboard.cli"]
ROWS = "episode_id,age_band,session,scale,total,date\n" + "".join(
    f"C{client},adult,{meeting},{scale},{20 + client + meeting}.5,2026-0{meeting + 3}-11\n"
    for client in range(7)
    for meeting in (1, 2)
    for scale in ("ors", "srs")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A clinic with a director, a clinician and seven clients."""
    folder = tmp_path_factory.mktemp("machine") / "clinic"
    clinic = open_clinic(Settings(folder=folder))
    words = {"passphrase": "four plain words here"}
    administrator.create_clinic(clinic, name="North", sign_in_name="office", display_name="Office", **words)
    office = machine.acting_administrator(clinic)
    for name, role in (("dana", Role.DIRECTOR), ("alex", Role.CLINICIAN)):
        administrator.add_user(clinic, office, sign_in_name=name, display_name=name, role=role, team="East", **words)
    administrator.import_ratings(clinic, office, "r.csv", ROWS.encode(), clinician_sign_in_name="alex")
    clinic.close()
    return folder


@pytest.fixture
def mendline(folder):
    def run(*given):
        environment = {**os.environ, "MENDLINE_DATA": str(folder)}
        return subprocess.run(
            [*MENDLINE, *map(str, given)], capture_output=True, text=True, check=False, env=environment
        )

    return run


def test_clinicians_are_named_in_the_report_only_by_the_option(mendline, tmp_path):
    for option in ("--with-names", "--without-names"):
        done = mendline("report", "service", "--month", "2026-05", option, "--out", tmp_path / f"{option}.pdf")
        assert done.returncode == 0, done.stderr
    said = {path.stem: " ".join(page.extract_text() for page in PdfReader(path).pages) for path in tmp_path.iterdir()}
    assert "With clinicians' names: for the leads of the service." in said["--with-names"]
    assert "Without names." in said["--without-names"]


def test_the_report_is_written_the_same_each_time(mendline, tmp_path):
    for name in ("one.pdf", "two.pdf"):
        done = mendline("report", "service", "--month", "2026-05", "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--month", "May"), "'May' is no month"),
        (("--month", "2126-05"), "is not over"),
        (("--month", "2026-05", "--team", "West"), "There is no team 'West'. Known: East."),
        (("--month", "2026-05", "--programme", "West"), "There is no programme 'West'. Known: none."),
        (("--month", "2026-05", "--as", "alex"), "There is no director 'alex'"),
    ],
)
def test_a_refusal_is_one_plain_message_and_leaves_no_file(mendline, tmp_path, given, says):
    done = mendline("report", "service", *given, "--out", tmp_path / "r.pdf")
    assert done.returncode == 2
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("report", "service", "--month", "2026-05"), "a director asks for the report on the page *Service report*"),
        (("audit", "export"), "an administrator takes the audit out on the page *Audit*."),
        (("key", "rotate"), "Stop that one first."),
        (("restore", "{backup}"), "Stop that one first."),
    ],
)
def test_while_a_server_has_it_open_each_command_says_what_else_there_is(mendline, folder, tmp_path, command, says):
    backup = tmp_path / "mendline-0-20260501T000000Z.backup"
    backup.touch()
    given = [one.format(backup=backup) for one in command]
    out = () if command[0] in {"key", "restore"} else ("--out", tmp_path / "out")
    clinic = open_clinic(Settings(folder=folder))
    try:
        done = mendline(*given, *out)
    finally:
        clinic.close()
    assert done.returncode == 2
    assert f"is open in another Mendline (process {os.getpid()}). Stop that one first." in done.stderr
    assert says in done.stderr
    assert ("PostgreSQL" in done.stderr) is (command[0] == "report")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("month", "says"), [("May", "'May' is no month"), ("2126-05", "is not over")])
def test_a_month_that_no_report_can_be_about_is_refused_beside_a_server_too(mendline, folder, tmp_path, month, says):
    clinic = open_clinic(Settings(folder=folder))
    try:
        done = mendline("report", "service", "--month", month, "--out", tmp_path / "r.pdf")
    finally:
        clinic.close()
    assert (done.returncode, says in done.stderr, "is open in" in done.stderr) == (2, True, False)


def test_the_extract_prints_how_much_company_everybody_has(mendline, tmp_path):
    done = mendline("extract", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "episodes: 7 rows" in done.stdout
    assert "shared by at least 7 clients (asked for: 5)" in done.stdout
    assert {path.suffix for path in Path(tmp_path / "out").iterdir()} == {".csv", ".parquet"}
    again = mendline("extract", "--out", tmp_path / "out")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


def test_a_report_in_the_data_folder_is_sealed_and_comes_out_by_the_key(mendline, folder, tmp_path):
    written = mendline("report", "service", "--month", "2026-04", "--out", folder / "april.pdf")
    assert f"{folder / 'april.pdf.sealed'} is written." in written.stdout, written.stderr
    assert b"PDF" not in (folder / "april.pdf.sealed").read_bytes()
    rotated = mendline("key", "rotate")
    assert "The old one opens nothing any more." in rotated.stdout, rotated.stderr
    name = rotated.stdout.split("The key is now ")[1][:16]
    assert f"The key {name} is in: the key file {folder / 'clinic.key'}" in mendline("key", "place").stdout
    opened = mendline("unseal", folder / "april.pdf.sealed", "--out", tmp_path / "april.pdf")
    assert opened.returncode == 0, opened.stderr
    assert (tmp_path / "april.pdf").read_bytes().startswith(b"%PDF")
    refused = mendline("unseal", folder / "april.pdf.sealed", "--out", folder / "april.pdf")
    assert (refused.returncode, "nothing lies open" in refused.stderr) == (2, True)


def test_what_is_due_is_told_and_nothing_is_erased_until_it_is_said(mendline):
    told = mendline("retention")
    assert "Rule: keep everything until somebody asks for its erasure." in told.stdout, told.stderr
    assert "Due: 0 clients, 0 recordings, 0 lines of the audit." in told.stdout
    assert "Nothing was erased. To do it: mendline retention --erase" in told.stdout
    assert "Erased: 0 clients, 0 recordings, 0 lines of the audit." in mendline("retention", "--erase").stdout
