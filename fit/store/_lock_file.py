"""One server at a time on one database file."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from fit.errors import StoreError, StoreLockedError

if TYPE_CHECKING:
    from pathlib import Path

OWNER_ONLY = 0o600


class FileLock:
    """Held from opening to closing; the operating system lets go of it when the process dies."""

    def __init__(self, database: Path) -> None:
        self._database = database
        descriptor = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        self._descriptor: int | None = descriptor
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._refuse(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise StoreError(
                f"{database} lies where files cannot be locked ({error.strerror}), as on some network drives: two "
                "servers could write to it at once. Put it on a disk of this machine, or use PostgreSQL."
            ) from None
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())

    def _refuse(self, descriptor: int) -> None:
        holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
        os.close(descriptor)
        raise StoreLockedError(
            f"{self._database} is open in another Mendline (process {holder}). Stop that one first."
        ) from None

    def release(self) -> None:
        """Let another server open the database; doing it again does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
