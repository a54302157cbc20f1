"""The server does not start when something that safety or speed rests on is not as it must be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.commands.serve import check_reach, is_loopback
from dashboard.server import SHELL
from dashboard.settings_check import NEEDED, TRUSTED_HEADERS, check_settings
from fit.casework import Settings
from fit.errors import ConfigurationError
from fit.transcripts import LARGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
CONFIG = SHELL / ".streamlit" / "config.toml"
SERVE_THIS_SHELL = """
import sys
from pathlib import Path
from dashboard import server
from dashboard.cli import main
server.SHELL = Path(sys.argv.pop(1))
main()
"""
"""The real command with another folder in the place of the shell."""


@pytest.fixture
def shell(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHELL, tmp_path / "shell"))


def start(shell: Path, tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SERVE_THIS_SHELL, str(shell), "serve", "--port", "1", *arguments],
        cwd=ROOT,
        env=os.environ | {"MENDLINE_DATA": str(tmp_path / "clinic")} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def without(option: str) -> Callable[[Path], None]:
    def change(shell: Path) -> None:
        file = shell / ".streamlit" / "config.toml"
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith(option)))

    return change


def remove_config(shell: Path) -> None:
    (shell / ".streamlit" / "config.toml").unlink()


def add_pages_folder(shell: Path) -> None:
    (shell / "pages").mkdir()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (without("postScriptGC"), "runner.postScriptGC is True"),
        (without("X-Mendline-Session"), "server.trustedUserHeaders is"),
        (without("gatherUsageStats"), "browser.gatherUsageStats is True"),
        (remove_config, "config.toml is missing"),
        (add_pages_folder, "it would open its pages to every role"),
    ],
)
def test_a_wrong_setting_stops_the_start(
    shell: Path, tmp_path: Path, change: Callable[[Path], None], named: str
) -> None:
    change(shell)
    ended = start(shell, tmp_path)
    assert ended.returncode == 2
    assert named in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "clinic").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "clinic.example"])  # noqa: S104
def test_the_demo_does_not_listen_to_other_machines(tmp_path: Path, host: str) -> None:
    ended = start(SHELL, tmp_path, "--host", host, MENDLINE_DEMO="1")
    assert ended.returncode == 2
    assert "everybody knows its passphrase" in ended.stderr
    assert "--beyond-loopback" in ended.stderr
    demo = Settings(folder=tmp_path, demo=True)
    with pytest.raises(ConfigurationError, match="everybody knows its passphrase"):
        check_reach(demo, host, beyond_loopback=False, unencrypted=True)
    check_reach(demo, host, beyond_loopback=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "clinic.example"])  # noqa: S104
@pytest.mark.parametrize("options", [(), ("--trusted-proxy", "192.0.2.7"), ("--beyond-loopback",)], ids=str)
def test_a_clinic_does_not_speak_to_other_machines_in_clear(
    tmp_path: Path, host: str, options: tuple[str, ...]
) -> None:
    with pytest.raises(ConfigurationError, match="without TLS") as refused:
        check_reach(
            Settings(folder=tmp_path),
            host,
            beyond_loopback="--beyond-loopback" in options,
            by_proxy="--trusted-proxy" in options,
        )
    assert f"does not listen on {host}" in str(refused.value)
    assert "--host 127.0.0.1 --trusted-proxy 127.0.0.1" in str(refused.value)
    check_reach(Settings(folder=tmp_path), host, beyond_loopback=False, unencrypted=True)
    check_reach(Settings(folder=tmp_path), "127.0.0.1", beyond_loopback=False)


def test_the_command_refuses_to_serve_a_clinic_in_clear(tmp_path: Path) -> None:
    ended = start(SHELL, tmp_path, "--host", "0.0.0.0")  # noqa: S104
    assert ended.returncode == 2
    assert "without TLS" in ended.stderr
    assert "--unencrypted" in ended.stderr
    assert not (tmp_path / "clinic").exists()


def test_uploads_through_a_page_are_as_large_as_the_largest_transcript() -> None:
    assert NEEDED["server.maxUploadSize"] == LARGEST_BYTES >> 20


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],  # noqa: S104
)
def test_loopback_is_this_machine_only(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


def refusal(shell: Path, version: str = "1.67.0", where: str = "", **changed: object) -> str:
    options = dict(NEEDED) | changed
    with pytest.raises(ConfigurationError) as refused:
        check_settings(shell, version=version, option=options.__getitem__, where=lambda _: where or str(CONFIG))
    return str(refused.value)


@pytest.mark.parametrize("option", NEEDED)
def test_each_needed_setting_is_looked_at(option: str) -> None:
    assert f"{option} is 'something else'" in refusal(SHELL, **{option: "something else"})


def test_an_extra_trusted_header_is_refused_too() -> None:
    more = TRUSTED_HEADERS | {"X-Forwarded-User": "user"}
    assert "server.trustedUserHeaders" in refusal(SHELL, **{"server.trustedUserHeaders": more})


@pytest.mark.parametrize("version", ["1.66.9", "1.68.0", "2.0.0", "1.670.0"])
def test_another_streamlit_is_refused(version: str) -> None:
    assert f"Streamlit {version} is installed" in refusal(SHELL, version=version)


def test_settings_read_from_another_file_are_refused() -> None:
    assert "was not read; settings came from /elsewhere/config.toml" in refusal(SHELL, where="/elsewhere/config.toml")


def test_all_problems_are_named_at_once() -> None:
    told = refusal(SHELL, version="1.66.0", **{"runner.postScriptGC": True, "client.toolbarMode": "auto"})
    assert [name in told for name in ("Streamlit 1.66.0", "runner.postScriptGC", "client.toolbarMode")] == [True] * 3


def test_nothing_is_refused_as_delivered() -> None:
    check_settings(SHELL, version="1.67.0", option=NEEDED.__getitem__, where=lambda _: str(CONFIG))
