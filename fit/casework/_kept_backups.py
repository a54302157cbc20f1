"""Backups as they lie in a folder: by their names, which of them is meant, and which of them go."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fit.casework._views_backup import KeptBackup
from fit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fit.casework._views_backup import MadeBackup

NAMED = re.compile(r"mendline-([0-9a-f]{8})-(\d{8}T\d{6}Z)\.backup")
MOMENT = "%Y%m%dT%H%M%SZ"


def backups_in(folder: Path) -> tuple[KeptBackup, ...]:
    """Every backup of a folder, the oldest first, by their names."""
    found = ((path, NAMED.fullmatch(path.name)) for path in folder.iterdir())
    kept = (
        KeptBackup(path=path, installation=named[1], made_at=datetime.strptime(named[2], MOMENT).replace(tzinfo=UTC))
        for path, named in found
        if named is not None
    )
    return tuple(sorted(kept, key=lambda one: (one.made_at, one.path.name)))


def too_many(
    kept: Sequence[KeptBackup], newest: MadeBackup, *, keep: int | None, keep_days: int | None
) -> tuple[Path, ...]:
    """Which older backups of the same installation go: beyond the newest so many, or older than so many days."""
    named = NAMED.fullmatch(newest.path.name)
    mine = [one for one in kept if named is not None and one.installation == named[1] and one.path != newest.path]
    beyond = mine[: max(0, len(mine) + 1 - keep)] if keep is not None else []
    limit = newest.made_at - timedelta(days=keep_days) if keep_days is not None else None
    old = [one for one in mine if limit is not None and one.made_at < limit]
    return tuple(dict.fromkeys(one.path for one in (*beyond, *old)))


def chosen(source: Path, at: datetime | None) -> Path:
    """The backup that is meant: the file itself, or the newest of a folder, up to a moment where one is given.

    Raises
    ------
    InputError
        when there is none, a folder has those of several installations, or a moment is said beside a file.
    """
    if source.is_file():
        if at is not None:
            raise InputError(f"A moment chooses among the backups of a folder, and {source} is one. Leave --at out.")
        return source
    if not source.is_dir():
        raise InputError(f"{source.absolute()}: there is no such file or folder. Name it in full, beginning with /.")
    kept = backups_in(source) if source.is_dir() else ()
    if len({one.installation for one in kept}) > 1:
        raise InputError(f"{source} has backups of several installations. Name the file (mendline backup list FOLDER).")
    fitting = [one for one in kept if at is None or one.made_at <= at]
    if not fitting:
        when = f" The oldest is of {kept[0].made_at.isoformat()}." if kept else ""
        raise InputError(f"There is no such backup in {source}.{when} Name its file, or another folder or moment.")
    return fitting[-1].path
