"""The clinic's key: where it is by the settings, and what it opens besides the database."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from fit.casework.settings import DATABASE_FILE
from fit.sealing import EnvironmentKey, FileKey, KeyringKey, is_sealed, key_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fit.casework.settings import Settings
    from fit.sealing import KeyPlace

SEALED = ".sealed"
"""How names of sealed files end."""


def key_place(settings: Settings) -> KeyPlace:
    """Where the settings say that the key is."""
    places: Mapping[str, Callable[[], KeyPlace]] = {
        "file": lambda: FileKey(path=settings.key_file),
        "environment": lambda: EnvironmentKey(text=settings.key_text, next_text=settings.next_key_text),
        "keyring": lambda: KeyringKey(name=f"clinic key of {settings.folder.absolute()}"),
    }
    return places[settings.key_from]()


def clinic_key(settings: Settings) -> str:
    """The clinic's key; with PostgreSQL, which needs none, it is made for the first file that is encrypted.

    Raises
    ------
    KeyMissingError, WrongKeyError
        when there is something encrypted, and the key is not there or is none.
    """
    return key_for(_encrypted(settings.folder), key_place(settings))


def _encrypted(folder: Path) -> Path:
    """Something that only the key opens, if there is anything such; else a place where nothing is."""
    database = folder / DATABASE_FILE
    there = chain(filter(Path.exists, [database]), folder.glob("recordings/*.recording"), sealed_files(folder))
    return next(there, database)


def sealed_files(folder: Path) -> Iterator[Path]:
    """Every sealed file of the data folder: exports, the salt of extracts, the keys of recordings."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    return filter(is_sealed, files)
