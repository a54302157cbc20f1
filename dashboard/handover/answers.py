"""How the addresses of the hand-over answer: compressed, and kept by nobody unless it is a script or style."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from dashboard.handover.smaller import QUICK, best_for, compressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from dashboard.handover import parts

__all__ = ["ASK_AGAIN", "FOR_A_YEAR", "NOT_KEPT", "page", "part", "wants_json"]

FOR_A_YEAR: Final = {"cache-control": "public, max-age=31536000, immutable"}
ASK_AGAIN: Final = {"cache-control": "no-cache"}
NOT_KEPT: Final = {"cache-control": "no-store"}
BY_ENCODING: Final = {"vary": "accept-encoding"}
HTML: Final = "text/html; charset=utf-8"


def page(request: Request, html: str, status: int, also: Mapping[str, str] = MappingProxyType({})) -> Response:
    """Send a page that nothing between keeps, with `also` among its headers."""
    return _sent(request, html.encode(), compressed(html.encode(), QUICK), HTML, {**NOT_KEPT, **also}, status)


def part(request: Request, sent: parts.Part, headers: Mapping[str, str]) -> Response:
    """Send a script, style or font."""
    return _sent(request, sent.plain, sent.compressed, sent.media_type, headers)


def wants_json(request: Request) -> bool:
    """Whether a script asks."""
    return "application/json" in request.headers.get("accept", "")


def _sent(
    request: Request,
    plain: bytes,
    ways: Mapping[str, bytes],
    media_type: str,
    headers: Mapping[str, str],
    status: int = 200,
) -> Response:
    best = best_for(request.headers.get("accept-encoding", ""), ways)
    encoding = {"content-encoding": best[0]} if best else {}
    body = best[1] if best else plain
    return Response(body, status, media_type=media_type, headers={**headers, **BY_ENCODING, **encoding})
