"""The door's own answers: short, the same for everybody, and never cached."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from dashboard.door.headers import companions
from dashboard.door.turned_away import BY_STATUS, turned_away

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

__all__ = ["redirect", "refuse", "sorry", "wants_page"]

SORRY: Final = "Something went wrong here. Nothing was lost; please go back and try again."
TRY_AGAIN_S: Final = 10
"""[s] A database that was restarted is back within it."""

PAGE: Final = Template(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mendline</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="/static/mendline/session.css"></head>'
    '<body><main class="card"><h1>Mendline</h1><p role="alert">$text</p>'
    '<p><a href="/">Back to the start</a></p></main></body></html>'
)


def wants_page(scope: Scope) -> bool:
    """Whether somebody is looking at the answer in a browser window."""
    headers = Headers(scope=scope)
    reads = scope.get("method") in {"GET", "HEAD"}
    return reads and ("text/html" in headers.get("accept", "") or headers.get("sec-fetch-mode") == "navigate")


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    status: int,
    text: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answer no: a plain page to a browser, a line of text to a program, a closed door to a WebSocket."""
    if status in BY_STATUS:
        turned_away(BY_STATUS[status])
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await _answer(scope, status, text, headers or {})(scope, receive, send)


def sorry(scope: Scope, policy: str, *, unavailable: str = "") -> Response:
    """Return the answer to a request that failed: no word of why, which could hold what a client said.

    `unavailable` says that the database cannot be used just now, in words of our own: then it can be tried again.
    """
    own = {"content-security-policy": policy, "cache-control": "no-store"}
    headers = companions(scope["scheme"]) | own
    if unavailable:
        return _answer(scope, 503, unavailable, headers | {"retry-after": str(TRY_AGAIN_S)})
    return _answer(scope, 500, SORRY, headers)


def _answer(scope: Scope, status: int, text: str, headers: Mapping[str, str]) -> Response:
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return HTMLResponse(PAGE.substitute(text=escape(text)), status, headers)
    return PlainTextResponse(f"{text}\n", status, headers)


async def redirect(scope: Scope, receive: Receive, send: Send, *, to: str) -> None:
    """Send a browser to another page of this site."""
    await RedirectResponse(to, status_code=303)(scope, receive, send)
