"""Where a clinic's data and definitions are, from MENDLINE_* environment variables."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Settings"]

DEFAULT_FOLDER = Path("data/clinic")
DATABASE_FILE = "clinic.db"
KEY_FILE = "clinic.key"
YES = frozenset({"1", "true", "yes", "on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation is set up. Without a database URL, an encrypted file in `folder` is used."""

    folder: Path = DEFAULT_FOLDER
    database_url: str = ""
    key_file_path: Path | None = None
    policy: str = "icce"
    """Name of a policy that comes with Mendline, or the path of a policy file."""
    curves: str = "simulated_reference"
    """Name of a curve set that comes with Mendline, or the path of a curve file."""
    wording: Path | None = None
    """Folder with the clinic's wording packs, outside of Mendline's own files; None when it has none."""
    demo: bool = False
    idle_limit: timedelta = timedelta(minutes=30)
    """A web session ends after so long without a request."""
    absolute_limit: timedelta = timedelta(hours=12)
    """A web session ends after a working day, whatever happens."""
    hand_over_limit: timedelta = timedelta(minutes=60)
    """A client's form can be sent for so long."""

    @property
    def database_file(self) -> Path:
        """The encrypted database, when no database URL is set."""
        return self.folder / DATABASE_FILE

    @property
    def key_file(self) -> Path:
        """The key that opens it; keep a copy of it apart from the backups."""
        return self.key_file_path or self.folder / KEY_FILE

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read MENDLINE_DATA, _DATABASE_URL, _KEY_FILE, _POLICY, _CURVES, _WORDING and _DEMO."""
        given = os.environ if environment is None else environment
        key_file = given.get("MENDLINE_KEY_FILE", "")
        return cls(
            folder=Path(given.get("MENDLINE_DATA", "") or DEFAULT_FOLDER),
            database_url=given.get("MENDLINE_DATABASE_URL", ""),
            key_file_path=Path(key_file) if key_file else None,
            policy=given.get("MENDLINE_POLICY", "") or "icce",
            curves=given.get("MENDLINE_CURVES", "") or "simulated_reference",
            wording=Path(given["MENDLINE_WORDING"]) if given.get("MENDLINE_WORDING") else None,
            demo=given.get("MENDLINE_DEMO", "").lower() in YES,
        )
