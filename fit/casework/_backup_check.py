"""Trying a backup: it is read to its end, restored in a scratch place, and compared with what it was made of."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from os import W_OK, access
from pathlib import Path
from typing import TYPE_CHECKING

from fit.casework._backup_file import DATABASE, reading
from fit.casework._views_backup import BackupCheck
from fit.errors import ConfigurationError, SealBrokenError, StoreError, WrongKeyError
from fit.sealing import fingerprint, keys_of
from fit.sealing.file_key import OWNER_ONLY
from fit.store import backup, dump, restored
from fit.store.contents import contents_of, differences, from_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework._backup_file import BackupReader
    from fit.casework.settings import Settings
    from fit.store.types import Connection

SQLITE, POSTGRESQL = "sqlite", "postgresql"
COPIED_AT_ONCE = 1 << 20
BEGINNING = "its beginning, which holds its key, is damaged"
HELP = "Use another backup"
AUDITS = "{} audits in it are not as they were written, as in the clinic it was made of: docs/audit.md says what to do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """The database of a backup as it was restored in the scratch place, brought up to date; and what is wrong."""

    problems: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    database: Path | None = None


def check_backup(settings: Settings, path: Path, key: str) -> BackupCheck:
    """Try a backup and say what is wrong with it; the backup itself is not touched.

    Raises
    ------
    WrongKeyError
        when it was made under another key.
    SchemaError
        when a newer Mendline made it.
    ConfigurationError
        when it is of PostgreSQL, and there is no database to try it in.
    """
    try:
        check_key(path, key)
        with reading(path, key) as reader, scratch_folder(path.parent) as scratch:
            return told_of(path, reader, tried(settings, reader, scratch))
    except SealBrokenError as broken:
        return _unreadable(path, str(broken))


def check_key(path: Path, key: str) -> None:
    """Refuse a key that does not open the backup, and tell a wrong key from a damaged beginning.

    Raises
    ------
    WrongKeyError
        when it was made under another key.
    SealBrokenError
        when its beginning is damaged.
    """
    names, mine = keys_of(path), fingerprint(key)
    if mine not in names:
        raise WrongKeyError(
            f"{path.name} was made under the key {' or '.join(names) or '(none)'}, and the key here is {mine}. Give "
            "the key of then with --key-file. If no key has that name, the beginning of the file is damaged."
        )
    if len(names) > 1:
        raise SealBrokenError(f"{path.name} is damaged: {BEGINNING}. {HELP}.")
    try:
        with reading(path, key):
            pass
    except WrongKeyError:
        raise SealBrokenError(f"{path.name} is damaged: {BEGINNING}. {HELP}.") from None


def _unreadable(path: Path, why: str) -> BackupCheck:
    return BackupCheck(path=path, made_at=None, mendline="", schema="", rows=0, files=0, problems=(why,))


def told_of(path: Path, reader: BackupReader, found: Tried) -> BackupCheck:
    """What a backup says of itself, and what was found."""
    return BackupCheck(
        path=path,
        made_at=datetime.fromisoformat(reader.told["made_at"]),
        mendline=reader.told["mendline"],
        schema=reader.told["schema"],
        rows=sum(one["rows"] for one in reader.told["tables"].values()),
        files=len(reader.files),
        problems=found.problems,
        warnings=found.warnings,
    )


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder to restore in, beside the backup where there is room, and gone afterwards. Nothing lies open in it."""
    place = beside if access(beside, W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix=".trying-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tried(settings: Settings, reader: BackupReader, scratch: Path) -> Tried:
    """Read every part, restore the database in the scratch place, and compare."""
    backup.check_schema(reader.told["schema"])
    problems = reader.problems()
    if any("the database" in one for one in problems):
        return Tried(problems=problems)
    by_kind = {SQLITE: _tried_sqlite, POSTGRESQL: _tried_postgresql}
    found = by_kind[reader.told["kind"]](settings, reader, scratch)
    return replace(found, problems=(*problems, *found.problems))


def _tried_sqlite(_: Settings, reader: BackupReader, scratch: Path) -> Tried:
    file, key = scratch / "tried.db", reader.told["database_key"]
    extract(reader, DATABASE, file)
    found = backup.whole(file, key)
    if found:
        return Tried(problems=found)
    with backup.opened_copy(file, key) as connection:
        return replace(_compared(connection, reader), database=file)


def _tried_postgresql(settings: Settings, reader: BackupReader, _: Path) -> Tried:
    url, named = settings.database_url, settings.backup_scratch_url
    if not (url or named):
        raise ConfigurationError(
            "This backup is of a PostgreSQL database, and is tried in one. Name an empty one in "
            "MENDLINE_BACKUP_SCRATCH_URL."
        )
    with dump.scratch_database(url, named) as scratch:
        with reader.part(DATABASE) as content:
            dump.read_dump(scratch, content)
        with dump.opened(scratch) as connection:
            return _compared(connection, reader)


def _compared(connection: Connection, reader: BackupReader) -> Tried:
    """Rows as they were; then brought up to date, as a server would, and the audits walked."""
    found = differences(from_told(reader.told), contents_of(connection))
    if found:
        return Tried(problems=tuple(f"the database: {one}" for one in found))
    backup.bring_up_to_date(connection)
    broken = restored.broken_audits(connection)
    return Tried(problems=(), warnings=(AUDITS.format(broken),) if broken else ())


def extract(reader: BackupReader, name: str, place: Path) -> None:
    """Write a part of a backup into a file that only its owner reads.

    Raises
    ------
    StoreError
        when there is no room for it.
    """
    place.touch(OWNER_ONLY)
    try:
        with reader.part(name) as content, place.open("wb") as file:
            shutil.copyfileobj(content, file, COPIED_AT_ONCE)
    except OSError as wrong:
        raise StoreError(f"{place} cannot be written ({wrong.strerror}). See that there is room on the disk.") from None
