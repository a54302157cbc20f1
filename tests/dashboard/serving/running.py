"""A server as a clinic runs it: its own process, its own data folder, a free port."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard.access.cookie import STEP_COOKIE
from dashboard.door.identity import COOKIE
from dashboard.door.paths import CODE, ENROL
from tests.dashboard.serving.second_factor import Device, device_of
from tests.dashboard.serving.small_clinic import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.dashboard.serving.small_clinic import Person

ROOT = Path(__file__).parents[3]
SERVE = (sys.executable, "-m", "dashboard.cli", "serve")
START_LIMIT_S = 60
STOP_LIMIT_S = 20
PORTS_TRIED = 3
FORM = "application/x-www-form-urlencoded"
SHARED_S = 600
"""[s] A shared session is signed in anew after this long: the server ends one that nobody used for half an hour."""

_addresses = (f"127.0.{third}.{fourth}" for third, fourth in itertools.product(range(1, 250), range(1, 250)))
"""Each sign-in comes from an address of its own: the limits count by address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: Mapping[str, str]
    set_cookies: SimpleCookie


@dataclass(slots=True, kw_only=True)
class RunningServer:
    """A server that answers, and how to talk to it without a browser."""

    port: int
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fetch(
        self,
        path: str,
        method: str = "GET",
        *,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
        address: str = "127.0.0.1",
    ) -> Reply:
        """Send one request, following nothing."""
        cookie = {"cookie": f"{COOKIE}={token}"} if token else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(address, 0))
        try:
            connection.request(method, path, body, cookie | dict(headers or {}))
            answer = connection.getresponse()
            set_cookie: SimpleCookie = SimpleCookie()
            for line in answer.headers.get_all("set-cookie", []):
                set_cookie.load(line)
            return Reply(
                status=answer.status,
                headers={name.lower(): value for name, value in answer.getheaders()},
                body=answer.read(),
                cookies={name: morsel.value for name, morsel in set_cookie.items()},
                set_cookies=set_cookie,
            )
        finally:
            connection.close()

    def post(self, path: str, fields: Mapping[str, str], *, token: str = "", address: str = "127.0.0.1") -> Reply:
        """Post a form as a page of this site does."""
        headers = {"origin": self.url, "content-type": FORM}
        return self.fetch(path, "POST", token=token, headers=headers, body=urlencode(fields), address=address)

    def sign_in(self, person: Person) -> str:
        """Sign in afresh and return the token of the cookie."""
        return self.sign_in_as(person.sign_in_name)

    def sign_in_as(self, name: str, passphrase: str = PASSPHRASE) -> str:
        """Sign in afresh by name; a second factor that is asked for is set up at the first time."""
        fields = {"name": name, "passphrase": passphrase}
        reply = self.post("/session/sign-in", fields, address=next(_addresses))
        assert reply.status == 303, (reply.status, reply.body)
        if reply.headers["location"].startswith((CODE, ENROL)):
            reply = self._give_code(name, reply.headers["location"].partition("?")[0], reply.cookies[STEP_COOKIE])
        return reply.cookies[COOKIE]

    def _give_code(self, name: str, address: str, ticket: str) -> Reply:
        step = {"cookie": f"{STEP_COOKIE}={ticket}"}
        if name not in self.devices:
            self.devices[name] = device_of(self.fetch(address, headers=step).body.decode())
        headers = step | {"origin": self.url, "content-type": FORM}
        body = urlencode({"code": self.devices[name].code()})
        return self.fetch(address, "POST", headers=headers, body=body, address=next(_addresses))

    def token(self, person: Person) -> str:
        """Return the token of a session that tests share and none of them ends."""
        return self.token_of(person.sign_in_name)

    def token_of(self, name: str, passphrase: str = PASSPHRASE) -> str:
        """Return the same by name."""
        token, begun = self.tokens.get(name, ("", 0.0))
        if not token or time.monotonic() - begun > SHARED_S:
            token = self.sign_in_as(name, passphrase)
            self.tokens[name] = token, time.monotonic()
        return token


@contextmanager
def running_server(
    folder: Path, *, command: tuple[str, ...] = SERVE, options: tuple[str, ...] = (), **environment: str
) -> Iterator[RunningServer]:
    """Start a server on a free port with the clinic in `folder`, and stop it afterwards by its process id."""
    server = _started(folder, [*command], options, environment)
    try:
        yield server
    finally:
        _stop(server.process)


def _started(folder: Path, command: list[str], options: tuple[str, ...], environment: dict[str, str]) -> RunningServer:
    """Start the server; a port that somebody else took in between is no reason not to try another one."""
    for left in reversed(range(PORTS_TRIED)):
        port = free_port()
        log = folder.parent / f"server-{port}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, "--port", str(port), *options],
                cwd=ROOT,
                env=os.environ | {"MENDLINE_DATA": str(folder)} | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        server = RunningServer(port=port, folder=folder, log=log, process=process)
        try:
            wait_until_it_answers(server)
        except RuntimeError:
            _stop(process)
            if not left or "address already in use" not in log.read_text():
                raise
        else:
            return server
    raise AssertionError("unreachable: the last try returns or raises")


def free_port() -> int:
    """Return a port that nobody listens on, and that no browser is given for a connection of its own.

    Those that the system gives out for connections begin at 32768: one of them, free now, may be taken a moment later.
    """
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable: they go round and round")


_ports = (20_000 + (os.getpid() * 97 + number) % 12_000 for number in itertools.count())
"""Processes that test at the same time begin elsewhere."""


def wait_until_it_answers(server: RunningServer, limit_s: int = START_LIMIT_S) -> None:
    """Wait for /healthz, as a proxy's health check and the unit do."""
    for _ in range(limit_s * 10):
        if server.process.poll() is not None:
            break
        try:
            if server.fetch("/healthz").status == 200:
                return
        except (OSError, http.client.HTTPException):
            # nobody listens yet; on loopback a try may even meet itself
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{server.log.read_text()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
