"""Scripts and styles of the client's page: public, small, compressed once, kept by the tablet for a year."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import rcssmin
import rjsmin

from dashboard.handover.joined import join
from dashboard.handover.smaller import QUICK, THOROUGH, compressed
from dashboard.locale import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = ["Part", "address", "asked_ahead", "font_styles", "of_the_form", "parts", "rest_of_font", "version"]

FOLDERS: Final = (
    ("dashboard.handover", "files"),
    ("dashboard.handover", "fonts"),
    ("dashboard.components.rating_line", "assets"),
)
NEEDED_AT_ONCE: Final = ("form.css", "form.js")
STYLES: Final = {"form.css": ("rating_form.css", "handover.css")}
"""Sheets that are always needed together come in one answer: on a slow line each answer has its price."""
SCRIPTS: Final = {
    "form.js": "handover.js",
    "calibrate.js": "calibrate.js",
    "worker.js": "worker.js",
}
"""What is sent, by the module it begins with; see `joined`."""
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
}
COMPRESSED_ALREADY: Final = frozenset({".woff2"})
LONG: Final = 50_000
"""[bytes] Squeezing more than this thoroughly takes half a second, for which the first tablet would wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the page, as it is sent."""

    media_type: str
    plain: bytes
    compressed: Mapping[str, bytes]
    """By the name that HTTP has for the way of compressing, the smallest first; none where a file is small as it is."""


@cache
def parts() -> Mapping[str, Part]:
    """All files of the client's page by name, read once."""
    found = [path for package, folder in FOLDERS for path in (files(package) / folder).iterdir()]
    modules = {path.name: path.read_text("utf-8") for path in found if _ending(path.name) == ".js"}
    scripts = {name: rjsmin.jsmin(join(modules, entry)).encode() for name, entry in SCRIPTS.items()}
    styles = {path.name: _smaller_style(path) for path in found if _ending(path.name) == ".css"}
    together = {name: b"\n".join(styles[one] for one in names) for name, names in STYLES.items()}
    fonts = {path.name: path.read_bytes() for path in found if _ending(path.name) == ".woff2"}
    return {name: _part(name, content) for name, content in {**scripts, **styles, **together, **fonts}.items()}


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


def asked_ahead() -> dict[str, str]:
    """Header by which a tablet asks for style and script of the form while the page itself is still on its way."""
    style, script = f"{address()}/form.css", f"{address()}/form.js"
    return {"link": f"<{style}>; rel=preload; as=style, <{script}>; rel=modulepreload"}


def font_styles(language: str) -> str | None:
    """Address of the style sheet with the letters of a language that a device may lack; None where none does."""
    return _if_there(f"font-{spoken(language)}.css")


def rest_of_font(language: str) -> str | None:
    """Address of the style sheet with letters that our own texts do not use: long, so link it after the page's text."""
    return _if_there(f"font-{spoken(language)}-rest.css")


def _if_there(name: str) -> str | None:
    return f"{address()}/{name}" if name in parts() else None


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2]}"


def _smaller_style(path: Traversable) -> bytes:
    """Comments are for those who read the repository, not for a tablet on a slow line."""
    smaller: str = rcssmin.cssmin(path.read_text("utf-8"))
    return smaller.encode()


def _part(name: str, plain: bytes) -> Part:
    ending = _ending(name)
    effort = QUICK if len(plain) > LONG else THOROUGH
    ways = {} if ending in COMPRESSED_ALREADY else compressed(plain, effort)
    return Part(media_type=TYPES[ending], plain=plain, compressed=ways)
