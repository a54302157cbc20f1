"""The `mendline` command."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dashboard import commands
from dashboard.cli import command_line, main
from dashboard.commands.demo import DEMO_FOLDER, demo_settings
from fit.casework import Settings, access, administrator, open_clinic
from fit.casework.actor import Role
from fit.casework.machine import acting_administrator
from fit.casework.views import NextStep, SignInStep

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
    named = ("--name", "A clinic", "--sign-in-name", "first.admin", "--display-name", "First Administrator")
    assert run("create-clinic", *named, "--passphrase-file", written(tmp_path, f"{PASSPHRASE}\n")) == 0
    told = capsys.readouterr().out
    assert [
        word in told for word in ("systemctl enable --now mendline@8501", "docs/operations.md", "mendline serve")
    ] == [True] * 3
    clinic = open_clinic(Settings(folder=tmp_path / "clinic"))
    (row,) = administrator.list_users(clinic, acting_administrator(clinic))
    step = access.sign_in(clinic, "first.admin", PASSPHRASE, source="test")
    clinic.close()
    assert (row.sign_in_name, row.role) == ("first.admin", Role.ADMINISTRATOR)
    assert isinstance(step, NextStep)

    assert run("create-clinic", *named, "--passphrase-file", written(tmp_path, f"not {PASSPHRASE}\n")) == 0
    again = capsys.readouterr().out
    assert "Nothing was changed, the passphrase neither." in again
    assert "mendline reset-passphrase first.admin" in again


def test_the_only_administrator_who_forgot_gets_a_first_passphrase_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    named = ("--name", "A clinic", "--sign-in-name", "first.admin", "--display-name", "First Administrator")
    assert run("create-clinic", *named, "--passphrase-file", written(tmp_path, f"{PASSPHRASE}\n")) == 0
    capsys.readouterr()
    assert run("reset-passphrase", "first.admin") == 0
    first = capsys.readouterr().out.splitlines()[0].rpartition(" ")[2]
    clinic = open_clinic(Settings(folder=tmp_path / "clinic"))
    step = access.sign_in(clinic, "first.admin", first, source="test")
    clinic.close()
    assert isinstance(step, NextStep)
    assert step.step is SignInStep.PASSPHRASE


def test_no_passphrase_is_given_on_the_command_line_or_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    monkeypatch.setenv("MENDLINE_PASSPHRASE", PASSPHRASE)
    named = ("--name", "A clinic", "--sign-in-name", "first.admin", "--display-name", "First Administrator")
    assert run("create-clinic", *named, "--passphrase", PASSPHRASE) == 2
    asked: list[dict[str, object]] = []

    def prompt(_text: str, **how: object) -> str:
        asked.append(how)
        return PASSPHRASE

    monkeypatch.setattr("typer.prompt", prompt)
    assert run("create-clinic", *named) == 0
    assert asked == [{"hide_input": True, "confirmation_prompt": True}]


def test_an_answer_that_cannot_be_taken_is_asked_for_again_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    passphrases = [word for one in ("short", "passwordpassword", PASSPHRASE) for word in (one, one)]
    answers = ["A clinic", "first admin", "First.Admin", "a" * 101, "First Administrator", *passphrases]
    done = CliRunner().invoke(command_line(), ["create-clinic"], input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    asked = ("Name of the clinic:", "Sign-in name", "Name of the administrator:", "Passphrase (four words")
    assert [done.output.count(one) for one in asked] == [1, 2, 2, 3]
    for why in (
        "'first admin' has a space in it.",
        "is no name. Write 1 to 100",
        "has 12 to 256",
        "first to be guessed",
    ):
        assert why in done.output
    assert PASSPHRASE not in done.output
    clinic = open_clinic(Settings(folder=tmp_path / "clinic"))
    (row,) = administrator.list_users(clinic, acting_administrator(clinic))
    clinic.close()
    assert (row.sign_in_name, row.display_name) == ("first.admin", "First Administrator")


def test_a_sign_in_name_of_two_words_is_refused_on_the_command_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    named = ("--name", "A", "--sign-in-name", "a b", "--display-name", "A B")
    assert run("create-clinic", *named, "--passphrase-file", written(tmp_path, PASSPHRASE)) == 2
    assert not (tmp_path / "clinic").exists()


@pytest.mark.parametrize(("text", "why"), [("", "is empty"), (None, "cannot be read")])
def test_a_file_without_a_passphrase_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, why: str
) -> None:
    file = str(tmp_path / "not there") if text is None else written(tmp_path, text)
    named = ("--name", "A", "--sign-in-name", "a.b", "--display-name", "A B")
    assert run("create-clinic", *named, "--passphrase-file", file) == 2
    assert why in capsys.readouterr().err


def written(folder: Path, text: str) -> str:
    file = folder / "passphrase.txt"
    file.write_text(text, "utf-8")
    return str(file)


def test_a_refusal_is_one_line_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path / "clinic"))
    short = written(tmp_path, "short")
    named = ("--name", "A", "--sign-in-name", "a.b", "--display-name", "A B")
    assert run("create-clinic", *named, "--passphrase-file", short) == 2
    told = capsys.readouterr().err
    assert told.startswith("mendline: A passphrase has 12 to 256 characters.")
    assert "Traceback" not in told


def test_the_demo_never_uses_the_clinics_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MENDLINE_DATA", raising=False)
    assert demo_settings().folder == DEMO_FOLDER
    assert demo_settings().demo
    monkeypatch.setenv("MENDLINE_DATA", str(tmp_path))
    assert demo_settings().folder == tmp_path
