"""The clinic's key: where it is, who can read it, and whether it opens what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._clinic_key import key_place, sealed_files
from fit.casework._data_folder import SET_ASIDE, set_aside
from fit.casework._key_change import advice_on_key
from fit.casework.doctor._finding import counted, mend, ok, to_know
from fit.errors import MendlineError
from fit.sealing import fingerprint
from fit.sealing.file_key import OTHERS
from fit.sealing.header import opens
from fit.sealing.key_places import check_no_change_under_way
from fit.store import rekeying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings

OF_THEN = "The key of then opens them, whatever the key is now. Delete them when you are sure."
COPY = "Keep a copy of the key apart from the backups: without it nobody can read the data."


def look(settings: Settings, *, thorough: bool) -> Iterator[Finding]:
    """Look at the place of the key, and at what it opens."""
    place = key_place(settings)
    try:
        key = place.read()
        check_no_change_under_way(place)
    except MendlineError as error:
        yield mend("key.place", "The key cannot be used.", str(error))
        return
    yield _of_place(settings, key)
    if settings.folder.exists() and settings.folder.stat().st_mode & OTHERS:
        said = f"Others can look into the data folder {settings.folder}."
        yield mend("key.folder", said, f"Say: chmod 700 {settings.folder}")
    if set_aside(settings):
        yield to_know("key.set_aside", f"Copies of before a restore lie in {settings.folder / SET_ASIDE}.", OF_THEN)
    if key is not None:
        if advice := advice_on_key(settings):
            yield to_know("key.apart", advice, "docs/data_at_rest.md says how to move it.")
        yield from _of_what_it_opens(settings, key, thorough=thorough)


def _of_place(settings: Settings, key: str | None) -> Finding:
    named = key_place(settings).named
    if key is not None:
        return ok("key.place", f"The key {fingerprint(key)} is in: {named}. {COPY}")
    if settings.database_file.exists() and not settings.database_url:
        return mend("key.place", f"The database is encrypted, and its key is not there ({named}).", "Put the key back.")
    return to_know("key.place", f"There is no key yet ({named}).", "The first start of the server makes one.")


def _of_what_it_opens(settings: Settings, key: str, *, thorough: bool) -> Iterator[Finding]:
    if not settings.database_url and settings.database_file.exists():
        yield _of_database(settings, key)
    if thorough and settings.folder.exists():
        closed = sum(not opens(one, key) for one in sealed_files(settings.folder))
        if closed:
            said = f"The key does not open {counted(closed, 'file', 'files')} of the data folder."
            yield mend("key.files", said, "Use the key that they were made with, or restore them from a backup.")
        else:
            yield ok("key.files", "The key opens every encrypted file of the data folder.")


def _of_database(settings: Settings, key: str) -> Finding:
    if rekeying.could_open(settings.database_file, key):
        return ok("key.opens", "The key opens the database.")
    remedy = "Use the key that was made with it, or restore the database from a backup if it is damaged."
    return mend("key.opens", f"The key does not open {settings.database_file}.", remedy)
