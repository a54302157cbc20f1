"""docs/operations.md, "Install for production": followed word for word in an empty folder, without root and systemd.

What needs them is left out by name: packages of the system, the account, services and the firewall. The program is
the one that is tested; installing it anew from the lock is what `make demo` begins with on a fresh machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dashboard.machines.several import START_LIMIT_S
from tests.dashboard.serving.running import RunningServer, free_port, wait_until_it_answers

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/operations.md").read_text("utf-8")
SECTION = PAGE.partition("## Install for production")[2].partition("\n## ")[0]
LEFT_OUT = (
    "apt-get ",
    "useradd ",
    "systemctl ",
    "nft ",
    "editor ",
    "/usr/bin/python3 -m venv",
    "/opt/mendline/.venv/bin/python -m pip",
)
SERVED = ("-o mendline", "-o root", "-g mendline")
"""Owners: whoever runs the tests owns it all."""
ANSWERS = ["--name", "Clinic", "--sign-in-name", "first", "--display-name", "First", "--passphrase-file"]


def blocks() -> list[str]:
    return re.findall(r"```\n(.+?)```", SECTION, re.DOTALL)


def here(command: str, folder: Path) -> str:
    """Return a command as it is, but in a folder of its own and as whoever runs the tests."""
    for owner in SERVED:
        command = command.replace(f"{owner} ", "")
    command = re.sub(r"(/usr/sbin/)?runuser -u mendline -- ", "", command)
    return re.sub(r"(?<![\w.])/(opt|etc|var|media|usr/local)/", rf"{folder}/\1/", command)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """An empty folder that stands for the machine, with the program where step 2 puts it."""
    (tmp_path / "opt/mendline/.venv/bin").mkdir(parents=True)
    for name in ("var/lib", "etc/systemd/system", "etc/caddy", "usr/local/sbin", "media/mendline-key"):
        (tmp_path / name).mkdir(parents=True)
    program = tmp_path / "opt/mendline/.venv/bin/mendline"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m dashboard.cli "$@"\n')
    program.chmod(0o755)
    (tmp_path / "mendline.sh").write_text(here((ROOT / "deploy/mendline.sh").read_text(), tmp_path))
    (tmp_path / "passphrase").write_text("seven simulated lamps\n")
    return tmp_path


def follow(machine: Path) -> None:
    """Do what stands there, line by line, in one shell."""
    script = "\n".join(
        here(line, machine) for block in blocks() for line in block.splitlines() if not is_left_out(line)
    )
    told = script.replace("create-clinic", f"create-clinic {' '.join(ANSWERS)} {machine / 'passphrase'}")
    own = told.replace("deploy/mendline.sh", str(machine / "mendline.sh"))
    # the settings name folders of the machine as well, and the name that step 3 asks for
    edited = f"sed -i -e 's#=/#={machine}/#' -e 's#clinic.example#clinic.test#' {machine}/etc/mendline/environment"
    named = own.replace("mendline create", f"{edited}; mendline create")
    path = f"{machine}/usr/local/sbin:{os.environ['PATH']}"
    subprocess.run(["sh", "-euc", named], cwd=ROOT, check=True, timeout=300, env=os.environ | {"PATH": path})


def is_left_out(line: str) -> bool:
    return line.startswith(LEFT_OUT)


def test_what_the_page_says_of_installing_is_followed_to_a_server_that_answers(machine: Path) -> None:
    follow(machine)
    key = machine / "etc/mendline/key/clinic.key"
    assert key.stat().st_mode & 0o777 == 0o600
    copy = machine / "media/mendline-key/clinic.key"
    assert (copy.stat().st_mode & 0o777, copy.read_bytes()) == (0o600, key.read_bytes())
    assert (machine / "var/lib/mendline").stat().st_mode & 0o777 == 0o700
    assert (machine / "var/lib/mendline/clinic.db").exists()
    unit = (machine / "etc/systemd/system/mendline@.service").read_text()
    port = free_port()
    start = re.search(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    assert start is not None
    command = here(start[1], machine).replace("%i", str(port)).split()
    named = re.findall(r"^(MENDLINE_\w+)=(.+)$", (machine / "etc/mendline/environment").read_text(), re.MULTILINE)
    log = machine / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=os.environ | dict(named), stdout=output, stderr=output, cwd=machine)
    server = RunningServer(port=port, folder=machine / "var/lib/mendline", log=log, process=process)
    try:
        wait_until_it_answers(server, START_LIMIT_S)
        assert server.fetch("/session/sign-in").status == 200
        reply = server.post("/session/sign-in", {"name": "first", "passphrase": "seven simulated lamps"})
        assert (reply.status, reply.headers["location"]) == (303, "/session/second-factor")
        # the key lies apart from the data, and the settings are those of the clinic, so nobody is warned
        assert "advice" not in log.read_text()
    finally:
        process.terminate()
        process.wait(20)


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"deploy/[\w@.-]+\w", PAGE))
    assert {"deploy/mendline@.service", "deploy/nginx.conf", "deploy/compose.yaml"} <= named
    assert not [name for name in named if not list(ROOT.glob(f"{name}*"))]


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[\w/]+\.py|three|browser)(?:::(\w+))?`", PAGE))))
def test_every_test_that_the_page_names_is_there(named: tuple[str, str]) -> None:
    short = {"three": "tests/dashboard/machines/test_three_processes.py"}
    short |= {"browser": "tests/dashboard/machines/test_three_in_a_browser.py"}
    file = ROOT / short.get(named[0], named[0])
    assert not named[1] or f"def {named[1]}(" in file.read_text("utf-8")
