"""Three processes of Mendline on one PostgreSQL database, behind a proxy; each can be killed, stopped and started."""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard.door.identity import HOST_COOKIE
from tests.dashboard.machines.proxy import running_proxy
from tests.dashboard.serving.running import FORM, ROOT, Reply, RunningServer, free_port, wait_until_it_answers
from tests.dashboard.serving.small_clinic import CLINICIAN, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.dashboard.machines.proxy import Proxy
    from tests.dashboard.serving.small_clinic import Person

STICKS = "mendline_process"
"""The cookie by which a browser stays with a process."""
STOP_LIMIT_S = 20
"""[s] Within which a server that is told to stop has ended, docs/operations.md."""

START_LIMIT_S = 240
"""[s] Three at once share the processors of a test machine."""

_addresses = (f"127.{second}.{third}.9" for second, third in itertools.product(range(90, 120), range(1, 250)))
"""Each visitor comes from an address of its own: the limits count by address."""


@dataclass(slots=True, kw_only=True)
class Several:
    """Processes on one database and one folder, and the proxy in front of them."""

    url: str
    folder: Path
    servers: list[RunningServer]
    proxy: Proxy

    def start(self, number: int) -> None:
        """Start one again, on its port, and wait until it answers."""
        server = self.servers[number]
        server.process = start_process(self.folder, self.url, server.port, server.log)
        wait_until_it_answers(server, START_LIMIT_S)

    def kill(self, number: int) -> None:
        """Let one die in the midst of whatever it does."""
        self.servers[number].process.kill()
        self.servers[number].process.wait()

    def stop(self, number: int) -> float:
        """Tell one to stop, and wait until it has; returns how long that took [s]."""
        began = time.monotonic()
        self.servers[number].process.send_signal(signal.SIGTERM)
        self.servers[number].process.wait(STOP_LIMIT_S)
        return time.monotonic() - began

    def number_of(self, visitor: Visitor) -> int:
        """Which process a visitor stays with: found by asking each in turn whose cookie the proxy gave out."""
        return self.numbers[visitor.cookies[STICKS]]

    @property
    def numbers(self) -> dict[str, int]:
        """Numbers of processes by the proxy's cookie."""
        return {cookie_for(self.proxy.name, server.port): number for number, server in enumerate(self.servers)}


def cookie_for(proxy: str, port: int) -> str:
    """By what a proxy names the process on this port: nginx by the port, Caddy by a keyed hash of the address."""
    import hashlib
    import hmac

    if proxy == "nginx":
        return str(port)
    return hmac.new(b"", f"127.0.0.1:{port}".encode(), hashlib.sha256).hexdigest()


@dataclass(slots=True, kw_only=True)
class Visitor:
    """A browser without a screen: keeps cookies, follows nothing, trusts the certificate of the tests."""

    proxy: Proxy
    address: str = field(default_factory=lambda: next(_addresses))
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", *, body: str = "", headers: Mapping[str, str] | None = None) -> Reply:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        given = {
            "host": f"localhost:{self.proxy.port}",
            "cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items()),
        }
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.proxy.port, context=context, timeout=30, source_address=(self.address, 0)
        )
        if self.proxy.name == "caddy":
            # its certificate depends on the name that is asked for
            connection = http.client.HTTPSConnection("localhost", self.proxy.port, context=context, timeout=30)
        try:
            connection.request(method, path, body or None, given | dict(headers or {}))
            answer = connection.getresponse()
            return self._told(answer)
        finally:
            connection.close()

    def _told(self, answer: http.client.HTTPResponse) -> Reply:
        given: SimpleCookie = SimpleCookie()
        for line in answer.headers.get_all("set-cookie", []):
            given.load(line)
        for name, morsel in given.items():
            self.cookies[name] = morsel.value
        return Reply(
            status=answer.status,
            headers={name.lower(): value for name, value in answer.getheaders()},
            body=answer.read(),
            cookies={name: morsel.value for name, morsel in given.items()},
            set_cookies=given,
        )

    def post(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Post a form as a page of this site does."""
        headers = {"origin": self.proxy.url, "content-type": FORM}
        return self.ask(path, "POST", body=urlencode(fields), headers=headers)

    def sign_in(self, person: Person = CLINICIAN) -> str:
        """Sign in and return the token of the session."""
        reply = self.post("/session/sign-in", {"name": person.sign_in_name, "passphrase": PASSPHRASE})
        assert reply.status == 303, (reply.status, reply.body)
        return self.cookies[HOST_COOKIE]


def start_process(folder: Path, url: str, port: int, log: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start one process as deploy/mendline@.service does."""
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(port), "--trusted-proxy", "127.0.0.1"]
    own = {"MENDLINE_DATA": str(folder), "MENDLINE_DATABASE_URL": url} | environment
    with log.open("ab") as output:
        return subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=output, stderr=subprocess.STDOUT)


@contextmanager
def several_servers(folder: Path, url: str, folders: Sequence[Path] = ()) -> Iterator[list[RunningServer]]:
    """Start three at once; with `folders`, each with one of its own."""
    servers = []
    try:
        for number, own in enumerate(folders or [folder] * 3):
            port = free_port()
            log = folder.parent / f"server-{number}.log"
            process = start_process(own, url, port, log)
            servers.append(RunningServer(port=port, folder=own, log=log, process=process))
        for server in servers:
            wait_until_it_answers(server, START_LIMIT_S)
        yield servers
    finally:
        for server in servers:
            server.process.kill()
            server.process.wait()


@contextmanager
def several(proxy: str, folder: Path, url: str) -> Iterator[Several]:
    """Start three at once, and the proxy before them."""
    with ExitStack() as stack:
        servers = stack.enter_context(several_servers(folder, url))
        ports = [server.port for server in servers]
        before = stack.enter_context(running_proxy(proxy, folder.parent / proxy, ports))
        yield Several(url=url, folder=folder, servers=servers, proxy=before)
