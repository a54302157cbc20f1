"""PostgreSQL's own programs, `pg_dump` and `pg_restore`: how they are found, called and listened to."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, cast

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy.engine import make_url

from fit.errors import ConfigurationError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COPIED_AT_ONCE = 1 << 20
"""[bytes]"""
SAYS_WHY = ("error:", "fatal:")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ConfigurationError(
            f"The program {name} is not there. Install the client programs of PostgreSQL, of the server's version or "
            "newer (Debian: postgresql-client)."
        )
    return found


def _address(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which goes where no list of processes shows it."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    parts = conninfo_to_dict(plain)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": str(password)} if password else {}


@contextmanager
def running(name: str, url: str, arguments: Sequence[str], **streams: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the program on a database, and raise in its own words when it fails.

    Raises
    ------
    StoreError
        when it fails.
    ConfigurationError
        when it is not there.
    """
    address, secret = _address(url)
    command = [_program(name), f"--dbname={address}", "--no-password", *arguments]
    with tempfile.TemporaryFile() as said:  # a pipe that nobody reads would hold it up
        environment = os.environ | secret | {"LC_ALL": "C"}
        with subprocess.Popen(command, stderr=said, env=environment, **streams) as process:  # type: ignore[call-overload]  # noqa: S603  our own list, no shell
            try:
                yield process
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            said.seek(0)
            raise StoreError(f"{name} failed: {_why(said.read().decode(errors='replace'))}")


@contextmanager
def read_from(name: str, url: str, arguments: Sequence[str]) -> Iterator[IO[bytes]]:
    """Give what the program writes."""
    with running(name, url, arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        yield cast("IO[bytes]", process.stdout)


def write_to(name: str, url: str, arguments: Sequence[str], content: IO[bytes]) -> None:
    """Let the program read a stream to its end."""
    with running(name, url, arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        into = cast("IO[bytes]", process.stdin)
        with suppress(BrokenPipeError):  # it ended first, and says why
            shutil.copyfileobj(content, into, COPIED_AT_ONCE)
        with suppress(BrokenPipeError):
            into.close()


def _why(said: str) -> str:
    """The first complaint alone: what follows it may hold rows."""
    for line in said.splitlines():
        for mark in SAYS_WHY:
            if mark in line.lower():
                return line.strip()
    return "it did not say why. See that the server is well."
