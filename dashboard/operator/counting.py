"""Outermost layer: counts every answer, by the registered address that it came from and its status."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from starlette.routing import Route

from dashboard.operator.meters import OPEN_PAGES, REQUEST_S, REQUESTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Counting"]

STREAMLITS: Final = ("/static/", "/_stcore/")
A_PAGE: Final = "/{page}"
"""Everything else: the frame of a page, whichever it is, and addresses where nothing is."""
BROKEN_OFF: Final = 499
"""Counted as the status of what had no answer, because who asked hung up or the answer failed."""


class Counting:
    """Counts answers and open pages. What stands in the blanks of an address is never looked at."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = [route for route in routes if isinstance(route, Route)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count its answer."""
        if scope["type"] == "http":
            await self._counted(scope, receive, send)
        elif scope["type"] == "websocket":
            with OPEN_PAGES.track_inprogress():
                await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, route, status = time.perf_counter(), self.route_of(scope["path"]), BROKEN_OFF

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            REQUESTS.labels(route=route, status=str(status)).inc()
            REQUEST_S.labels(route=route).observe(time.perf_counter() - begun)

    def route_of(self, path: str) -> str:
        """Return the address as it is registered, with its blanks open."""
        streamlits = next((begin for begin in STREAMLITS if path.startswith(begin)), "")
        if streamlits:
            return f"{streamlits}{{rest}}"
        return next((route.path for route in self.routes if route.path_regex.match(path)), A_PAGE)
