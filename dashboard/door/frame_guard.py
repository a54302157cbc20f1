"""Fifth layer: an open page whose session has ended gets nothing more, not even from a fragment or a callback.

Checks in a page's script do not protect those: Streamlit runs them without the script. So the session is looked up
again for every message that comes in.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from dashboard.door.identity import actor_in, token_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dashboard.door.lookup import Lookup

__all__ = ["SESSION_ENDED", "FrameGuard"]

SESSION_ENDED: Final = 4401
"""Close code of ours: the session behind this page is over."""


class FrameGuard:
    """Looks the session up again for each inbound WebSocket message, and closes the page when it is gone."""

    def __init__(self, app: ASGIApp, *, look_up: Lookup) -> None:
        self.app = app
        self.look_up = look_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a WebSocket on under guard; everything else as it is."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        guarded = _GuardedSocket(scope, receive, send, self.look_up)
        await self.app(scope, guarded.receive, guarded.send)


class _GuardedSocket:
    def __init__(self, scope: Scope, receive: Receive, send: Send, look_up: Lookup) -> None:
        self.scope, self.inner_receive, self.inner_send, self.look_up = scope, receive, send, look_up
        self.token = token_in(scope)
        self.closed = False
        self.sending = asyncio.Lock()

    async def receive(self) -> Message:
        message = await self.inner_receive()
        if message["type"] == "websocket.receive" and not await self._is_still_the_same_person():
            await self._close()
        return {"type": "websocket.disconnect", "code": SESSION_ENDED} if self.closed else message

    async def send(self, message: Message) -> None:
        async with self.sending:
            if not self.closed:
                await self.inner_send(message)

    async def _is_still_the_same_person(self) -> bool:
        return not self.closed and await self.look_up(self.token) == actor_in(self.scope)

    async def _close(self) -> None:
        async with self.sending:
            if not self.closed:
                self.closed = True
                await self.inner_send({"type": "websocket.close", "code": SESSION_ENDED})
