"""Where the clinic's key is: a file that only its owner reads, the environment, or the keyring of the system.

While the key is changed there is a second one, the next key; it is kept in the same place until the change is whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from fit.errors import ConfigurationError, KeyMissingError
from fit.sealing.file_key import FileKey


class KeyPlace(Protocol):
    """A place that keeps the clinic's key, and the next one while the key is changed."""

    @property
    def named(self) -> str:
        """The place in words, for messages."""

    def read(self) -> str | None:
        """Give the key; None when there is none."""

    def make(self) -> str:
        """Make the first key and keep it."""

    def next(self) -> str | None:
        """Give the key that a change under way leads to; None when none is under way."""

    def make_next(self) -> str:
        """Make the next key and keep it beside the present one."""

    def take_next(self) -> None:
        """Let the next key be the key: the one before is forgotten."""


def key_for(kept: Path, place: KeyPlace | Path) -> str:
    """Read the key of what is kept there, or make one when there is neither yet.

    Raises
    ------
    KeyMissingError
        when something is kept but its key is not there.
    WrongKeyError
        when the place holds no key.
    ConfigurationError
        when others can read the key, or the place cannot be used.
    """
    place = FileKey(path=place) if isinstance(place, Path) else place
    key = place.read()
    if key is not None:
        return key
    if kept.exists():
        raise KeyMissingError(
            f"{kept} is encrypted and its key is not there ({place.named}). Put the key back, or name its place "
            "(MENDLINE_KEY_FILE, MENDLINE_KEY or MENDLINE_KEY_FROM). Without it nobody can read the data."
        )
    return place.make()


def check_no_change_under_way(place: KeyPlace) -> None:
    """Refuse to go on between two keys: what is written then might be opened by neither.

    Raises
    ------
    ConfigurationError
        when a change of the key was begun and is not whole.
    """
    if place.next() is not None:
        raise ConfigurationError(
            "A change of the key was begun and is not finished. Nothing is lost: say mendline key rotate again, which "
            "finishes it. Where the key comes from the environment, set MENDLINE_KEY to the new key then, and take "
            "MENDLINE_KEY_NEW away."
        )
