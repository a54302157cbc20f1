"""Last layer: bundles, fonts and style sheets, sent compressed; Streamlit itself sends them as they are.

Only files that lie in the folders at start are served: an address is looked up in a table, never turned into a path.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response

from dashboard.door.paths import is_static

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["Compression", "StaticFile", "files_of"]

LEVEL: Final = 6
"""Measured: 7.4 MB of bundles for a page with a chart become 2.5 MB; higher levels take long and gain nothing."""

FOREVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"

MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
COMPRESSED: Final = frozenset({".css", ".js", ".mjs", ".json", ".svg", ".wasm"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One public file."""

    path: Path
    immutable: bool = False
    """Whether file names change with their content, so that browsers may keep them for a year."""

    @property
    def headers(self) -> dict[str, str]:
        """What its answers say about type and caching."""
        return {
            "content-type": MEDIA_TYPES[self.path.suffix],
            "cache-control": FOREVER if self.immutable else ASK_AGAIN,
            "vary": "accept-encoding",
        }


def files_of(folder: Path, address: str, *, immutable: bool = False) -> dict[str, StaticFile]:
    """Return every public file of a folder by its address, which begins with `address`."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in MEDIA_TYPES and path.is_file())
    return {
        f"{address}{path.relative_to(folder).as_posix()}": StaticFile(path=path, immutable=immutable) for path in found
    }


class Compression:
    """Serves everything under /static/, compressed once and kept."""

    def __init__(self, app: ASGIApp, *, files: Mapping[str, StaticFile]) -> None:
        self.app = app
        self.files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a public file; pass everything else on."""
        if scope["type"] != "http" or not is_static(scope["path"]):
            await self.app(scope, receive, send)
            return
        answer = await self._answer(scope)
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        file = self.files.get(scope["path"])
        if file is None or scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("There is nothing here.\n", status_code=404, headers={"cache-control": "no-store"})
        headers = Headers(scope=scope)
        compress = file.path.suffix in COMPRESSED and "gzip" in headers.get("accept-encoding", "")
        content = await anyio.to_thread.run_sync(_compressed if compress else _plain, file.path)
        return _with_content(file, content, headers, compressed=compress)


def _with_content(file: StaticFile, content: Content, asked: Headers, *, compressed: bool) -> Response:
    headers = file.headers | {"etag": content.tag} | ({"content-encoding": "gzip"} if compressed else {})
    if asked.get("if-none-match") == content.tag:
        return Response(status_code=304, headers=headers)
    return Response(content.body, headers=headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes of an answer and the tag by which a browser asks whether they changed."""

    body: bytes
    tag: str


@cache
def _compressed(path: Path) -> Content:
    return _tagged(gzip.compress(path.read_bytes(), LEVEL, mtime=0))


@cache
def _plain(path: Path) -> Content:
    return _tagged(path.read_bytes())


def _tagged(body: bytes) -> Content:
    return Content(body=body, tag=f'"{hashlib.sha256(body).hexdigest()[:32]}"')
