"""One at a time: locks that the operating system lets go of when a process dies."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Lock", "machine_locks", "one_of", "wait_for_one"]

OWNER_ONLY = 0o600
LOOK_AGAIN_S = 0.5


class Lock:
    """A lock that is held, until it is released or the process ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let somebody else have it."""
        os.close(self._descriptor)


def machine_locks(at_once: int) -> list[Path]:
    """Give the locks of this machine, one for each transcription that may run at once."""
    folder = Path(tempfile.gettempdir())
    return [folder / f"mendline-speech-{os.getuid()}-{number}.lock" for number in range(at_once)]


def one_of(files: Iterable[Path]) -> Lock | None:
    """Take the first lock that is free; None when all are held.

    Raises
    ------
    ConfigurationError
        when a lock file cannot be opened.
    """
    for file in files:
        try:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, OWNER_ONLY)
        except OSError as error:
            raise ConfigurationError(
                f"The lock file {file} cannot be opened ({error.strerror}). Delete it, or see whose it is."
            ) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return Lock(descriptor)
    return None


def wait_for_one(files: Iterable[Path], *, waiting: Callable[[], None]) -> Lock:
    """Take the first lock that becomes free; `waiting` is called before every new look and may raise to give up."""
    files = list(files)
    while (lock := one_of(files)) is None:
        waiting()
        time.sleep(LOOK_AGAIN_S)
    return lock
