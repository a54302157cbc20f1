"""`mendline doctor` as somebody types it: beside a running server, on nothing, and with settings that are wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from fit.sealing import FileKey, fingerprint
from tests.dashboard.serving.running import ROOT, running_server
from tests.dashboard.test_server_refuses import SERVE_THIS_SHELL, SHELL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.dashboard.serving.small_clinic import SmallClinic


def doctor(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "dashboard.cli", "doctor", *options], folder, **environment)


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    # what tests themselves are told by is no setting, and would be found
    around = {name: value for name, value in os.environ.items() if not name.startswith("MENDLINE_")}
    told = around | {"MENDLINE_DATA": str(folder)} | environment
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, timeout=120, check=False)


def states(said: subprocess.CompletedProcess[str]) -> dict[str, str]:
    found: list[dict[str, Any]] = json.loads(said.stdout)
    assert {frozenset(one) for one in found} == {frozenset({"check", "state", "said", "remedy"})}
    return {one["check"]: one["state"] for one in found}


@pytest.fixture
def folder(small_clinic: SmallClinic, tmp_path: Path) -> Path:
    """A clinic that was backed up just now."""
    copy = shutil.copytree(small_clinic.folder, tmp_path / "clinic")
    note: dict[str, Any] = {"made_at": datetime.now(UTC).isoformat(), "path": str(tmp_path), "size": 1}
    note["key"] = fingerprint(FileKey(path=copy / "clinic.key").read() or "")
    (copy / "last_backup.json").write_text(json.dumps(note))
    return copy


def test_beside_a_running_server_all_is_well_and_said_how_it_was_started(folder: Path) -> None:
    with running_server(folder, options=("--unencrypted",)) as server:
        said = doctor(folder, "--json", "--thorough")
        assert server.fetch("/healthz").status == 200
    assert said.returncode == 0, said.stdout
    found = states(said)
    assert "to mend" not in found.values()
    for well in ("key.opens", "database.whole", "audit.whole", "summaries.right", "backup.age", "server.starts"):
        assert found[well] == "ok", well
    assert found["server.reach"] == "to know"
    assert states(doctor(folder, "--json")).get("server.reach") is None


def test_what_is_to_mend_is_said_with_its_remedy_and_the_exit_code_is_one(folder: Path) -> None:
    (folder / "clinic.key").chmod(0o644)
    said = doctor(folder)
    assert said.returncode == 1
    assert "to mend  The key cannot be used." in said.stdout
    assert f"         The key file {folder}/clinic.key can be read by others (mode 644). Say: chmod 600" in said.stdout
    assert said.stdout.splitlines()[-1].endswith(" to mend")
    assert "Traceback" not in said.stdout + said.stderr


def test_a_setting_that_was_forgotten_or_misspelt_is_to_mend_and_a_server_tells_it_as_it_starts(folder: Path) -> None:
    slips = {"MENDLINE_ADDRESS": "https://mendline.clinic.example", "MENDLINE_CRISIS_TXT": "/etc/secret.toml"}
    said = doctor(folder, "--json", **slips)
    assert said.returncode == 1
    found = states(said)
    assert [found["settings.placeholder"], found["settings.unknown"]] == ["to mend"] * 2
    assert "MENDLINE_CRISIS_TXT is no setting, so it changes nothing." in said.stdout
    assert "Did you mean MENDLINE_CRISIS_TEXT?" in said.stdout
    with running_server(folder, **slips) as server:
        lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    told = [line["about"] for line in lines if line["event"] == "advice"]
    assert [one.partition(" ")[0] for one in told][-2:] == ["MENDLINE_ADDRESS", "MENDLINE_CRISIS_TXT"]
    assert "/etc/secret.toml" not in "".join(told) + said.stdout


def test_where_nothing_is_set_up_it_says_how_to_begin(tmp_path: Path) -> None:
    said = doctor(tmp_path / "none")
    assert (said.returncode, list(tmp_path.iterdir())) == (0, [])
    assert "mendline create-clinic" in said.stdout


def test_settings_that_cannot_be_read_are_to_mend(tmp_path: Path) -> None:
    said = doctor(tmp_path / "none", "--json", MENDLINE_KEY_FROM="the moon")
    assert (said.returncode, states(said)) == (1, {"settings": "to mend"})
    assert "MENDLINE_KEY_FROM is 'the moon'" in said.stdout


def test_what_would_keep_the_server_from_starting_is_to_mend(tmp_path: Path) -> None:
    shell = shutil.copytree(SHELL, tmp_path / "shell")
    (shell / ".streamlit" / "config.toml").unlink()
    said = run([sys.executable, "-c", SERVE_THIS_SHELL, str(shell), "doctor", "--json"], tmp_path / "none")
    assert (said.returncode, states(said)["server.starts"]) == (1, "to mend")
    assert "config.toml is missing" in said.stdout
