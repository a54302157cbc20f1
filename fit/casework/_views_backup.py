"""What is told of a backup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBackup:
    """A backup as it lies in a folder, by its name: of which installation, and of which moment."""

    path: Path
    installation: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupCheck:
    """What was found in a backup that was opened, read to its end and restored in a scratch place."""

    path: Path
    made_at: datetime | None
    mendline: str
    schema: str
    rows: int
    files: int
    problems: tuple[str, ...]
    """What is damaged or missing, in words; nothing when it is whole."""
    warnings: tuple[str, ...] = ()
    """What is as it was in the clinic, but should not be."""

    @property
    def is_whole(self) -> bool:
        """Whether everything in it can be restored."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBackup:
    """A backup that was made, and restored in a scratch place to see that it is whole."""

    path: Path
    made_at: datetime
    size: int
    """[bytes]"""
    rows: int
    files: int
    key: str
    """Name of the key that opens it."""
    let_go: tuple[Path, ...]
    """Older ones that were deleted afterwards."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBackup:
    """The last backup of this installation that was found whole."""

    made_at: datetime
    path: Path
    size: int
    """[bytes]"""
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and what of the time since has to be done again."""

    made_at: datetime
    path: Path
    files: int
    sign_ins_ended: int
    forms_ended: int
    set_aside: Path | None
    """Where that lies which was there before."""
    erased_since: int | None
    """Clients erased after the backup, who are back now; None where what was there before cannot tell."""
    warnings: tuple[str, ...] = ()
