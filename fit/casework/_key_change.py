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
from fit.errors import ConfigurationError, ConflictError, KeyMissingError, SchemaError
from fit.sealing import drop_other_wraps, fingerprint, opens, wrap_for
from fit.speech.recordings import Recordings
from fit.store import backup, rekeying, schema
from fit.store.reading_only import reading_postgresql

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
        when the tables are not those of this version; nothing is written then.
    StoreError
        when the database does not answer; nothing is written then either.
    """
    if settings.database_url and not servers_are_stopped:
        raise ConflictError("Stop every server of this clinic first, then say --servers-are-stopped.")
    with nullcontext() if settings.database_url else rekeying.held(_there(settings)):
        place = key_place(settings)
        old, new = place.read(), place.next()
        if old is None:
            raise KeyMissingError(f"There is no key to change ({place.named}).")
        _check_schema(settings, old, new)
        new = place.make_next() if new is None else new
        if old == new:
            raise ConfigurationError("MENDLINE_KEY_NEW is the key that there is already. Make one: mendline key new")
        _put_under(settings, old, new, say)
        place.take_next()
    return fingerprint(new)


def _put_under(settings: Settings, old: str, new: str, say: Callable[[str], None]) -> None:
    """Go from where it is to where the new key alone opens files and database; what is done already is left out."""
    file = settings.database_file
    if settings.database_url or not rekeying.opens_with(file, new):
        say("Files: letting the new key open them.")
        _wrap_files(settings, old, new)
    if not settings.database_url and not rekeying.opens_with(file, new):
        say("Database: written anew under the new key.")
        rekeying.rekey(file, old, new)
    say("Files: the old key is taken out of them.")
    for one in sealed_files(settings.folder):
        drop_other_wraps(one, new)


def _check_schema(settings: Settings, old: str, new: str | None) -> None:
    """Refuse tables of another version before anything is written.

    What a newer Mendline made may have files that this one does not know. What an older one made is brought up to date
    first; but a change that has begun is finished whatever older tables there are, as no server opens them in between.
    """
    found = _schema(settings, old, new)
    if found is not None:
        schema.check_known(found)
    known = schema.revisions()[-1]
    if found == known or (new is not None and _has_begun(settings, new)):
        return
    if found is None:
        raise SchemaError(
            "The database has no tables of a clinic. See that MENDLINE_DATA and MENDLINE_DATABASE_URL are set as they "
            "are for the server. Nothing was changed."
        )
    raise SchemaError(
        f"The database has schema {found}; this Mendline changes the key of {known}. Start the server once (without "
        "MENDLINE_KEY_NEW): it brings the tables up to date. Stop it, and say this again. Nothing was changed."
    )


def _schema(settings: Settings, old: str, new: str | None) -> str | None:
    """The step that the tables were brought to, asked by whichever key opens them; None where there are none."""
    if settings.database_url:
        with reading_postgresql(settings.database_url, any_schema=True) as connection:
            return schema.current(connection)
    file = settings.database_file
    key = new if new is not None and rekeying.opens_with(file, new) else old
    return backup.asked(file, key, schema.current)


def _has_begun(settings: Settings, new: str) -> bool:
    """Whether a change to this key is to be finished. One in the environment may be there before anything is done."""
    if settings.key_from != "environment":
        return True
    if not settings.database_url and rekeying.opens_with(settings.database_file, new):
        return True
    return any(opens(one, new) for one in sealed_files(settings.folder))


def _there(settings: Settings) -> Path:
    if not settings.database_file.exists():
        raise KeyMissingError(f"There is no database at {settings.database_file}. Set MENDLINE_DATA to its folder.")
    return settings.database_file


def _wrap_files(settings: Settings, old: str, new: str) -> None:
    Recordings(settings.folder / FOLDER, old).adopt(new)
    for one in sealed_files(settings.folder):
        wrap_for(one, old, new)
