"""`mendline serve` as somebody types it: what it says when it is open, and when it cannot open."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.dashboard.serving.running import ROOT, SERVE, free_port, running_server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dashboard.serving.small_clinic import SmallClinic

OPEN = "Mendline is open"


@pytest.fixture
def folder(small_clinic: SmallClinic, tmp_path: Path) -> Path:
    return shutil.copytree(small_clinic.folder, tmp_path / "clinic")


def served(folder: Path, port: int, **environment: str) -> subprocess.CompletedProcess[str]:
    told = os.environ | {"MENDLINE_DATA": str(folder)} | environment
    command = [*SERVE, "--port", str(port)]
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, timeout=60, check=False)


def test_a_second_server_is_refused_in_one_sentence_and_says_nothing_of_being_open(folder: Path) -> None:
    with running_server(folder) as first:
        second = served(folder, free_port())
        assert first.fetch("/healthz").status == 200
        assert f"{OPEN} at {first.url}/  (Ctrl+C closes it)" in first.log.read_text().splitlines()
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == (
        f"mendline: {folder}/clinic.db is open in another Mendline (process {first.process.pid}). Stop that one first. "
        "Several servers of one clinic need PostgreSQL (MENDLINE_DATABASE_URL), docs/operations.md.\n"
    )


def test_a_server_that_cannot_open_the_clinic_does_not_say_that_it_is_open(folder: Path) -> None:
    refused = served(folder, free_port(), MENDLINE_POLICY="none")
    assert refused.returncode != 0
    assert OPEN not in refused.stdout + refused.stderr


def test_a_server_whose_port_is_taken_does_not_say_that_it_is_open(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        refused = served(folder, taken.getsockname()[1])
    assert refused.returncode != 0
    assert OPEN not in refused.stdout + refused.stderr
