"""What lies in the clinic's data folder: what belongs to a backup, and what does not."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fit.casework._draft_files import FOLDER as DRAFTS
from fit.casework._views_backup import LastBackup
from fit.casework.settings import DATABASE_FILE, KEY_FILE
from fit.errors import ConfigurationError, WrongKeyError
from fit.interop.file_out import write_file
from fit.sealing.key_text import checked_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework._views_backup import MadeBackup
    from fit.casework.settings import Settings

RESTORING, SET_ASIDE = ".restoring", "set_aside"
LAST = "last_backup.json"
NOT_FOR_LONG = (SET_ASIDE, DRAFTS)
"""What was there before a restore; and words that are not saved yet: they belong to a sign-in, and none is restored."""
NOT_KEPT = (".lock", ".arriving", "-journal", "-wal", "-shm")
"""Locks, and what is half written: the whole file beside it is kept."""
LONGEST_KEY = 80
"""[bytes] Of a file that may be a key."""


def files_to_keep(settings: Settings) -> Iterator[Path]:
    """Every file that cannot be made anew, by its place in the folder: not the database, no key, nothing half done."""
    folder = settings.folder
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and _belongs(settings, path):
            yield path.relative_to(folder)


def _belongs(settings: Settings, path: Path) -> bool:
    place = path.relative_to(settings.folder)
    hidden = any(part.startswith(".") for part in place.parts)
    ours = place.name.startswith((DATABASE_FILE, KEY_FILE)) or place.parts[0] in NOT_FOR_LONG or place == Path(LAST)
    return not (hidden or ours or place.name.endswith(NOT_KEPT) or _is_a_key(path))


def _is_a_key(path: Path) -> bool:
    """Whether a file holds a key, whatever its name: a copy that somebody left there must not go with the backups."""
    if path.stat().st_size > LONGEST_KEY:
        return False
    try:
        checked_key(path.read_text("ascii", errors="replace"), path.name, "")
    except WrongKeyError:
        return False
    return True


def set_aside(settings: Settings) -> tuple[Path, ...]:
    """What restores have set aside: under the key of then, whatever the key is now."""
    folder = settings.folder / SET_ASIDE
    return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()


def things_of_a_clinic(settings: Settings) -> tuple[Path, ...]:
    """What a restore must not meet: all that is there but keys, locks and what an earlier restore set aside."""
    if not settings.folder.is_dir():
        return ()
    return tuple(path for path in sorted(settings.folder.iterdir()) if not _may_stay(path))


def _may_stay(path: Path) -> bool:
    if path.name in {RESTORING, SET_ASIDE, LAST}:
        return True
    return path.is_file() and (path.name.endswith(".lock") or path.name.startswith(KEY_FILE) or _is_a_key(path))


def check_no_restore_under_way(settings: Settings) -> None:
    """Refuse to open a folder that is half restored: a new, empty clinic would be made in it.

    Raises
    ------
    ConfigurationError
        when a restore was begun and is not whole.
    """
    if (settings.folder / RESTORING).exists():
        raise ConfigurationError(
            f"A restore into {settings.folder} was begun and is not finished. Say mendline restore again, with "
            "--replace. What was there before lies in set_aside there; nothing was deleted."
        )


def note_last(settings: Settings, made: MadeBackup) -> None:
    """Keep where the last whole backup is, for `mendline doctor` and for people."""
    told = {"made_at": made.made_at.isoformat(), "path": str(made.path), "size": made.size, "key": made.key}
    write_file(settings.folder / LAST, json.dumps(told, indent=1).encode())


def last_backup(settings: Settings) -> LastBackup | None:
    """The last backup that was made of this folder and found whole; None when there was none, or nobody can tell."""
    try:
        told = json.loads((settings.folder / LAST).read_text("utf-8"))
        made_at = datetime.fromisoformat(told["made_at"])
        found = LastBackup(made_at=made_at, path=Path(told["path"]), size=int(told["size"]), key=str(told["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if made_at.tzinfo is not None else None
