"""A second server on the same SQLite file does not start, and says which one has it open; the first goes on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.dashboard.serving.running import ROOT, SERVE, free_port
from tests.faults.conftest import copied
from tests.faults.killer import servers

OPEN = "from pathlib import Path; import sys; from fit.store.database import open_sqlite; f = Path(sys.argv[1]); "
OPEN += "open_sqlite(f / 'clinic.db', f / 'clinic.key').close()"


@pytest.fixture
def folder(laid, tmp_path):
    return copied(laid, tmp_path / "clinic")


def test_the_second_server_refuses_with_words(folder):
    with servers(folder) as made:
        made.begin()
        made.wait_until_it_answers()
        given = os.environ | {"MENDLINE_DATA": str(folder.settings.folder)}
        second = subprocess.run(
            [*SERVE, "--port", str(free_port())],
            cwd=ROOT,
            env=given,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert second.returncode != 0
        said = second.stdout + second.stderr
        assert f"is open in another Mendline (process {made.process_id}). Stop that one first" in said
        assert "Traceback" not in said
        assert made.server.fetch("/healthz").status == 200


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("no-locks", "lies where files cannot be locked"),
        ("read-only", "could not be used: [Errno 30] Read-only file system"),
        ("full", "could not be used: "),
    ],
)
def test_a_folder_that_cannot_be_used_is_refused_with_words(word, said, folder, faulty_disk):
    faulty_disk.is_(word)
    given = os.environ | faulty_disk.environment(folder.settings.folder)
    opening = subprocess.run(
        [sys.executable, "-c", OPEN, str(folder.settings.folder)],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    faulty_disk.is_("")
    assert opening.returncode != 0
    assert "fit.errors.StoreError" in opening.stderr
    assert said in opening.stderr
