"""What is written into the clinic's data folder is sealed there: nothing in it can be read without the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._clinic_key import SEALED, clinic_key
from fit.errors import InputError
from fit.interop.file_out import open_file, write_file
from fit.sealing import open_sealed, sealed_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import BinaryIO

    from fit.casework.settings import Settings

__all__ = ["kept_where", "unseal_file", "write_export"]

AT_ONCE = 1 << 20


def _in_data_folder(settings: Settings, path: Path) -> bool:
    return path.absolute().resolve().is_relative_to(settings.folder.absolute().resolve())


def _named(path: Path) -> Path:
    return path if path.suffix == SEALED else path.with_name(f"{path.name}{SEALED}")


def kept_where(settings: Settings, path: Path) -> Callable[[Path], AbstractContextManager[BinaryIO]] | None:
    """How files at this place are opened for writing: sealed in the data folder, else as they are (None)."""
    if not _in_data_folder(settings, path):
        return None
    key = clinic_key(settings)
    return lambda one: sealed_file(_named(one), key)


def write_export(settings: Settings, path: Path, content: bytes) -> Path:
    """Write an export whole or not at all, sealed when it goes into the data folder; returns where it is.

    Raises
    ------
    InputError
        when nothing can be written there.
    """
    kept = kept_where(settings, path)
    if kept is None:
        write_file(path, content)
        return path
    with kept(path) as file:
        file.write(content)
    return _named(path)


def unseal_file(settings: Settings, path: Path, out: Path) -> None:
    """Write the content of a sealed file in plain, outside of the data folder.

    Raises
    ------
    InputError
        when there is no such file, or the place is in the data folder or holds something already.
    SealBrokenError, WrongKeyError
        when it is not as it was sealed, or sealed by another key: nothing is written.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file. Check the path.")
    if _in_data_folder(settings, out):
        raise InputError(f"{out} is in the clinic's data folder, where nothing lies open. Name a place outside of it.")
    if out.exists():
        raise InputError(f"{out} is there already. Name a file that is not there yet.")
    with open_sealed(path, clinic_key(settings)) as file:
        while file.read(AT_ONCE):
            pass  # looked through first, so that nothing half is written
        file.seek(0)
        _copied(file, out)


def _copied(file: BinaryIO, out: Path) -> None:
    with open_file(out) as plain:
        while piece := file.read(AT_ONCE):
            plain.write(piece)
