"""The units of systemd in deploy/: systemd itself reads and judges them, and their lines start the program as it is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from dashboard.cli import command_line
from tests.dashboard.machines.proxy import DEPLOY

if TYPE_CHECKING:
    from pathlib import Path

MOST_EXPOSED = 15
"""[tenths] Of what systemd calls exposure, from 0 to 100; an untouched service has 96."""
PROGRAM = "/opt/mendline/.venv/bin/mendline"


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The service for one port, among the other units, with programs that are there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here: apt-get install systemd")
    for name in ("mendline@.service", "mendline.target"):
        text = (DEPLOY / name).read_text().replace(PROGRAM, sys.executable).replace("/usr/bin/curl", "/bin/true")
        (tmp_path / name).write_text(text)
    one = tmp_path / "mendline@8501.service"
    one.symlink_to(tmp_path / "mendline@.service")
    return one


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False, timeout=60)


def test_systemd_takes_the_service_and_the_target(unit: Path) -> None:
    for path in (unit, unit.with_name("mendline.target")):
        said = analyze("verify", "--man=no", str(path))
        assert "mendline" not in said.stderr, said.stderr
        assert said.returncode == 0


def test_systemd_finds_little_that_the_service_could_do_beyond_its_work(unit: Path) -> None:
    said = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", "--no-pager", str(unit))
    assert said.returncode == 0, said.stdout[-2000:]


def test_the_line_that_starts_it_has_only_options_that_there_are() -> None:
    line = re.search(rf"^ExecStart={PROGRAM} serve (.+)$", (DEPLOY / "mendline@.service").read_text(), re.MULTILINE)
    assert line is not None
    given = set(re.findall(r"--[\w-]+", line[1]))
    told = CliRunner().invoke(command_line(), ["serve", "--help"], env={"COLUMNS": "200"}).output
    assert given == {"--host", "--port", "--trusted-proxy"}
    assert not [option for option in given if option not in told]


def test_every_setting_of_the_example_is_one_and_can_be_used(tmp_path: Path) -> None:
    lines = (DEPLOY / "environment.example").read_text()
    named = dict(re.findall(r"^#?(MENDLINE_\w+)=(\S+)$", lines, re.MULTILINE))
    settings = (DEPLOY.parent / "docs/settings.md").read_text()
    assert len(named) == lines.count("MENDLINE_") == 6
    assert not [name for name in named if f"`{name}`" not in settings]


def test_stopping_is_given_more_time_than_the_program_takes() -> None:
    from dashboard.commands.serve import SECONDS_TO_FINISH
    from tests.dashboard.machines.several import STOP_LIMIT_S

    allowed = re.search(r"^TimeoutStopSec=(\d+)$", (DEPLOY / "mendline@.service").read_text(), re.MULTILINE)
    assert allowed is not None
    assert SECONDS_TO_FINISH < STOP_LIMIT_S < int(allowed[1])
