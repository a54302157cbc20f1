"""Scripts and styles of the client's page: public, small, compressed once, kept by the tablet for a year."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from dashboard.handover.lean import lean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = ["Part", "address", "of_the_form", "parts", "version"]

FOLDERS: Final = (("dashboard.handover", "files"), ("dashboard.components.rating_line", "assets"))
NEEDED_AT_ONCE: Final = (
    "start.js",
    "handover.css",
    "rating_form.css",
    "handover.js",
    "take_back.js",
    "rating_form.js",
    "rating_line.js",
    "calm_panel.js",
    "kept_here.js",
    "reading_help.js",
)
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the page, as it is sent."""

    media_type: str
    plain: bytes
    compressed: bytes


@cache
def parts() -> Mapping[str, Part]:
    """All files of the client's page by name, read once."""
    return {path.name: _part(path) for package, folder in FOLDERS for path in _listed(package, folder)}


@cache
def version() -> str:
    """A name for this state of all files; a changed file gives a new address."""
    digest = hashlib.sha256()
    for name, part in sorted(parts().items()):
        digest.update(name.encode() + part.plain)
    return digest.hexdigest()[:12]


def address() -> str:
    """Where the files are."""
    return f"/k/assets/{version()}"


def of_the_form() -> list[str]:
    """Addresses of what a form with lines needs at once, for fetching ahead."""
    return [f"{address()}/{name}" for name in NEEDED_AT_ONCE]


def _listed(package: str, folder: str) -> list[Traversable]:
    listed = (files(package) / folder).iterdir()
    return [path for path in listed if _ending(path) in TYPES]


def _ending(path: Traversable) -> str:
    return f".{path.name.rpartition('.')[2]}"


def _part(path: Traversable) -> Part:
    plain = lean(path.read_text("utf-8")).encode()
    return Part(media_type=TYPES[_ending(path)], plain=plain, compressed=gzip.compress(plain, mtime=0))
