"""The server that has this clinic open, if one has: how it was started."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fit.casework.doctor._finding import ok, to_know

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings

OPEN_DOORS: Final = {
    "--unencrypted": "other machines reach it without TLS, and passphrases can be read on the way",
    "--beyond-loopback": "the demo can be reached from other machines, and everybody knows its passphrase",
}


def look(settings: Settings) -> Iterator[Finding]:
    """Look for the server of the encrypted file; servers of PostgreSQL may be on any machine."""
    if settings.database_url:
        return
    holder = _holder(settings.database_file)
    if holder is None:
        yield ok("server.runs", "No server has the database open.")
        return
    yield ok("server.runs", f"A server has the database open (process {holder}).")
    yield from of_words(_words(holder))


def of_words(words: tuple[str, ...]) -> Iterator[Finding]:
    """Say what was asked of the server at its start that lets more in than is usual."""
    for word, what in OPEN_DOORS.items():
        if word in words:
            remedy = "Unless that way is encrypted itself, put a proxy with TLS in front: docs/deployment.md."
            yield to_know("server.reach", f"The server was started with {word}: {what}.", remedy)


def _holder(database: Path) -> str | None:
    """The process that holds the lock; None when nobody does. The lock is tried and let go at once, never made."""
    try:
        with Path(f"{database}.lock").open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return lock.read(20).decode(errors="replace").strip() or "unknown"
    except (FileNotFoundError, PermissionError):
        return None
    return None


def _words(process: str) -> tuple[str, ...]:
    """The words that a process was started with; empty where they cannot be seen."""
    try:
        raw = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return ()
    return tuple(raw.decode(errors="replace").split("\0"))
