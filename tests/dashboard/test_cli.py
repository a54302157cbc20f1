"""The `mendline` command."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

import pytest

from dashboard import commands
from dashboard.cli import command_line, main
from dashboard.commands.demo import DEMO_FOLDER, demo_settings
from fit.casework import Settings, access, open_clinic
from fit.casework.actor import Role

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "four simulated words here"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def test_every_file_of_the_folder_adds_a_command() -> None:
    cli = command_line()
    added = len(cli.registered_commands) + len(cli.registered_groups)
    assert added >= len(list(pkgutil.iter_modules(commands.__path__)))


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    shown = capsys.readouterr().out
    assert [name in shown for name in ("serve", "demo", "create-clinic")] == [True] * 3


def test_the_first_administrator_is_made_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    monkeypatch.setenv("MENDLINE_PASSPHRASE", PASSPHRASE)
    named = ("--name", "A clinic", "--sign-in-name", "first.admin", "--display-name", "First Administrator")
    assert run("create-clinic", *named) == 0
    assert "mendline serve" in capsys.readouterr().out
    clinic = open_clinic(Settings(folder=tmp_path / "clinic"))
    signed_in = access.sign_in(clinic, "first.admin", PASSPHRASE, source="test")
    clinic.close()
    assert signed_in.actor.role is Role.ADMINISTRATOR


def test_a_refusal_is_one_line_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    monkeypatch.setenv("MENDLINE_PASSPHRASE", "short")
    assert run("create-clinic", "--name", "A", "--sign-in-name", "a.b", "--display-name", "A B") == 2
    told = capsys.readouterr().err
    assert told.startswith("mendline: A passphrase has 12 to 256 characters.")
    assert "Traceback" not in told


def test_the_demo_never_uses_the_clinics_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MENDLINE_DATA", raising=False)
    assert demo_settings().folder == DEMO_FOLDER
    assert demo_settings().demo
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path))
    assert demo_settings().folder == tmp_path
