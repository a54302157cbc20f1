"""Changing the clinic's key, of database and files: it may be broken off anywhere, and is finished by doing it again.

The order is what makes it safe. First every file lets both keys open it. Then the database is put in its place under
the new key, in one step. Then the files forget the old key. Last, the new key takes the old one's place. Up to the step
in the middle the old key opens everything, from there on the new one.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from fit.casework._clinic_key import key_place, sealed_files
from fit.casework._recording_files import FOLDER
from fit.errors import ConfigurationError, ConflictError, KeyMissingError
from fit.sealing import drop_other_wraps, fingerprint, wrap_for
from fit.speech.recordings import Recordings
from fit.store import backup, rekeying, schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fit.casework.settings import Settings

__all__ = ["advice_on_key", "change_key", "key_in_words"]


def key_in_words(settings: Settings) -> str:
    """Say where the key is, and its name: eight bytes in which nothing can be read, the same for every copy of it.

    Raises
    ------
    KeyMissingError
        when there is none.
    """
    place = key_place(settings)
    key = place.read()
    if key is None:
        raise KeyMissingError(f"There is no key yet ({place.named}). The first start of the server makes one.")
    return f"The key {fingerprint(key)} is in: {place.named}"


def advice_on_key(settings: Settings) -> str:
    """Say what would be safer when the key lies in the folder of the data, as it does by default; else an empty text.

    Whoever takes that folder, its disk or a copy of it has the key with it.
    """
    folder = settings.folder.resolve()
    if settings.key_from != "file" or not settings.key_file.resolve().is_relative_to(folder):
        return ""
    return (
        "The key lies in the same folder as the data that it opens: whoever takes the disk or a copy of the folder "
        "can read everything. Safer is another volume (MENDLINE_KEY_FILE) or the keyring of the system "
        "(MENDLINE_KEY_FROM=keyring)."
    )


def change_key(settings: Settings, say: Callable[[str], None], *, servers_are_stopped: bool = False) -> str:
    """Encrypt all anew by a new key; returns the new key's name. Nothing that the old key opened is opened by it then.

    Raises
    ------
    StoreLockedError
        when a server has the database open.
    ConflictError
        on PostgreSQL, where that cannot be seen, when nobody said that all servers are stopped.
    KeyMissingError
        when there is no key to change, or the new one has to be given and is not.
    SchemaError
        when a newer Mendline made the tables.
    """
    file = settings.database_file
    if settings.database_url and not servers_are_stopped:
        raise ConflictError("Stop every server of this clinic first, then say --servers-are-stopped.")
    with nullcontext() if settings.database_url else rekeying.held(_there(settings)):
        place = key_place(settings)
        old, new = place.read(), place.next()
        if old is None:
            raise KeyMissingError(f"There is no key to change ({place.named}).")
        if not settings.database_url and rekeying.opens_with(file, old):
            _check_version(file, old)
        new = place.make_next() if new is None else new
        if old == new:
            raise ConfigurationError("MENDLINE_KEY_NEW is the key that there is already. Make one: mendline key new")
        if settings.database_url or not rekeying.opens_with(file, new):
            say("Files: letting the new key open them.")
            _wrap_files(settings, old, new)
        if not settings.database_url and not rekeying.opens_with(file, new):
            say("Database: written anew under the new key.")
            rekeying.rekey(file, old, new)
        say("Files: the old key is taken out of them.")
        for one in sealed_files(settings.folder):
            drop_other_wraps(one, new)
        place.take_next()
    return fingerprint(new)


def _check_version(file: Path, key: str) -> None:
    """What a newer Mendline made is left as it is: it may have files that this one does not know."""
    found = backup.asked(file, key, schema.current)
    if found is not None:
        schema.check_known(found)


def _there(settings: Settings) -> Path:
    if not settings.database_file.exists():
        raise KeyMissingError(f"There is no database at {settings.database_file}. Set MENDLINE_DATA to its folder.")
    return settings.database_file


def _wrap_files(settings: Settings, old: str, new: str) -> None:
    Recordings(settings.folder / FOLDER, old).adopt(new)
    for one in sealed_files(settings.folder):
        wrap_for(one, old, new)
