"""One server at a time on one database file."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from fit.errors import StoreLockedError

if TYPE_CHECKING:
    from pathlib import Path

OWNER_ONLY = 0o600


class FileLock:
    """Held from opening to closing; the operating system lets go of it when the process dies."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._descriptor = os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._refuse()
        os.truncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def _refuse(self) -> None:
        holder = os.read(self._descriptor, 20).decode(errors="replace").strip() or "unknown"
        os.close(self._descriptor)
        raise StoreLockedError(
            f"{self._database} is open in another Mendline (process {holder}). Stop that one first, "
            "or use PostgreSQL (MENDLINE_DATABASE_URL) for more than one server."
        ) from None

    def release(self) -> None:
        """Let another server open the database."""
        os.close(self._descriptor)
