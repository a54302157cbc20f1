"""Who may say a command: root not in another account's folder, and nobody where the system forbids it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dashboard.cli import main

if TYPE_CHECKING:
    from pathlib import Path

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
