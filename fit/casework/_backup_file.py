"""A backup in one file: a sealed file (AES-GCM, in chunks) whose content is a ZIP archive of parts.

Its parts are the database, the files of the data folder, and at the end the list of all parts with their hashes.
So nothing of it is open on the disk, any change is found, and whoever has the key can open it without Mendline.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from fit.errors import SealBrokenError, StoreError
from fit.sealing import keys_of, open_sealed, sealed_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORMAT = 1
LIST, DATABASE, FILES = "list.json", "database", "files/"
AT_ONCE = 1 << 20
"""[bytes]"""
LIST_LOST = "the list of contents, at the end of the file: it was cut short or damaged there"
OF_A_NEWER = "was made by a newer Mendline. Install that one"


@dataclass(kw_only=True)
class BackupWriter:
    """Adds parts to a backup, one after the other."""

    archive: zipfile.ZipFile
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, content: IO[bytes]) -> None:
        """Add a part from a stream of whatever length."""
        digest, size = hashlib.sha256(), 0
        with self.archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as part:
            while piece := content.read(AT_ONCE):
                digest.update(piece)
                size += len(piece)
                part.write(piece)
        self.parts[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def finish(self, told: Mapping[str, Any]) -> None:
        """Add the list, which says what the whole is and what belongs to it."""
        listed = {"format": FORMAT, **told, "parts": self.parts}
        self.archive.writestr(zipfile.ZipInfo(LIST), json.dumps(listed, indent=1))


@contextmanager
def writing(path: Path, key: str) -> Iterator[BackupWriter]:
    """Write a backup that appears only when it is whole.

    Raises
    ------
    InputError
        when nothing can be written there.
    """
    with sealed_file(path, key) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        yield BackupWriter(archive=archive)


@dataclass(kw_only=True)
class BackupReader:
    """An opened backup, and what it says of itself."""

    archive: zipfile.ZipFile
    told: Mapping[str, Any]

    @property
    def parts(self) -> Mapping[str, Mapping[str, Any]]:
        """Every part that belongs to it, with its size and hash."""
        parts: Mapping[str, Mapping[str, Any]] = self.told["parts"]
        return parts

    @property
    def files(self) -> tuple[str, ...]:
        """Files of the data folder, by their names there."""
        return tuple(name.removeprefix(FILES) for name in self.parts if name.startswith(FILES))

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part for reading."""
        with self.archive.open(name) as content:
            yield content

    def problems(self) -> tuple[str, ...]:
        """Read every part to its end and say which are not as they were written."""
        there = set(self.archive.namelist()) - {LIST}
        missing = [f"{in_words(name)} is missing" for name in self.parts if name not in there]
        strange = [f"{in_words(name)} was put in" for name in sorted(there - set(self.parts))]
        read = (self._problem(name) for name in self.parts if name in there)
        return (*missing, *strange, *filter(None, read))

    def _problem(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self.part(name) as content:
                while piece := content.read(AT_ONCE):
                    digest.update(piece)
        except (SealBrokenError, zipfile.BadZipFile, EOFError):
            return f"{in_words(name)} is damaged"
        return "" if digest.hexdigest() == self.parts[name]["sha256"] else f"{in_words(name)} was changed"


def in_words(name: str) -> str:
    """Say which part it is, without whose."""
    if name == DATABASE:
        return "the database"
    file = name.removeprefix(FILES)
    return f"the recording {file}" if file.startswith("recordings/") else f"the file {file}"


@contextmanager
def reading(path: Path, key: str) -> Iterator[BackupReader]:
    """Open a backup.

    Raises
    ------
    StoreError
        when its list of contents cannot be read, or a newer Mendline made it.
    WrongKeyError, SealBrokenError
        when another key sealed it, or it is no sealed file.
    """
    keys_of(path)  # says what is wrong with its beginning
    with ExitStack() as opened:
        try:
            archive = zipfile.ZipFile(opened.enter_context(open_sealed(path, key)))
            told = json.loads(archive.read(LIST))
        except (SealBrokenError, zipfile.BadZipFile, KeyError, EOFError):
            raise SealBrokenError(f"{path.name} is damaged: {LIST_LOST}. Use another backup.") from None
        if told["format"] > FORMAT:
            raise StoreError(f"{path.name} {OF_A_NEWER}.")
        with archive:
            yield BackupReader(archive=archive, told=told)
