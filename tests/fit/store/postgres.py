"""A PostgreSQL server for tests: the one named by MENDLINE_TEST_POSTGRES_URL, or a temporary one of our own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from functools import cache
from itertools import count
from pathlib import Path

import psycopg

_numbers = count()


@cache
def server_url() -> str | None:
    """Address of a server where databases can be made; None where there is none."""
    given = os.environ.get("MENDLINE_TEST_POSTGRES_URL")
    if given:
        return given
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return _started(found[-1].parent) if found else None


def fresh_database(template: str = "template1") -> str:
    """Make a database of its own and return its address."""
    name = f"mendline_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(plain(server_url()), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    if os.environ.get("MENDLINE_TEST_POSTGRES_URL"):
        atexit.register(drop, name)
    base, _, options = server_url().partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")


def drop(name: str) -> None:
    with psycopg.connect(plain(server_url()), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def name_of(url: str) -> str:
    return url.partition("?")[0].rsplit("/", 1)[1]


def plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _started(binaries: Path) -> str:
    folder = Path(tempfile.mkdtemp(prefix="mendline-postgres-"))
    as_user = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": folder}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    making = [binaries / "initdb", "-D", folder / "data", "-U", "mendline", "-A", "trust", "--no-sync", "-E", "UTF8"]
    subprocess.run(making, check=True, **quiet, **as_user)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    process = subprocess.Popen([binaries / "postgres", "-D", folder / "data", *options], **quiet, **as_user)
    atexit.register(_stopped, process, folder)
    url = f"postgresql+psycopg://mendline@/postgres?host={folder}"
    _wait_for(url)
    return url


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            psycopg.connect(plain(url)).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the temporary PostgreSQL did not start")


def _stopped(process: subprocess.Popen, folder: Path) -> None:
    process.terminate()
    process.wait(timeout=30)
    shutil.rmtree(folder, ignore_errors=True)
