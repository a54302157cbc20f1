"""The clinic's key in a file that only its owner reads."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fit.errors import ConfigurationError
from fit.sealing.header import sync_folder
from fit.sealing.key_text import checked_key, new_key

if TYPE_CHECKING:
    from pathlib import Path

OWNER_ONLY, OWNER_ONLY_FOLDER, OTHERS = 0o600, 0o700, 0o077


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKey:
    """A file of its own; the next key lies beside it."""

    path: Path

    @property
    def named(self) -> str:
        """The place in words, for messages."""
        return f"the key file {self.path} is not there" if not self.path.exists() else f"the key file {self.path}"

    @property
    def _next(self) -> Path:
        return self.path.with_name(f"{self.path.name}.next")

    def read(self) -> str | None:
        """Give the key; None when there is none.

        Raises
        ------
        WrongKeyError
            when the file holds no key.
        ConfigurationError
            when others than its owner can read it.
        """
        return _read(self.path)

    def make(self) -> str:
        """Make the first key and keep it."""
        return _make(self.path)

    def next(self) -> str | None:
        """Give the key that a change under way leads to."""
        return _read(self._next)

    def make_next(self) -> str:
        """Make the next key and keep it beside the present one."""
        return _make(self._next)

    def take_next(self) -> None:
        """Let the next key be the key."""
        self._next.replace(self.path)
        sync_folder(self.path.parent)


def _read(path: Path) -> str | None:
    if not path.exists():
        return None
    if path.stat().st_mode & OTHERS:
        raise ConfigurationError(
            f"The key file {path} can be read by others (mode {path.stat().st_mode & 0o777:o}). Say: chmod 600 {path}"
        )
    text = path.read_text(encoding="ascii", errors="replace")
    return checked_key(text, str(path), "Restore it from your copy.")


def _make(path: Path) -> str:
    """Whole or not at all: a file that was cut short would be taken for a lost key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    key, fresh = new_key(), path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)  # unlike a renaming, this never takes the place of a key that is there
        sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return key
