"""Fourth layer: who may come in at all. Everything not on the short list of open addresses needs a session.

What somebody may do inside is decided by casework, use case by use case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from dashboard.door.answers import redirect, refuse, wants_page
from dashboard.door.identity import remember, token_in, without_claims
from dashboard.door.origin import comes_from_elsewhere
from dashboard.door.paths import SIGN_IN, STREAM, asks_by_itself, is_closed, is_open_to_all

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from dashboard.door.lookup import Lookup

__all__ = ["Gate"]


class Gate:
    """Lets signed-in people through with an identity of our making, and everybody else to the sign-in."""

    def __init__(self, app: ASGIApp, *, look_up: Lookup) -> None:
        self.app = app
        self.look_up = look_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope["headers"] = without_claims(scope["headers"])
        if is_closed(scope["path"]) or (scope["type"] == "websocket" and scope["path"] != STREAM):
            await refuse(scope, receive, send, status=404, text="There is nothing here.")
        elif comes_from_elsewhere(scope):
            await refuse(scope, receive, send, status=403, text="This request came from another site.")
        elif is_open_to_all(scope["path"]) and scope["type"] == "http":
            await self.app(scope, receive, send)
        else:
            await self._only_with_session(scope, receive, send)

    async def _only_with_session(self, scope: Scope, receive: Receive, send: Send) -> None:
        by_itself = scope["type"] == "http" and asks_by_itself(scope["method"], scope["path"])
        actor = await self.look_up(token_in(scope), in_use=not by_itself)
        if actor is not None:
            remember(scope, actor)
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and wants_page(scope):
            await redirect(scope, receive, send, to=_sign_in_for(scope))
        else:
            await refuse(scope, receive, send, status=401, text="Please sign in.")


def _sign_in_for(scope: Scope) -> str:
    """Return the sign-in page that leads back to the page asked for."""
    asked = quote(scope["path"]) + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    return SIGN_IN if asked == "/" else f"{SIGN_IN}?next={quote(asked, safe='/')}"
