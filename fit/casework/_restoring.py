"""Putting a backup back: made ready beside, tried, and put in its place; what was there before is set aside."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from fit.casework._backup_check import POSTGRESQL, SQLITE, check_backup, check_key, extract, tried
from fit.casework._backup_file import DATABASE, FILES, reading
from fit.casework._clinic_key import key_place
from fit.casework._data_folder import RESTORING, SET_ASIDE, things_of_a_clinic
from fit.casework._kept_backups import MOMENT, chosen
from fit.casework._recording_files import FOLDER
from fit.casework._views_backup import BackupCheck, Restored
from fit.casework.settings import DATABASE_FILE
from fit.errors import ConfigurationError, ConflictError, InputError, KeyMissingError, StoreError
from fit.sealing import FileKey, drop_other_wraps, is_sealed, wrap_for
from fit.sealing.file_key import OWNER_ONLY_FOLDER
from fit.sealing.header import sync_folder
from fit.sealing.key_places import check_no_change_under_way
from fit.sealing.own_folder import make_own_folder
from fit.speech.recordings import Recordings
from fit.store import backup, dump, rekeying, restored
from fit.store.queue import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fit.casework._backup_file import BackupReader
    from fit.casework.settings import Settings
    from fit.store.types import Connection

NEW = "new"
ANOTHER = "Use another backup: mendline backup list FOLDER."
KINDS = {SQLITE: "an encrypted file (SQLite)", POSTGRESQL: "a PostgreSQL database"}
OF_KIND = {
    SQLITE: "Take MENDLINE_DATABASE_URL away to restore it into a file.",
    POSTGRESQL: "Set MENDLINE_DATABASE_URL to an empty PostgreSQL database for it.",
}


def _now() -> datetime:
    return datetime.now(UTC)


def restore_backup(
    settings: Settings,
    source: Path,
    *,
    at: datetime | None = None,
    replace: bool = False,
    key_file: Path | None = None,
    clock: Callable[[], datetime] = _now,
) -> Restored:
    """Put a backup in the place of an empty data folder and database; `replace` sets aside what is there.

    Until the last step nothing that is there is touched, and nothing is ever deleted.

    Raises
    ------
    ConfigurationError
        when the folder is not there, and this account may not make it.
    InputError, ConflictError
        when there is no such backup, or something is there and nobody said that it is to be set aside.
    StoreLockedError
        when a server has the folder open.
    KeyMissingError, WrongKeyError
        when the clinic's key is not at its place, or the backup was made under another one.
    SchemaError
        when a newer Mendline made it.
    StoreError
        when the backup is not whole, or there is no room.
    """
    path = chosen(source, at)
    key = _present_key(settings)
    backup_key = key if key_file is None else _given_key(key_file)
    make_own_folder(settings.folder)
    with nullcontext() if settings.database_url else rekeying.held(settings.database_file):
        _check_free(settings, replace=replace)
        check_key(path, backup_key)
        with _staged(settings) as staging:
            erased = _erased_since(settings, key, path, backup_key)
            ready = _made_ready(settings, path, backup_key, key, staging, clock())
        aside = _put_in_place(settings, staging, clock())
    return Restored(path=path, set_aside=aside, erased_since=erased, **ready)


def check_kept_backup(settings: Settings, path: Path, *, key_file: Path | None = None) -> BackupCheck:
    """Try a backup again, by restoring it in a scratch place: the key of the clinic opens it, or the one that is named.

    Raises
    ------
    InputError
        when there is no such file.
    KeyMissingError, WrongKeyError
        when the key is not there, or is another one.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name one of its backups: mendline backup list {path}")
    if not path.is_file():
        raise InputError(f"{path}: there is no such file. Check the path.")
    key = _present_key(settings) if key_file is None else _given_key(key_file)
    return check_backup(settings, path, key)


def _present_key(settings: Settings) -> str:
    place = key_place(settings)
    check_no_change_under_way(place)
    key = place.read()
    if key is None:
        raise KeyMissingError(
            f"The clinic's key is not at its place ({place.named}). Put your copy of it there first: no backup holds "
            "it."
        )
    return key


def _given_key(key_file: Path) -> str:
    key = FileKey(path=key_file).read()
    if key is None:
        raise KeyMissingError(f"There is no key file {key_file}. Name the copy of the key of then.")
    return key


def _check_free(settings: Settings, *, replace: bool) -> None:
    there = things_of_a_clinic(settings)
    if there and not replace:
        raise ConflictError(
            f"{settings.folder} is not empty ({there[0].name}). Name an empty folder in MENDLINE_DATA, or say "
            "--replace: what is there is set aside then, and nothing is deleted."
        )
    if settings.database_url:
        dump.check_empty(settings.database_url)


