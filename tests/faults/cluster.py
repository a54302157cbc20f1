"""PostgreSQL servers of our own that are killed, started again and failed over: a primary, and a standby."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.dashboard.serving.running import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

WITHIN_S = 60
STANDBY = "standby"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # what is killed here are processes, not the machine: the system keeps what they wrote
    "max_wal_senders": "4",
    "wal_level": "replica",
    "hot_standby": "on",
}
SMALL_LOG = {"min_wal_size": "2MB", "max_wal_size": "4MB"}


def binaries() -> Path | None:
    """Where PostgreSQL's programs are; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


@dataclass(slots=True, kw_only=True)
class Postgres:
    """One server with its folder and port."""

    folder: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"postgresql://mendline@127.0.0.1:{self.port}/postgres"

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        given = SETTINGS | {"port": str(self.port), "unix_socket_directories": ""} | self.settings
        options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
        command = [_program("postgres"), "-D", self.folder, *options]
        self.process = subprocess.Popen(command, **QUIET, **_as_user(self.folder))
        self.ask("SELECT 1", within_s=WITHIN_S)

    def kill(self) -> None:
        """Cut it off: the server, and with it everybody who is connected."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGSTOP)  # it shall begin nobody anew meanwhile
        children = _children(self.process.pid)
        self.process.kill()
        self.process.wait()
        for child in children:
            _signal(child, signal.SIGKILL)
        while any(Path(f"/proc/{child}").exists() for child in children):
            time.sleep(0.01)

    def begin_again_if_it_ended(self) -> None:
        """As the service manager does: it ends by itself when it cannot write its log."""
        if self.process is None or self.process.poll() is not None:
            self.begin()

    def promote(self) -> None:
        """Make a standby the one that takes writes."""
        self.ask("SELECT pg_promote()")

    def ask(self, what: str, *, within_s: float = 0) -> object:
        """Ask by a connection of its own; again and again for so long."""
        until = time.monotonic() + within_s
        while True:
            try:
                with psycopg.connect(self.address, autocommit=True, connect_timeout=5) as connection:
                    answer = connection.execute(what)
                    found = answer.fetchone() if answer.description else None
                    return found[0] if found else None
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)


@contextmanager
def primary(disk: Path | None = None) -> Iterator[Postgres]:
    """A server of its own, in a folder that PostgreSQL's account may enter; both end with the test.

    On a `disk` of its own it keeps its log small.
    """
    folder = Path(tempfile.mkdtemp(prefix="mendline-fault-pg-", dir=disk))
    made = Postgres(folder=folder / "primary", port=free_port(), settings={} if disk is None else SMALL_LOG)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        making = [_program("initdb"), "-D", made.folder, "-U", "mendline", "-A", "trust", "--no-sync", "-E", "UTF8"]
        making += [] if disk is None else ["--wal-segsize=1"]
        subprocess.run(making, check=True, **QUIET, **_as_user(folder))
        made.begin()
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def standby_of(first: Postgres) -> Iterator[Postgres]:
    """A streaming standby; from now on the primary acknowledges nothing that the standby has not written down."""
    made = Postgres(folder=first.folder.parent / STANDBY, port=free_port())
    source = f"host=127.0.0.1 port={first.port} user=mendline application_name={STANDBY}"
    copying = [
        _program("pg_basebackup"),
        "-D",
        made.folder,
        "-d",
        source,
        "-R",
        "-X",
        "stream",
        "-c",
        "fast",
        "--no-sync",
    ]
    subprocess.run(copying, check=True, **QUIET, **_as_user(first.folder))
    made.begin()
    first.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
    first.ask("SELECT pg_reload_conf()")
    until = time.monotonic() + WITHIN_S
    while first.ask("SELECT sync_state FROM pg_stat_replication") != "sync":
        assert time.monotonic() < until, "the standby does not follow"
        time.sleep(0.05)
    try:
        yield made
    finally:
        made.kill()


def address_of(*servers: Postgres) -> str:
    """As a clinic writes it: whichever of them takes writes."""
    hosts, ports = ",".join("127.0.0.1" for _ in servers), ",".join(str(one.port) for one in servers)
    return f"postgresql+psycopg://mendline@/postgres?host={hosts}&port={ports}&target_session_attrs=read-write"


def _program(name: str) -> Path:
    found = binaries()
    assert found is not None
    return found / name


def _as_user(folder: Path) -> dict:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": folder}


def _children(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    return [int(one) for one in listed.split()]


def _signal(process_id: int, number: int) -> None:
    try:
        os.kill(process_id, number)
    except ProcessLookupError:
        return
