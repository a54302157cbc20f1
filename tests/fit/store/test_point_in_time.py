"""What docs/operations.md says of PostgreSQL's own archive is so: the database goes back to the very moment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from fit.store.database import open_postgresql
from fit.store.schema import current, revisions

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
TOLD = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@pytest.fixture
def cluster(tmp_path_factory):
    """Where a server of our own lies, its archive beside it; and a way to run programs as its user."""
    if not BINARIES:
        pytest.skip("there is no PostgreSQL server here: install postgresql")
    folder = Path(subprocess.check_output(["mktemp", "-d", "/tmp/mendline-archive-XXXXXX"], text=True).strip())  # noqa: S108
    (folder / "archive").mkdir()
    user = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        for one in (folder, folder / "archive"):
            shutil.chown(one, "postgres", "postgres")
        user = {"user": "postgres", "group": "postgres", "extra_groups": [], "cwd": folder}
    yield folder, user
    shutil.rmtree(folder, ignore_errors=True)


def told(name):
    """A line of the configuration as the page tells it, for the archive of this test."""
    return re.search(rf"{name} = (.+)", TOLD)[1]


def served(folder, user, data, **settings):
    options = {"listen_addresses": "''", "unix_socket_directories": f"'{folder}'", "fsync": "off"} | settings
    with (folder / data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in options.items())
    process = subprocess.Popen([BINARIES[-1] / "postgres", "-D", folder / data], **QUIET, **user)
    for _ in range(600):
        try:
            with psycopg.connect(address(folder), autocommit=True) as connection:
                if not connection.execute("SELECT pg_is_in_recovery()").fetchone()[0]:
                    return process
        except psycopg.OperationalError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def address(folder):
    return f"postgresql://mendline@/postgres?host={folder}"


def stopped(process):
    process.terminate()
    process.wait(60)


def test_the_archive_of_the_write_ahead_log_brings_back_the_very_moment(cluster):
    folder, user = cluster
    making = [BINARIES[-1] / "initdb", "-D", folder / "data", "-U", "mendline", "-A", "trust", "-E", "UTF8"]
    subprocess.run(making, check=True, **QUIET, **user)
    archive = {
        name: told(name).replace("/archive/", f"{folder}/archive/") for name in ("archive_mode", "archive_command")
    }
    process = served(folder, user, "data", **archive)
    open_postgresql(address(folder).replace("postgresql:", "postgresql+psycopg:")).close()
    base = [BINARIES[-1] / "pg_basebackup", "-D", folder / "base", "-X", "stream", "-c", "fast"]
    subprocess.run([*base, "-h", folder, "-U", "mendline"], check=True, **QUIET, **user)
    with psycopg.connect(address(folder), autocommit=True) as connection:
        note(connection, 1, "before")
        time.sleep(1)
        moment = datetime.now(UTC)
        time.sleep(1)
        note(connection, 2, "the mistake")
        connection.execute("SELECT pg_switch_wal()")
    stopped(process)
    back = {
        "restore_command": told("restore_command").replace("/archive/", f"{folder}/archive/"),
        "recovery_target_time": f"'{moment.isoformat()}'",
        "recovery_target_action": told("recovery_target_action"),
    }
    (folder / "base" / "recovery.signal").touch()
    if user:
        shutil.chown(folder / "base" / "recovery.signal", "postgres", "postgres")
    process = served(folder, user, "base", **back)
    with psycopg.connect(address(folder)) as connection:
        assert [name for (name,) in connection.execute("SELECT name FROM clinic").fetchall()] == ["before"]
    database = open_postgresql(address(folder).replace("postgresql:", "postgresql+psycopg:"))
    with database.read() as connection:
        assert current(connection) == revisions()[-1]
    database.close()
    stopped(process)


def note(connection, number, name):
    connection.execute("INSERT INTO clinic (id, name, created_at) VALUES (%s, %s, now())", (number, name))
