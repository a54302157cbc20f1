"""Who may say a command: root not in another account's folder, and nobody where the system forbids it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away: run it as root")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of another account."""
    there = tmp_path / "clinic"
    there.mkdir()
    os.chown(there, NOBODY, NOBODY)
    monkeypatch.setenv("MENDLINE_DATA", str(there))
    return there


@pytest.mark.parametrize("command", [("rebuild",), ("key", "rotate"), ("audit", "verify")])
def test_root_is_told_to_say_it_as_the_owner(folder: Path, command: tuple[str, ...], capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == 2
    assert f"{folder} belongs to the account nobody" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_what_the_system_forbids_is_said_in_words(folder: Path, capsys) -> None:
    folder.chmod(0o700)
    os.chown(folder, 0, 0)
    os.seteuid(NOBODY)
    try:
        with pytest.raises(SystemExit) as ended:
            main(["rebuild"])
    finally:
        os.seteuid(0)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "may not be used by this account" in said
    assert "Traceback" not in said


@pytest.fixture
def open_to_see() -> Iterator[Path]:
    """Return a folder that everybody may look into, and root alone may change."""
    with tempfile.TemporaryDirectory() as name:
        there = Path(name)
        there.chmod(0o755)
        backup = there / "mendline-0000000000001-20260501T000000Z.backup"
        backup.touch()
        yield there


@pytest.mark.parametrize("command", ["rebuild", "restore"])
def test_a_folder_that_is_missing_and_cannot_be_made_is_said_to_be_missing(
    open_to_see: Path, monkeypatch: pytest.MonkeyPatch, capsys, command: str
) -> None:
    missing = open_to_see / "trial"
    monkeypatch.setenv("MENDLINE_DATA", str(missing))
    monkeypatch.setenv("MENDLINE_KEY", "0" * 64)
    os.seteuid(NOBODY)
    try:
        with pytest.raises(SystemExit) as ended:
            main([command, *map(str, open_to_see.glob("*.backup"))] if command == "restore" else [command])
    finally:
        os.seteuid(0)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"mendline: There is no folder {missing}, and this account (nobody) may not make it.")
    assert said.endswith(f"install -d -m 0700 -o nobody -g root {missing}\n")
