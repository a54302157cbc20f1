"""Backups: made beside the running server, tried at once by restoring, and let go when newer ones are whole."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING, Any

from fit.casework._backup_check import POSTGRESQL, SQLITE, check_backup
from fit.casework._backup_file import DATABASE, FILES, writing
from fit.casework._clinic_key import clinic_key, key_place
from fit.casework._data_folder import check_no_restore_under_way, files_to_keep, note_last
from fit.casework._kept_backups import MOMENT, backups_in, too_many
from fit.casework._recording_files import FOLDER, files_of
from fit.casework._views_backup import MadeBackup
from fit.errors import ConflictError, InputError, NotFoundError, StoreError
from fit.sealing import fingerprint, key_for, new_key
from fit.sealing.file_key import OWNER_ONLY
from fit.sealing.header import sync_folder
from fit.sealing.key_places import check_no_change_under_way
from fit.speech.recordings import SUFFIX
from fit.store import backup, dump
from fit.store.contents import as_told
from fit.store.schema import check_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fit.casework._backup_file import BackupWriter
    from fit.casework.settings import Settings
    from fit.store.contents import Contents

LOCK, UNTRIED, COPY, TRYING = ".mendline-backup.lock", ".untried-", ".copy-", ".trying-"


def _now() -> datetime:
    return datetime.now(UTC)


def make_backup(
    settings: Settings,
    folder: Path,
    *,
    keep: int | None = None,
    keep_days: int | None = None,
    clock: Callable[[], datetime] = _now,
) -> MadeBackup:
    """Make a backup in a folder, try it by restoring it in a scratch place, and only then let older ones go.

    The server may go on meanwhile. Whatever was acknowledged before the backup began is in it.

    Raises
    ------
    InputError
        when the folder is not there or lies in the data folder.
    ConflictError
        when another backup is being made there.
    ConfigurationError
        when the key is being changed, a restore is under way, or PostgreSQL's programs are not there.
    SchemaError
        when a newer Mendline made the tables: what it made may not be all that this one knows.
    StoreError
        when it cannot be made, or was not whole when it was tried: then nothing is kept of it, and nothing let go.
    """
    _check_place(settings, folder)
    with _alone_in(folder):
        made_at = clock().astimezone(UTC).replace(microsecond=0)
        made = _tried_and_named(settings, folder, made_at)
        note_last(settings, made)
        gone = too_many(backups_in(folder), made, keep=keep, keep_days=keep_days)
        for old in gone:
            old.unlink(missing_ok=True)
        return MadeBackup(**{name: getattr(made, name) for name in MadeBackup.__slots__} | {"let_go": gone})


def _check_place(settings: Settings, folder: Path) -> None:
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Make it, or see that its disk is mounted.")
    if folder.resolve().is_relative_to(settings.folder.resolve()):
        raise InputError(f"{folder} is in the data folder that is to be saved. Name one on another disk.")
    check_no_restore_under_way(settings)
    check_no_change_under_way(key_place(settings))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One backup at a time; what an earlier one left when it was cut off is taken away."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    except OSError as wrong:
        raise InputError(f"{folder}: cannot be written ({wrong.strerror}). Choose another place.") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _sweep(folder)
        yield
    except BlockingIOError:
        raise ConflictError(f"A backup is being made in {folder} already. Wait for it.") from None
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    for left in chain(folder.glob(f"{UNTRIED}*"), folder.glob(f".{UNTRIED}*"), folder.glob(f"{COPY}*")):
        left.unlink(missing_ok=True)
    for left in folder.glob(f"{TRYING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _tried_and_named(settings: Settings, folder: Path, made_at: datetime) -> MadeBackup:
    """A backup has its name from the moment on at which it was found whole."""
    key = _key(settings)
    fresh = folder / f"{UNTRIED}{secrets.token_hex(4)}"
    try:
        installation = _written(settings, fresh, key, made_at)
        found = check_backup(settings, fresh, key)
        if not found.is_whole:
            raise StoreError(
                f"The backup was not whole when it was tried: {'; '.join(found.problems)}. Nothing was kept of it, and "
                "older ones are as they were. See that disk and database are well."
            )
        path = folder / f"mendline-{installation}-{made_at.strftime(MOMENT)}.backup"
        _named(fresh, path)
    except OSError as wrong:
        raise StoreError(f"The backup could not be written to {folder} ({wrong.strerror}). Older ones stay.") from None
    finally:
        fresh.unlink(missing_ok=True)
    return MadeBackup(
        path=path,
        made_at=made_at,
        size=path.stat().st_size,
        rows=found.rows,
        files=found.files,
        key=fingerprint(key),
        let_go=(),
        warnings=found.warnings,
    )


def _named(fresh: Path, path: Path) -> None:
    if path.exists():
        raise ConflictError(f"{path} was made in this very second. Say it again.")
    fresh.rename(path)
    sync_folder(path.parent)


def _key(settings: Settings) -> str:
    """The clinic's key; none is made for a clinic that is not there."""
    if settings.database_url:
        return clinic_key(settings)
    if not settings.database_file.exists():
        raise NotFoundError(
            f"There is no database {settings.database_file}. Name the clinic's folder in MENDLINE_DATA."
        )
    return key_for(settings.database_file, key_place(settings))


def _written(settings: Settings, fresh: Path, key: str, made_at: datetime) -> str:
    """The database first: every recording that it knows is then still to come, or was erased meanwhile."""
    with writing(fresh, key) as parts:
        found, told = (_add_dump if settings.database_url else _add_database)(settings, parts, fresh.parent)
        check_known(found.schema)
        _add_files(settings, parts)
        about = {
            "made_at": made_at.isoformat(),
            "mendline": version("mendline"),
            "key": fingerprint(key),
            "installation": _installation(found),
        }
        parts.finish(about | told | as_told(found))
    return about["installation"]


def _add_database(settings: Settings, parts: BackupWriter, folder: Path) -> tuple[Contents, dict[str, Any]]:
    copy, copy_key = folder / f"{COPY}{secrets.token_hex(4)}", new_key()
    try:
        found = backup.copy_sqlite(settings.database_file, _key(settings), copy, copy_key)
        with copy.open("rb") as content:
            parts.add(DATABASE, content)
    finally:
        backup.let_go(copy)
    return found, {"kind": SQLITE, "database_key": copy_key}


def _add_dump(settings: Settings, parts: BackupWriter, _: Path) -> tuple[Contents, dict[str, Any]]:
    with dump.dumping(settings.database_url) as (content, found):
        parts.add(DATABASE, content)
    return found, {"kind": POSTGRESQL}


def _installation(found: Contents) -> str:
    """Name whose backups these are, so that those of others in the same folder are left alone.

    The oldest clinic's id is the same for as long as the database lives, also under another key.
    """
    clinics = found.tables["audit_head"].by_clinic
    oldest = min((int(one) for one in clinics if int(one)), default=0)
    return hashlib.sha256(str(oldest).encode()).hexdigest()[:8]


def _add_files(settings: Settings, parts: BackupWriter) -> None:
    for place in files_to_keep(settings):
        with suppress(FileNotFoundError, NotFoundError):  # erased since the folder was listed
            _add_file(settings, parts, place)


def _add_file(settings: Settings, parts: BackupWriter, place: Path) -> None:
    name = f"{FILES}{place.as_posix()}"
    if place.parent.name == FOLDER and place.suffix == SUFFIX:
        with files_of(settings).held_still(place.stem) as content:
            parts.add(name, content)
        return
    with (settings.folder / place).open("rb") as content:
        parts.add(name, content)
