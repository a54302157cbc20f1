"""deploy/compose.yaml and Containerfile, which cannot be run here: held against the program, its ports and paths."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from dashboard.cli import command_line
from fit.store._safe_address import check_way
from tests.dashboard.machines.proxy import DEPLOY

ROOT = DEPLOY.parent
IMAGE = (DEPLOY / "Containerfile").read_text()
PROCESSES = ("mendline-1", "mendline-2", "mendline-3")


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return read


def test_there_are_three_processes_a_database_and_a_proxy_and_nothing_else_is_reached_from_outside(
    described: dict[str, Any],
) -> None:
    services = described["services"]
    assert set(services) == {*PROCESSES, "database", "proxy"}
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert services["database"]["network_mode"] == "none"
    assert [services[name]["networks"] for name in PROCESSES] == [["inside"]] * 3
    assert described["networks"]["inside"]["internal"] is True


def test_every_volume_and_network_that_is_used_is_named(described: dict[str, Any]) -> None:
    used = {one.partition(":")[0] for service in described["services"].values() for one in service["volumes"]}
    assert {name for name in used if not name.startswith(".")} == set(described["volumes"])
    assert [name for name in used if name.startswith(".")] == ["./Caddyfile"]
    networks = {name for service in described["services"].values() for name in service.get("networks", ())}
    assert networks == set(described["networks"])


def test_processes_share_folder_key_and_database_and_the_way_to_it_is_one_that_is_allowed(
    described: dict[str, Any],
) -> None:
    one = described["services"]["mendline-1"]
    folders = [volume.partition(":")[2] for volume in one["volumes"]]
    told = dict(re.findall(r"(MENDLINE_\w+)=(\S+)", IMAGE))
    assert told["MENDLINE_DATA"] in folders
    assert told["MENDLINE_KEY_FILE"].rpartition("/")[0] in folders
    url = one["environment"]["MENDLINE_DATABASE_URL"]
    check_way(url)
    socket = url.partition("host=")[2]
    assert f"socket:{socket}" in one["volumes"]
    assert f"socket:{socket}" in described["services"]["database"]["volumes"]


def test_the_command_has_only_options_that_there_are_and_trusts_the_proxy_alone(described: dict[str, Any]) -> None:
    command = described["services"]["mendline-1"]["command"]
    told = CliRunner().invoke(command_line(), [command[0], "--help"], env={"COLUMNS": "200"}).output
    assert not [option for option in command if option.startswith("--") and option not in told]
    trusted = command[command.index("--trusted-proxy") + 1]
    assert described["services"]["proxy"]["networks"]["inside"]["ipv4_address"] == trusted


def test_the_proxy_knows_each_process_by_its_name_and_port(described: dict[str, Any]) -> None:
    proxy = described["services"]["proxy"]
    port = described["services"]["mendline-1"]["command"][4]
    assert proxy["environment"]["MENDLINE_UPSTREAM"].split() == [f"{name}:{port}" for name in PROCESSES]
    assert "{$MENDLINE_UPSTREAM:" in (DEPLOY / "Caddyfile").read_text()
    assert f"127.0.0.1:{port}/healthz" in described["services"]["mendline-1"]["healthcheck"]["test"][-1]


def test_the_image_is_made_of_what_is_there_and_of_packages_with_hashes() -> None:
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+)$", IMAGE, re.MULTILINE) for word in line.split()[:-1]]
    assert set(copied) >= {"requirements.lock", "pyproject.toml", "fit", "dashboard"}
    assert not [name for name in copied if not (ROOT / name).exists()]
    assert "--require-hashes -r requirements.lock" in IMAGE
    # nobody runs as root, and nothing of a clone's history gets in
    assert re.search(r"^USER mendline$", IMAGE, re.MULTILINE)
    assert ".git" not in copied
