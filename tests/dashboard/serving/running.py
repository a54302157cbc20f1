"""A server as a clinic runs it: its own process, its own data folder, a free port."""

from __future__ import annotations

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

from dashboard.door.identity import COOKIE
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

_addresses = (f"127.0.{third}.{fourth}" for third, fourth in itertools.product(range(1, 250), range(1, 250)))
"""Each sign-in comes from an address of its own: the limits count by address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class RunningServer:
    """A server that answers, and how to talk to it without a browser."""

    port: int
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]
    tokens: dict[str, str] = field(default_factory=dict)

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
            )
        finally:
            connection.close()

    def post(self, path: str, fields: Mapping[str, str], *, token: str = "", address: str = "127.0.0.1") -> Reply:
        """Post a form as a page of this site does."""
        headers = {"origin": self.url, "content-type": FORM}
        return self.fetch(path, "POST", token=token, headers=headers, body=urlencode(fields), address=address)

    def sign_in(self, person: Person) -> str:
        """Sign in afresh and return the token of the cookie."""
        fields = {"name": person.sign_in_name, "passphrase": PASSPHRASE}
        reply = self.post("/session/sign-in", fields, address=next(_addresses))
        assert reply.status == 303, (reply.status, reply.body)
        return reply.cookies[COOKIE]

    def token(self, person: Person) -> str:
        """Return the token of a session that tests share and none of them ends."""
        if person.sign_in_name not in self.tokens:
            self.tokens[person.sign_in_name] = self.sign_in(person)
        return self.tokens[person.sign_in_name]


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
            _wait_until_it_answers(server)
        except RuntimeError:
            _stop(process)
            if not left or "address already in use" not in log.read_text():
                raise
        else:
            return server
    raise AssertionError("unreachable: the last try returns or raises")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(server: RunningServer) -> None:
    for _ in range(START_LIMIT_S * 10):
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
