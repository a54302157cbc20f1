"""Whether a request comes from a page of this very site.

Checked before Streamlit sees it: Streamlit's own check of a foreign origin asks an outside address "what is my IP" and
holds up everybody meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import Scope

__all__ = ["comes_from_elsewhere"]

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SECURE: Final = {"https": "https", "wss": "https"}


def comes_from_elsewhere(scope: Scope) -> bool:
    """Whether another site, or nobody that can be told, is behind this request.

    A request that only reads may come without an origin (browsers send none); one that changes something must show
    that it comes from here; a WebSocket always says its origin.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is not None:
        return not _is_ours(origin, headers.get("host", ""), scope)
    if scope["type"] == "websocket":
        return True
    return scope["method"] not in READING and headers.get("sec-fetch-site") != "same-origin"


def _is_ours(origin: str, host: str, scope: Scope) -> bool:
    parts = urlsplit(origin)
    needed = SECURE.get(scope["scheme"])
    return bool(host) and parts.netloc.lower() == host.lower() and (needed is None or parts.scheme == needed)