@contextmanager
def _staged(settings: Settings) -> Iterator[Path]:
    """A folder where all is made ready. While it is there no server opens the clinic.

    When all fails it goes again, unless an earlier restore was cut off while things were moved.
    """
    staging = settings.folder / RESTORING
    was_cut_off = staging.exists()
    shutil.rmtree(staging, ignore_errors=True)
    (staging / NEW).mkdir(parents=True, mode=OWNER_ONLY_FOLDER)
    try:
        yield staging
    except BaseException:
        shutil.rmtree(staging / NEW if was_cut_off else staging)
        raise


def _erased_since(settings: Settings, key: str, path: Path, backup_key: str) -> int | None:
    """Clients erased after the backup, by the audit of the database that is set aside; None when it cannot tell."""
    if settings.database_url or not settings.database_file.exists():
        return None
    with reading(path, backup_key) as reader:
        moment = _made_at(reader)
    try:
        return backup.asked(settings.database_file, key, lambda connection: restored.erased_since(connection, moment))
    except StoreError:
        return None


def _made_at(reader: BackupReader) -> datetime:
    return datetime.fromisoformat(reader.told["made_at"])


def _made_ready(
    settings: Settings, path: Path, backup_key: str, key: str, staging: Path, now: datetime
) -> dict[str, Any]:
    """Try all of it; files first, the database last: in PostgreSQL it has no place to be made ready beside."""
    with reading(path, backup_key) as reader:
        _check_kind(settings, reader)
        found = tried(settings, reader, staging)
        if found.problems:
            raise StoreError(f"{path.name} is damaged: {'; '.join(found.problems)}. Nothing was changed. {ANOTHER}")
        _stage_files(reader, staging / NEW, backup_key, key)
        made_at = _made_at(reader)
        if found.database is None:
            sessions, forms = _into_postgresql(settings.database_url, reader, now)
        else:
            copy_key = reader.told["database_key"]
            with backup.opened_copy(found.database, copy_key) as connection:
                sessions, forms = _told_restored(connection, made_at, now)
            backup.put_under_key(found.database, copy_key, staging / NEW / DATABASE_FILE, key)
        ended = {"sign_ins_ended": sessions, "forms_ended": forms}
        return {"made_at": made_at, "files": len(reader.files), "warnings": found.warnings, **ended}


def _check_kind(settings: Settings, reader: BackupReader) -> None:
    kind = POSTGRESQL if settings.database_url else SQLITE
    if reader.told["kind"] != kind:
        raise ConfigurationError(
            f"The backup is of {KINDS[reader.told['kind']]} and goes into such a one alone; no command turns one kind "
            f"into the other. {OF_KIND[reader.told['kind']]}"
        )


def _told_restored(connection: Connection, made_at: datetime, now: datetime) -> tuple[int, int]:
    ended = restored.end_what_was_open(connection, now)
    restored.note_restored(connection, made_at, now)
    return ended


def _into_postgresql(url: str, reader: BackupReader, now: datetime) -> tuple[int, int]:
    try:
        with reader.part(DATABASE) as content:
            dump.read_dump(url, content)
        with dump.opened(url) as connection:
            backup.bring_up_to_date(connection)
            prepare(connection)  # a backup holds no queue, and the working account's rights are given for it too
            return _told_restored(connection, _made_at(reader), now)
    except BaseException:
        dump.emptied(url)  # it was empty before
        raise


def _stage_files(reader: BackupReader, folder: Path, backup_key: str, key: str) -> None:
    """Write every file; what is sealed is opened by the clinic's present key alone from then on."""
    for name in reader.files:
        place = folder / name
        if not place.resolve().is_relative_to(folder.resolve()):
            raise StoreError("A file of the backup would go outside of the data folder. It is none of ours.")
        place.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        extract(reader, f"{FILES}{name}", place)
        if key != backup_key and is_sealed(place):
            wrap_for(place, backup_key, key)
            drop_other_wraps(place, key)
    if key != backup_key:
        Recordings(folder / FOLDER, backup_key).adopt(key)  # of long ago, without a key of their own


def _put_in_place(settings: Settings, staging: Path, now: datetime) -> Path | None:
    """Move what is there aside and what was made ready in; the database last."""
    folder, new = settings.folder, staging / NEW
    aside = _not_there_yet(folder / SET_ASIDE / now.astimezone(UTC).strftime(MOMENT))
    there = things_of_a_clinic(settings)
    for path in there:
        aside.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
        path.rename(aside / path.name)
    for path in sorted(new.iterdir(), key=lambda one: one.name == DATABASE_FILE):
        path.rename(folder / path.name)
    sync_folder(folder)
    shutil.rmtree(staging)
    return aside if there else None


def _not_there_yet(place: Path) -> Path:
    """A place of that name, numbered where an earlier one of the same second has it."""
    names = chain([place], (place.with_name(f"{place.name}-{number}") for number in count(2)))
    return next(one for one in names if not one.exists())
