"""`mendline import ratings` as an IT person runs it, on a clinic of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MENDLINE = Path(sys.executable).parent / "mendline"
GOOD = "episode_id,age_band,session,scale,total\nA,adult,1,ors,18.0\nA,adult,1,srs,39.0\nB,child,1,cors,30.5\n"
BAD = GOOD.replace("39.0", "41").replace("30.5", "30.55")


@pytest.fixture
def mendline(tmp_path):
    def run(*words, text=None):
        if text is not None:
            (tmp_path / "ratings.csv").write_text(text)
        environment = {
            **os.environ,
            "MENDLINE_DATA": str(tmp_path / "clinic"),
        }
        command = [str(word).replace("FILE", str(tmp_path / "ratings.csv")) for word in words]
        return subprocess.run([MENDLINE, *command], capture_output=True, text=True, check=False, env=environment)

    return run


@pytest.fixture
def clinic(mendline, tmp_path):
    secret = tmp_path / "passphrase"
    secret.write_text("four plain words", "utf-8")
    who = ("--name", "Clinic", "--sign-in-name", "first.last", "--display-name", "Office")
    made = mendline("create-clinic", *who, "--passphrase-file", secret)
    assert made.returncode == 0, made.stderr


def test_a_dry_run_lists_every_bad_row_and_needs_no_clinic(mendline, tmp_path):
    done = mendline("import", "ratings", "FILE", "--dry-run", text=BAD)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()[:2]] == ["line 3", "line 4"]
    assert "Nothing was taken" in done.stdout
    assert not (tmp_path / "clinic").exists()


def test_a_dry_run_of_a_good_file_succeeds(mendline):
    assert mendline("import", "ratings", "FILE", "--dry-run", text=GOOD).returncode == 0


def test_without_a_clinic_nothing_can_be_taken(mendline):
    done = mendline("import", "ratings", "FILE", text=GOOD)
    assert done.returncode == 2
    assert "create-clinic" in done.stderr


def test_the_same_file_twice_adds_nothing_the_second_time(mendline, clinic):
    first, second = (mendline("import", "ratings", "FILE", text=GOOD) for _ in range(2))
    assert "3 ratings taken, 0 known already, 2 new episodes" in first.stdout
    assert "0 ratings taken, 3 known already, 0 new episodes" in second.stdout


def test_nothing_of_a_bad_file_is_kept_unless_the_good_rows_are_asked_for(mendline, clinic):
    refused = mendline("import", "ratings", "FILE", text=BAD)
    assert refused.returncode == 1
    assert "Nothing was taken" in refused.stdout
    taken = mendline("import", "ratings", "FILE", "--take-good-rows")
    assert (taken.returncode, "1 ratings taken" in taken.stdout) == (0, True)


def test_a_dry_run_with_a_clinic_keeps_nothing(mendline, clinic):
    checked = mendline("import", "ratings", "FILE", "--dry-run", text=GOOD)
    assert "3 ratings would be new" in checked.stdout
    assert "3 ratings taken" in mendline("import", "ratings", "FILE").stdout


def test_an_unknown_administrator_is_refused(mendline, clinic):
    done = mendline("import", "ratings", "FILE", "--as", "nobody", text=GOOD)
    assert done.returncode == 2
    assert "no administrator 'nobody'" in done.stderr


def test_a_known_rating_with_another_total_is_named_and_stays(mendline, clinic):
    mendline("import", "ratings", "FILE", text=GOOD)
    again = mendline("import", "ratings", "FILE", text=GOOD.replace("39.0", "38.0"))
    assert "Line 3: this rating is here already with another total" in again.stdout
    assert "0 ratings taken, 3 known already" in again.stdout
